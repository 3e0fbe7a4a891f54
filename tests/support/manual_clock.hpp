// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "core/base/time.hpp"

namespace kith::test {

/// A clock that stands still until it is told otherwise. Thread-safe.
class ManualClock final : public base::Clock {
public:
    explicit ManualClock(base::Time start) : millis_(base::toMillis(start)) {}

    [[nodiscard]] base::Time now() const noexcept override { return base::fromMillis(millis_.load()); }
    void set(base::Time time) { millis_ = base::toMillis(time); }
    void advance(std::chrono::milliseconds by) { millis_ += by.count(); }

private:
    std::atomic<std::int64_t> millis_;
};

}  // namespace kith::test
