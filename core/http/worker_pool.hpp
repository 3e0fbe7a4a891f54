// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "core/base/blocking.hpp"
#include "core/http/connection.hpp"
#include "core/http/observer.hpp"

namespace kith::http {

/// A fixed number of threads that serve connections from a bounded queue. Only about as many of them run at
/// once as there are processors: more would only take turns. Those that wait (base::Blocking) don't count,
/// and are why there are many. Thread-safe.
class WorkerPool final : private base::BlockingObserver {
public:
    /// `finish` gets the connection when `serve` has returned. Both run on the worker's thread and don't
    /// throw.
    struct Job {
        std::function<After(Connection&)> serve;
        std::function<void(std::unique_ptr<Connection>, After)> finish;
    };

    WorkerPool(unsigned threads, std::size_t maxQueued, Observer& observer, Job job);
    ~WorkerPool() override;
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    void start();
    /// Takes the connection, unless the queue is full.
    [[nodiscard]] bool submit(std::unique_ptr<Connection>& connection);
    /// Cuts off the connections that are being served, closes those that are queued, and joins the threads.
    /// Returns how many connections that were.
    std::size_t stop();

private:
    struct Worker {
        std::thread thread;
        std::condition_variable called;
        bool idle = false;
    };

    void run(Worker& self);
    /// Sleeps until there is a connection to serve. Null at the end.
    std::unique_ptr<Connection> next(Worker& self, std::unique_lock<std::mutex>& lock);
    void blocked() noexcept override;
    void unblocked() noexcept override;
    /// These need the lock.
    [[nodiscard]] bool due() const { return !queue_.empty() && running_ < mostRunning_; }
    /// Who is to be told, without the lock, to take a connection; null if nobody is.
    [[nodiscard]] std::condition_variable* callIfDue();

    std::size_t maxQueued_;
    unsigned mostRunning_;
    unsigned running_ = 0;  ///< Guarded by mutex_.
    Observer& observer_;
    Job job_;
    std::mutex mutex_;
    std::deque<std::unique_ptr<Connection>> queue_;
    std::unordered_set<Connection*> served_;
    bool stopped_ = false;
    std::deque<Worker> workers_;
    /// The one that fell idle last is called first: its memory is still near.
    std::vector<Worker*> idle_;
};

}  // namespace kith::http
