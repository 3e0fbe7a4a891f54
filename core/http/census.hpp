// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "core/http/observer.hpp"

namespace kith::http {

/// Counts the open connections. Thread-safe.
class Census {
public:
    explicit Census(Observer& observer) : observer_(observer) {}

    void joined();
    void left();
    [[nodiscard]] std::size_t open() const;
    /// Returns when no connection is open, or at the deadline.
    void waitUntilEmpty(std::chrono::steady_clock::time_point deadline);

private:
    Observer& observer_;
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::size_t open_ = 0;
};

}  // namespace kith::http
