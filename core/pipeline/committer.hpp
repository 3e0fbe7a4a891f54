// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/log.hpp"
#include "core/identity/resolve.hpp"
#include "core/pipeline/commits.hpp"
#include "core/pipeline/observer.hpp"
#include "core/pipeline/participant.hpp"
#include "core/pipeline/queue.hpp"
#include "core/pipeline/vitals.hpp"
#include "core/storage/database.hpp"
#include "core/storage/group_writer.hpp"

namespace kith::pipeline {

/// What every writer works with; all of it outlives them.
struct Workplace {
    storage::Database& database;
    const model::IdentifierRules& rules;
    base::IdGenerator& ids;
    const base::Clock& clock;
    base::Log& log;
    Observer& observer;
    identity::Caps caps;
    model::HashKey addressKey = {};  ///< Of the hashes by which addresses that were erased are known.
    /// Called by a writer before each transaction, and by the sequencer in each round; what it throws is why
    /// there can be none.
    std::function<void()> renewing = {};
};

/// One writer: its session, and how it gets a group into the database. Used by one thread.
class Committer {
public:
    /// `participants` are called in this order. Throws what opening a session throws.
    Committer(const Workplace& workplace, std::span<Participant* const> participants, Commits& commits,
              Tally& tally);

    /// Writes all of them and delivers their outcomes. Whatever happens, every one gets an outcome.
    void commit(std::vector<Queued> group) noexcept;
    void run(Job job) noexcept;

private:
    void write(std::span<const model::Observation> observations, std::span<model::Outcome> outcomes,
               int tries);
    void retry() noexcept;
    void writeOneByOne(std::span<const model::Observation> observations, std::span<model::Outcome> outcomes);
    /// Why there can be no transaction; null if there can.
    [[nodiscard]] std::exception_ptr renew() const;
    void lost(std::span<model::Outcome> outcomes) const;
    void takePart(storage::Session& session, const storage::WrittenGroup& group) const;
    static void call(storage::Session& session, Participant& participant,
                     std::span<const ParticipantItem> items, std::span<const ParticipantMerge> merges,
                     std::span<const ParticipantMerge> undone);

    const Workplace& at_;
    std::span<Participant* const> participants_;
    Commits& commits_;
    Tally& tally_;
    std::unique_ptr<storage::Session> session_;
    storage::GroupWriter writer_;
    bool unreachable_ = false;  ///< The database was, when the last group was to be written.
};

}  // namespace kith::pipeline
