// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <span>
#include <vector>

namespace kith::http {

/// The system's epoll(7): which descriptors have something to read. Not Poco's PollSet, which can't report a
/// descriptor just once and so would have to forget it and learn it again with each request. All calls throw
/// std::system_error.
class Epoll {
public:
    Epoll();
    ~Epoll();
    Epoll(const Epoll&) = delete;
    Epoll& operator=(const Epoll&) = delete;

    /// Reports it in every wait in which there is something to read. From any thread, as all that follow.
    void watch(int descriptor);
    void unwatch(int descriptor);
    /// Reports it in one wait, and not again before rearm. Closing the descriptor ends it.
    void watchOnce(int descriptor);
    void rearm(int descriptor);
    /// The same, and it is reported too once there is room to write.
    void awaitRoom(int descriptor);
    /// Ends the wait at hand, or else the next one.
    void wake() const;

    /// Waits for something to read, at most for that long. The descriptors are valid until the next wait; by
    /// one thread at a time.
    [[nodiscard]] std::span<const int> wait(std::chrono::milliseconds most);

private:
    void control(int operation, int descriptor, unsigned events) const;

    int epoll_;
    int waker_;
    std::vector<int> ready_;
};

}  // namespace kith::http
