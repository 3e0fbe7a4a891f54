// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <thread>
#include <vector>

#include "core/pipeline/commits.hpp"
#include "core/pipeline/committer.hpp"
#include "core/pipeline/pipeline.hpp"
#include "core/pipeline/queue.hpp"
#include "core/pipeline/vitals.hpp"

namespace kith::pipeline {

struct PipelineSettings {
    std::size_t queueLimit = 10'000;  ///< Observations that may wait.
    std::size_t maxGroup = 1'000;     ///< Observations in one transaction.
    unsigned writers = 2;             ///< On PostgreSQL; SQLite has one.
};

/// The queue and its writers: each takes whatever waits, up to the bound, and commits it as one group.
/// Callers are answered after the commit, so groups grow with the load and nobody waits for a timer.
class Pipeline final : public Writer {
public:
    /// Starts the writers. Participants are called in the order given; they and the workplace outlive this.
    /// Throws Error{Storage} if the database can't be reached.
    Pipeline(const Workplace& workplace, std::vector<Participant*> participants, PipelineSettings settings);
    ~Pipeline() override;
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    [[nodiscard]] std::vector<model::Outcome> submit(std::vector<model::Observation> observations) override;
    void execute(std::function<void(soci::session&)> work) override;
    /// The same for what the core itself keeps in order.
    void executeInStorage(Work work);

    /// Refuses what comes from now on, commits what waits and ends the writers. Safe to call twice.
    void stop();

    [[nodiscard]] std::size_t depth() const { return queue_.depth(); }
    /// Thread-safe.
    [[nodiscard]] Vitals vitals() const;
    /// Raised after each transaction that was committed.
    [[nodiscard]] Commits& commits() noexcept { return commits_; }

private:
    Workplace workplace_;
    std::vector<Participant*> participants_;
    PipelineSettings settings_;
    Queue queue_;
    Commits commits_;
    Tally tally_;
    std::vector<std::unique_ptr<Committer>> committers_;
    std::vector<std::jthread> threads_;
};

}  // namespace kith::pipeline
