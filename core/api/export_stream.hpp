// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

#include "core/base/id.hpp"
#include "core/http/stream.hpp"

namespace kith::storage {
class KeyStore;
}

namespace kith::api {

/// How many exports run, and counts of as much: few, since each keeps the thread busy that all streams share,
/// or a reading session. Thread-safe.
class ExportSlots {
public:
    /// One of them, for as long as it lives. The slots outlive it.
    class Taken {
    public:
        Taken(Taken&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}
        ~Taken() {
            if (slots_ != nullptr) --slots_->taken_;
        }
        Taken& operator=(Taken&&) = delete;

    private:
        friend class ExportSlots;
        explicit Taken(ExportSlots& slots) : slots_(&slots) {}

        ExportSlots* slots_;
    };

    static constexpr int kAtOnce = 2;

    /// Throws Error{Overloaded}.
    [[nodiscard]] Taken take();

private:
    std::atomic<int> taken_{0};
};

/// About how much is sent at once.
inline constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

/// What is taken away whole, as it is read. It fails, so that what was sent does not look complete, when the
/// server stops and once the key is revoked.
class ExportStream : public http::Stream {
public:
    /// `key`: who asked. The store outlives it.
    ExportStream(ExportSlots::Taken slot, const storage::KeyStore& keys, base::KeyId key)
        : slot_(std::move(slot)), keys_(keys), key_(key) {}

    [[nodiscard]] http::Piece next(http::Piece::Clock::time_point now, bool ending) final;
    [[nodiscard]] bool hasEnd() const noexcept final { return true; }

private:
    /// What follows; `due` is not looked at. In a transaction of its own, since a client may take its time:
    /// one that stays open lets a database grow.
    [[nodiscard]] virtual http::Piece read() = 0;

    ExportSlots::Taken slot_;
    const storage::KeyStore& keys_;
    base::KeyId key_;
};

}  // namespace kith::api
