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

#include "core/http/connection.hpp"
#include "core/http/observer.hpp"

namespace kith::http {

/// A fixed number of threads that serve connections from a bounded queue. Thread-safe.
class WorkerPool {
public:
    /// `finish` gets the connection when `serve` has returned. Both run on the worker's thread and don't
    /// throw.
    struct Job {
        std::function<After(Connection&)> serve;
        std::function<void(std::unique_ptr<Connection>, After)> finish;
    };

    WorkerPool(unsigned threads, std::size_t maxQueued, Observer& observer, Job job);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    void start();
    /// Takes the connection, unless the queue is full.
    [[nodiscard]] bool submit(std::unique_ptr<Connection>& connection);
    /// Cuts off the connections that are being served, closes those that are queued, and joins the threads.
    /// Returns how many connections that were.
    std::size_t stop();

private:
    void run();

    unsigned count_;
    std::size_t maxQueued_;
    Observer& observer_;
    Job job_;
    std::mutex mutex_;
    std::condition_variable work_;
    std::deque<std::unique_ptr<Connection>> queue_;
    std::unordered_set<Connection*> served_;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace kith::http
