// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/process/kith_server.hpp"

namespace kith::test {

/// Numbered observations about a few people, and what is known of each. Number n has the id `o<n>` and says
/// that one of kPeople has a cookie and an activity of that number.
class NumberedObservations {
public:
    static constexpr int kPeople = 50;

    [[nodiscard]] static nlohmann::json observation(int number);
    [[nodiscard]] static std::string cookie(int number);

    /// Reads everything back: each number that is there is there once and whole, and everything acknowledged
    /// is. Throws std::runtime_error that says what is wrong. Returns the numbers that are there.
    [[nodiscard]] std::set<int> verify(const KithServer& server, const std::string& key) const;

    [[nodiscard]] int next() { return next_++; }
    void acknowledge(const std::vector<int>& numbers);
    /// Waits until so many are. False if patience ends first.
    [[nodiscard]] bool waitForAcknowledged(std::size_t count);
    /// How many were sent up to now.
    [[nodiscard]] int sent() const { return next_; }
    [[nodiscard]] std::set<int> acknowledged() const;

private:
    std::atomic<int> next_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable grown_;
    std::set<int> acknowledged_;
};

/// Clients that post numbered observations, a few at a time, until the server is gone or this is.
class Load {
public:
    Load(const KithServer& server, const std::string& key, NumberedObservations& observations, int clients);
    ~Load();
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

private:
    void post(ApiClient client, NumberedObservations& observations);

    std::atomic<bool> over_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace kith::test
