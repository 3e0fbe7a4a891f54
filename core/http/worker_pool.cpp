// SPDX-License-Identifier: Apache-2.0
#include "core/http/worker_pool.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/http/thread_signals.hpp"

namespace kith::http {
namespace {

/// For how long nobody may await while the processors are busy.
constexpr std::chrono::milliseconds kPatience{50};

/// Two more than processors, since a thread also waits where nobody says so: for a lock, or for the disk.
int mostRunning() {
    return static_cast<int>(std::max(std::thread::hardware_concurrency(), 2U)) + 2;
}

}  // namespace

WorkerPool::WorkerPool(unsigned workers, std::size_t maxQueued, Observer& observer, Job job)
    : mostServed_(workers),
      maxQueued_(maxQueued),
      mostRunning_(mostRunning()),
      observer_(observer),
      job_(std::move(job)),
      threads_(workers + 1) {}

WorkerPool::~WorkerPool() {
    stop();
}

void WorkerPool::start() {
    running_ = static_cast<int>(threads_.size());
    for (auto& each : threads_) each.thread = std::thread([&] { run(each); });
}

bool WorkerPool::submit(std::unique_ptr<Connection>& connection) {
    const std::scoped_lock lock(mutex_);
    if (stopped_ || queue_.size() >= maxQueued_) return false;
    queue_.push_back(std::move(connection));
    observer_.queueChanged(queue_.size());
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
    job_.wake();
    for (auto& each : threads_) {
        each.called.notify_one();
        if (each.thread.joinable()) each.thread.join();
    }
    return left;
}

void WorkerPool::run(Thread& self) {
    blockPipeSignal();
    base::Blocking::observe(*this);
    std::unique_lock lock(mutex_);
    while (auto connection = next(self, lock)) {
        served_.insert(connection.get());
        auto* called = callIfDue();
        lock.unlock();
        if (called != nullptr) called->notify_one();
        const auto after = job_.serve(*connection);
        lock.lock();
        served_.erase(connection.get());
        lock.unlock();
        job_.finish(std::move(connection), after);
        lock.lock();
    }
}

std::unique_ptr<Connection> WorkerPool::next(Thread& self, std::unique_lock<std::mutex>& lock) {
    while (!stopped_) {
        const bool surplus = running_ > mostRunning_;
        if (!surplus && servable()) {
            auto connection = std::move(queue_.front());
            queue_.pop_front();
            observer_.queueChanged(queue_.size());
            return connection;
        }
        if ((!surplus && !awaited_) || !sleep(self, lock)) await(lock);
    }
    return nullptr;
}

void WorkerPool::await(std::unique_lock<std::mutex>& lock) {
    awaited_ = true;
    ++turns_;
    --running_;
    lock.unlock();
    job_.await();
    lock.lock();
    awaited_ = false;
    ++running_;
}

bool WorkerPool::sleep(Thread& self, std::unique_lock<std::mutex>& lock) {
    --running_;
    self.idle = true;
    if (!stoodBy_) return standBy(self, lock);
    idle_.push_back(&self);
    self.called.wait(lock, [&] { return stopped_ || !self.idle; });
    return true;
}

bool WorkerPool::standBy(Thread& self, std::unique_lock<std::mutex>& lock) {
    // Called last: while anybody else can be, somebody stands by.
    idle_.insert(idle_.begin(), &self);
    stoodBy_ = true;
    auto seen = turns_;
    bool overdue = false;
    while (!overdue && !self.called.wait_for(lock, kPatience, [&] { return stopped_ || !self.idle; })) {
        overdue = !awaited_ && std::exchange(seen, turns_) == turns_;
    }
    stoodBy_ = false;
    if (!overdue) return true;
    std::erase(idle_, &self);
    self.idle = false;
    ++running_;
    return false;
}

std::condition_variable* WorkerPool::callIfDue() {
    // While the processors are busy, nobody more is called to serve or to await, but one to stand by.
    const bool due = running_ < mostRunning_ ? !awaited_ || servable() : !awaited_ && !stoodBy_;
    if (idle_.empty() || !due) return nullptr;
    auto& thread = *idle_.back();
    idle_.pop_back();
    thread.idle = false;
    ++running_;
    return &thread.called;
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
