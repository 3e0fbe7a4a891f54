// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <vector>

#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"

namespace kith::storage {
class Session;
}

namespace kith::pipeline {

/// The outcomes that one caller waits for. They may be delivered by several writers.
class Batch {
public:
    explicit Batch(std::size_t size) : outcomes_(size), missing_(size) {}

    void deliver(std::size_t index, model::Outcome outcome);
    /// Waits for all of them.
    [[nodiscard]] std::vector<model::Outcome> wait();

private:
    std::mutex mutex_;
    std::condition_variable complete_;
    std::vector<model::Outcome> outcomes_;
    std::size_t missing_;
};

/// An observation with the place that its outcome goes to.
struct Queued {
    model::Observation observation;
    Batch* batch = nullptr;  ///< Outlives the delivery.
    std::size_t index = 0;
};

using Work = std::function<void(storage::Session&)>;

struct Job {
    Work work;
    std::promise<void> done;
};

/// What a writer takes at once: a job alone, or observations.
struct Taken {
    std::optional<Job> job;
    std::vector<Queued> group;
};

/// What waits for a writer, bounded by observations. Thread-safe.
class Queue {
public:
    explicit Queue(std::size_t limit) : limit_(limit) {}

    /// All or none. Throws Error{Overloaded} without room, Error{Unavailable} once closed.
    void push(std::vector<model::Observation> observations, Batch& batch);
    [[nodiscard]] std::future<void> push(Work work);

    /// Waits for something to do. Jobs go first: their callers hold up nobody else. Nothing once the queue is
    /// closed and empty.
    [[nodiscard]] std::optional<Taken> take(std::size_t maxGroup);

    /// Refuses what comes from now on; what waits is still taken.
    void close();
    [[nodiscard]] std::size_t depth() const;

private:
    void requireOpen() const;

    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<Queued> observations_;
    std::deque<Job> jobs_;
    std::size_t limit_;
    bool closed_ = false;
};

}  // namespace kith::pipeline
