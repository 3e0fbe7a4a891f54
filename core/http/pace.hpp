// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace kith::http {

/// How slow a peer may be: it may fall behind a minimum rate by some slack, and never past a total. One
/// deadline for both, which grows with what has been moved; so a byte now and then doesn't hold a thread.
class Pace {
public:
    using Clock = std::chrono::steady_clock;

    struct Limits {
        std::chrono::milliseconds slack;
        std::size_t minBytesPerSecond;
        std::chrono::milliseconds total = std::chrono::milliseconds::max();
    };

    explicit Pace(Limits limits, Clock::time_point start = Clock::now()) : limits_(limits), start_(start) {}

    void moved(std::size_t bytes) noexcept { bytes_ += bytes; }

    [[nodiscard]] Clock::time_point deadline() const noexcept {
        const std::chrono::milliseconds earned(bytes_ * 1'000 /
                                               std::max<std::size_t>(1, limits_.minBytesPerSecond));
        return start_ + std::min(limits_.total, limits_.slack + earned);
    }

private:
    Limits limits_;
    Clock::time_point start_;
    std::size_t bytes_ = 0;
};

}  // namespace kith::http
