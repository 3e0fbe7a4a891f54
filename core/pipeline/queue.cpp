// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/queue.hpp"

#include <algorithm>
#include <utility>

#include "core/base/blocking.hpp"
#include "core/base/error.hpp"

namespace kith::pipeline {
namespace {

using base::Error;
using base::ErrorCode;

/// Jobs are few and each is waited for, so more of them than this means that writers stand still.
constexpr std::size_t kMaxJobs = 1'000;

/// A command is a group of its own: it judges what stands when it begins.
std::size_t groupSize(const std::deque<Queued>& waiting, std::size_t most) {
    const auto isCommand = [](const Queued& each) { return each.observation.command.has_value(); };
    if (isCommand(waiting.front())) return 1;
    const auto end = waiting.begin() + static_cast<std::ptrdiff_t>(std::min(most, waiting.size()));
    return static_cast<std::size_t>(std::find_if(waiting.begin(), end, isCommand) - waiting.begin());
}

}  // namespace

void Batch::deliver(std::size_t index, model::Outcome outcome) {
    const std::scoped_lock lock(mutex_);
    outcomes_[index] = std::move(outcome);
    // Told under the lock: the waiter may destroy the batch as soon as it sees that nothing is missing.
    if (--missing_ == 0) complete_.notify_one();
}

std::vector<model::Outcome> Batch::wait() {
    const base::Blocking waits;
    std::unique_lock lock(mutex_);
    complete_.wait(lock, [&] { return missing_ == 0; });
    return std::move(outcomes_);
}

void Queue::requireOpen() const {
    if (closed_) throw Error(ErrorCode::Unavailable, "The server is stopping.");
}

void Queue::push(std::vector<model::Observation> observations, Batch& batch) {
    const std::scoped_lock lock(mutex_);
    requireOpen();
    if (observations.size() > limit_ - std::min(limit_, observations_.size())) {
        throw Error(ErrorCode::Overloaded,
                    "Too many observations are waiting to be written; try again later.");
    }
    for (std::size_t i = 0; i < observations.size(); ++i) {
        observations_.push_back({std::move(observations[i]), &batch, i});
    }
    filled_.notify_one();
}

std::future<void> Queue::push(Work work) {
    const std::scoped_lock lock(mutex_);
    requireOpen();
    if (jobs_.size() >= kMaxJobs) {
        throw Error(ErrorCode::Overloaded, "Too many writes are waiting; try again later.");
    }
    jobs_.push_back({std::move(work), {}});
    filled_.notify_one();
    return jobs_.back().done.get_future();
}

std::optional<Taken> Queue::take(std::size_t maxGroup) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !jobs_.empty() || !observations_.empty(); });
    if (jobs_.empty() && observations_.empty()) return std::nullopt;
    Taken taken;
    if (!jobs_.empty()) {
        taken.job = std::move(jobs_.front());
        jobs_.pop_front();
    } else {
        const auto count = groupSize(observations_, maxGroup);
        taken.group.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            taken.group.push_back(std::move(observations_.front()));
            observations_.pop_front();
        }
    }
    if (!jobs_.empty() || !observations_.empty()) filled_.notify_one();
    return taken;
}

void Queue::close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    filled_.notify_all();
}

std::size_t Queue::depth() const {
    const std::scoped_lock lock(mutex_);
    return observations_.size();
}

}  // namespace kith::pipeline
