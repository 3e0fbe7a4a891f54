// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>

#include "core/pipeline/committer.hpp"
#include "core/pipeline/group_commit.hpp"

namespace kith::pipeline {

struct SequencerSettings {
    /// Between two rounds, however much is committed: what comes in between is numbered at once.
    std::chrono::milliseconds gather{20};
    /// How soon is seen what other servers have committed, and numbered.
    std::chrono::milliseconds poll{500};
    std::size_t eventsAtOnce = 5'000;  ///< In one transaction.
};

/// Numbers the events of the outbox once they are committed, so that whoever reads the feed by number misses
/// none, in whatever order transactions end. Every server does it for whatever is committed when its own
/// writers have done so; one at a time, by a lock in the database (on SQLite there is one writer). So nobody
/// has to be chosen, and what a server leaves behind that dies in between is found by the next poll. So is it
/// seen to that the ids have room for now, where nobody writes: observations, audit entries and others get
/// theirs before or beside the pipeline, and are looked for by the time in them.
class Sequencer {
public:
    /// `moved` is called on the sequencer's thread when the feed has grown. What the workplace refers to and
    /// the pipeline outlive this.
    Sequencer(const Workplace& workplace, Pipeline& pipeline, SequencerSettings settings,
              std::function<void()> moved);
    Sequencer(const Sequencer&) = delete;
    Sequencer& operator=(const Sequencer&) = delete;

    void start();
    /// Ends the thread after the transaction at hand. Safe to call twice.
    void stop();

    /// The number of the last event that this server knows of.
    [[nodiscard]] std::int64_t last() const noexcept { return last_; }

private:
    void runForEver(const std::stop_token& stop);
    void tryRound(const std::stop_token& stop);
    void round(const std::stop_token& stop);

    Workplace at_;
    Pipeline& pipeline_;
    SequencerSettings settings_;
    std::function<void()> moved_;
    std::atomic<std::int64_t> last_ = 0;
    bool failing_ = false;
    std::jthread thread_;  ///< Ends before what it uses.
};

}  // namespace kith::pipeline
