// SPDX-License-Identifier: Apache-2.0
#include "core/http/worker_pool.hpp"

#include <algorithm>

#include "core/http/thread_signals.hpp"

namespace kith::http {
namespace {

/// Two more than processors, since a thread also waits where nobody says so: for a lock, or for the disk.
unsigned mostRunning() {
    return std::max(std::thread::hardware_concurrency(), 2U) + 2;
}

}  // namespace

WorkerPool::WorkerPool(unsigned threads, std::size_t maxQueued, Observer& observer, Job job)
    : maxQueued_(maxQueued),
      mostRunning_(mostRunning()),
      observer_(observer),
      job_(std::move(job)),
      workers_(threads) {}

WorkerPool::~WorkerPool() {
    stop();
}

void WorkerPool::start() {
    for (auto& worker : workers_) worker.thread = std::thread([&] { run(worker); });
}

bool WorkerPool::submit(std::unique_ptr<Connection>& connection) {
    std::condition_variable* called = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        if (stopped_ || queue_.size() >= maxQueued_) return false;
        queue_.push_back(std::move(connection));
        observer_.queueChanged(queue_.size());
        called = callIfDue();
    }
    if (called != nullptr) called->notify_one();
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
    for (auto& worker : workers_) {
        worker.called.notify_one();
        if (worker.thread.joinable()) worker.thread.join();
    }
    return left;
}

std::unique_ptr<Connection> WorkerPool::next(Worker& self, std::unique_lock<std::mutex>& lock) {
    while (!stopped_ && !due()) {
        self.idle = true;
        idle_.push_back(&self);
        self.called.wait(lock, [&] { return stopped_ || !self.idle; });
    }
    if (stopped_) return nullptr;
    auto connection = std::move(queue_.front());
    queue_.pop_front();
    observer_.queueChanged(queue_.size());
    return connection;
}

void WorkerPool::run(Worker& self) {
    blockPipeSignal();
    base::Blocking::observe(*this);
    std::unique_lock lock(mutex_);
    while (auto connection = next(self, lock)) {
        served_.insert(connection.get());
        ++running_;
        lock.unlock();
        const auto after = job_.serve(*connection);
        lock.lock();
        served_.erase(connection.get());
        lock.unlock();
        job_.finish(std::move(connection), after);
        lock.lock();
        --running_;
    }
}

std::condition_variable* WorkerPool::callIfDue() {
    if (!due() || idle_.empty()) return nullptr;
    auto& worker = *idle_.back();
    idle_.pop_back();
    worker.idle = false;
    return &worker.called;
}

void WorkerPool::blocked() noexcept {
    std::condition_variable* called = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        --running_;
        called = callIfDue();
    }
    if (called != nullptr) called->notify_one();
}

void WorkerPool::unblocked() noexcept {
    const std::scoped_lock lock(mutex_);
    ++running_;
}

}  // namespace kith::http
