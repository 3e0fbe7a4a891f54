// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
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

/// A fixed number of threads that serve connections from a bounded queue, and one more, so that somebody can
/// always wait for connections: whoever has nothing to serve takes that turn, unless another has it. So a
/// thread that comes from one request finds the next one by itself, without being woken.
///
/// Only about as many threads run at once as there are processors: more would only take turns. Those that
/// wait (base::Blocking) don't count, and are why there are many. Thread-safe.
class WorkerPool final : private base::BlockingObserver {
public:
    /// They run on the pool's threads and don't throw.
    struct Job {
        /// Waits for connections for a while and submits them. On one thread at a time.
        std::function<void()> await;
        /// Ends await(), now or when it is called next.
        std::function<void()> wake;
        std::function<After(Connection&)> serve;
        /// Gets the connection when `serve` has returned.
        std::function<void(std::unique_ptr<Connection>, After)> finish;
    };

    WorkerPool(unsigned workers, std::size_t maxQueued, Observer& observer, Job job);
    ~WorkerPool() override;
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    void start();
    /// Takes the connection, unless the queue is full. Within await() or finish(): that thread goes on to
    /// serve it, or sees to it that another does.
    [[nodiscard]] bool submit(std::unique_ptr<Connection>& connection);
    /// Cuts off the connections that are being served, closes those that are queued, and joins the threads.
    /// Returns how many connections that were.
    std::size_t stop();

private:
    struct Thread {
        std::thread thread;
        std::condition_variable called;
        bool idle = false;
    };

    void run(Thread& self);
    /// Comes back when there is a connection to serve. Null at the end.
    std::unique_ptr<Connection> next(Thread& self, std::unique_lock<std::mutex>& lock);
    void await(std::unique_lock<std::mutex>& lock);
    /// Until there is something to do. False if that is only to await, which nobody has done for long.
    [[nodiscard]] bool sleep(Thread& self, std::unique_lock<std::mutex>& lock);
    [[nodiscard]] bool standBy(Thread& self, std::unique_lock<std::mutex>& lock);
    void blocked() noexcept override;
    void unblocked() noexcept override;
    /// These need the lock.
    [[nodiscard]] bool servable() const { return !queue_.empty() && served_.size() < mostServed_; }
    /// Who is to be told, without the lock, that there is something to do; null if nobody is.
    [[nodiscard]] std::condition_variable* callIfDue();

    std::size_t mostServed_;
    std::size_t maxQueued_;
    int mostRunning_;
    /// Threads that are called or awake and neither blocked nor in await(). Guarded by mutex_, as all below.
    int running_ = 0;
    bool awaited_ = false;     ///< Somebody is in await().
    std::uint64_t turns_ = 0;  ///< How often await() was called.
    bool stoodBy_ = false;     ///< One of the idle ones sees to it that somebody awaits.
    Observer& observer_;
    Job job_;
    std::mutex mutex_;
    std::deque<std::unique_ptr<Connection>> queue_;
    std::unordered_set<Connection*> served_;
    bool stopped_ = false;
    std::deque<Thread> threads_;
    /// The one that fell idle last is called first: its memory is still near.
    std::vector<Thread*> idle_;
};

}  // namespace kith::http
