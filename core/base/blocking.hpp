// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

namespace kith::base {

/// Told by its own threads when they wait, so that it can let another one run in the meantime.
class BlockingObserver {
public:
    virtual ~BlockingObserver() = default;
    virtual void blocked() noexcept = 0;
    virtual void unblocked() noexcept = 0;
};

/// While one lives, its thread waits for something that is not the processor: a commit, a network, code that
/// may wait for either. They nest. Lives and dies on one thread.
class Blocking {
public:
    /// With `waits` false it says nothing.
    explicit Blocking(bool waits = true) noexcept;
    Blocking(Blocking&& other) noexcept : waits_(std::exchange(other.waits_, false)) {}
    Blocking& operator=(Blocking&&) = delete;
    ~Blocking();

    /// Who is told of this thread from now on; outlives the thread. A thread that nobody observes may wait
    /// too.
    static void observe(BlockingObserver& observer) noexcept;

private:
    bool waits_;
};

}  // namespace kith::base
