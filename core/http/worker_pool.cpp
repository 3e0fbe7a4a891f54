// SPDX-License-Identifier: Apache-2.0
#include "core/http/worker_pool.hpp"

#include "core/http/thread_signals.hpp"

namespace kith::http {

WorkerPool::WorkerPool(unsigned threads, std::size_t maxQueued, Observer& observer, Job job)
    : count_(threads), maxQueued_(maxQueued), observer_(observer), job_(std::move(job)) {}

WorkerPool::~WorkerPool() {
    stop();
}

void WorkerPool::start() {
    threads_.reserve(count_);
    for (unsigned i = 0; i < count_; ++i) threads_.emplace_back([this] { run(); });
}

bool WorkerPool::submit(std::unique_ptr<Connection>& connection) {
    {
        const std::scoped_lock lock(mutex_);
        if (stopped_ || queue_.size() >= maxQueued_) return false;
        queue_.push_back(std::move(connection));
        observer_.queueChanged(queue_.size());
    }
    work_.notify_one();
    return true;
}

std::size_t WorkerPool::stop() {
    std::size_t left = 0;
    {
        const std::scoped_lock lock(mutex_);
        stopped_ = true;
        left = served_.size() + queue_.size();
        for (auto* connection : served_) connection->cutOff();
        queue_.clear();
    }
    work_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    return left;
}

void WorkerPool::run() {
    blockPipeSignal();
    std::unique_lock lock(mutex_);
    while (true) {
        work_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
        if (stopped_) return;
        auto connection = std::move(queue_.front());
        queue_.pop_front();
        observer_.queueChanged(queue_.size());
        served_.insert(connection.get());
        lock.unlock();
        const auto after = job_.serve(*connection);
        lock.lock();
        served_.erase(connection.get());
        lock.unlock();
        job_.finish(std::move(connection), after);
        lock.lock();
    }
}

}  // namespace kith::http
