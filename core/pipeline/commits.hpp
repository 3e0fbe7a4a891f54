// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace kith::pipeline {

/// Wakes one thread that waits for writers to commit something. Thread-safe.
class Commits {
public:
    void raise() noexcept {
        {
            const std::scoped_lock lock(mutex_);
            raised_ = true;
        }
        changed_.notify_one();
    }

    /// Until something was committed since the last call, but not for longer than `most` or a stop.
    void wait(const std::stop_token& stop, std::chrono::milliseconds most) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, stop, most, [&] { return raised_; });
        raised_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool raised_ = false;
};

}  // namespace kith::pipeline
