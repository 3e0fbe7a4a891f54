// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/committer.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include "core/base/error.hpp"

namespace kith::pipeline {
namespace {

using base::Error;
using base::ErrorCode;

/// How often a group is halved because another writer was in the way, until its callers are told to come
/// again.
constexpr int kMaxTries = 5;

/// How many observations of a group may take too long before the rest is not tried any more.
constexpr int kMaxTimeouts = 3;

/// Nothing of it was written.
bool isPreview(const model::Observation& observation) {
    const auto* merge =
        observation.command ? std::get_if<model::MergeCommand>(&*observation.command) : nullptr;
    return merge != nullptr && merge->preview;
}

void rejectAll(std::span<model::Outcome> outcomes, const Error& problem) {
    for (auto& outcome : outcomes) {
        outcome = {};
        outcome.problem = problem;
    }
}

/// The current exception as our own; what is no Error says nothing that may be shown.
Error currentError() {
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::exception&) {
        return {ErrorCode::Internal, "The write failed.", "an exception left a writer"};
    }
}

}  // namespace

Committer::Committer(const Workplace& workplace, std::span<Participant* const> participants, Commits& commits,
                     Tally& tally)
    : at_(workplace),
      participants_(participants),
      commits_(commits),
      tally_(tally),
      session_(workplace.database.openWriter()),
      writer_(*session_, workplace.rules, workplace.ids, workplace.clock, workplace.caps,
              workplace.addressKey) {}

void Committer::commit(std::vector<Queued> group) noexcept {
    const auto began = std::chrono::steady_clock::now();
    std::vector<model::Observation> observations;
    observations.reserve(group.size());
    for (auto& each : group) observations.push_back(std::move(each.observation));
    std::vector<model::Outcome> outcomes(group.size());
    try {
        write(observations, outcomes, 0);
    } catch (...) {
        const auto error = currentError();
        at_.log.error("group_failed", {{"code", base::codeName(error.code())}, {"context", error.context()}});
        rejectAll(outcomes, error);
    }
    commits_.raise();
    if (!isPreview(observations.front())) {
        if (std::ranges::any_of(outcomes, [](const auto& outcome) { return !outcome.problem; }))
            tally_.committed(at_.clock.now());
        at_.observer.groupWritten(outcomes, std::chrono::steady_clock::now() - began);
    }
    for (std::size_t i = 0; i < group.size(); ++i)
        group[i].batch->deliver(group[i].index, std::move(outcomes[i]));
}

void Committer::write(std::span<const model::Observation> observations, std::span<model::Outcome> outcomes,
                      int tries) {
    unreachable_ = renew() != nullptr;
    if (unreachable_) return lost(outcomes);
    std::optional<std::vector<model::Outcome>> written;
    try {
        written = writer_.write(observations,
                                [this](storage::Session& session, const storage::WrittenGroup& group) {
                                    takePart(session, group);
                                });
    } catch (...) {
        const auto error = currentError();
        const auto fault = session_->lastFault().kind;
        if (fault == storage::Fault::Kind::Lost) {
            unreachable_ = session_->lastFault().unreachable;
            if (!session_->lastFault().beforeBegin || tries == kMaxTries) return lost(outcomes);
            return write(observations, outcomes, tries + 1);
        }
        const bool wholeDatabase = fault == storage::Fault::Kind::Busy;
        if (observations.size() > 1 && !wholeDatabase) return writeOneByOne(observations, outcomes);
        at_.log.warning("observation_failed",
                        {{"code", base::codeName(error.code())}, {"context", error.context()}});
        return rejectAll(outcomes, error);
    }
    if (written) {
        std::ranges::move(*written, outcomes.begin());
        return;
    }
    retry();
    if (tries == kMaxTries) {
        if (observations.size() > 1) return writeOneByOne(observations, outcomes);
        return rejectAll(
            outcomes, {ErrorCode::Overloaded, "Others kept writing about the same people; try again later."});
    }
    const auto half = (observations.size() + 1) / 2;
    write(observations.first(half), outcomes.first(half), tries + 1);
    if (half < observations.size()) write(observations.subspan(half), outcomes.subspan(half), tries + 1);
}

void Committer::retry() noexcept {
    tally_.retried();
    at_.observer.conflict();
}

std::exception_ptr Committer::renew() const {
    try {
        if (at_.renewing) at_.renewing();
        return nullptr;
    } catch (...) {
        const auto error = currentError();
        at_.log.error("renewal_failed",
                      {{"code", base::codeName(error.code())}, {"context", error.context()}});
        return std::current_exception();
    }
}

// Whether the commit arrived is not known, so only the caller may try again, whose id tells a repeat.
void Committer::lost(std::span<model::Outcome> outcomes) const {
    at_.log.error("database_lost");
    rejectAll(outcomes, {ErrorCode::Unavailable, "The connection to the database was lost; try again."});
}

void Committer::writeOneByOne(std::span<const model::Observation> observations,
                              std::span<model::Outcome> outcomes) {
    int timeouts = 0;
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const auto outcome = outcomes.subspan(i, 1);
        write(observations.subspan(i, 1), outcome, 0);
        const auto& problem = outcome.front().problem;
        if (problem && problem->code() == ErrorCode::Timeout) ++timeouts;
        if (!unreachable_ && timeouts < kMaxTimeouts) continue;
        const auto error = *problem;
        return rejectAll(outcomes.subspan(i + 1), error);
    }
}

// A participant that throws undoes the whole group, which is then written one by one. The savepoint is what
// shows one that ended the transaction itself: releasing it fails.
void Committer::takePart(storage::Session& session, const storage::WrittenGroup& group) const {
    std::vector<ParticipantMerge> merges;
    for (const auto& merge : group.merges) merges.push_back({merge.survivor, merge.absorbed});
    std::vector<ParticipantMerge> undone;
    for (const auto& merge : group.undone) undone.push_back({merge.survivor, merge.restored});
    for (auto* participant : participants_) {
        std::vector<ParticipantItem> items;
        for (const auto& accepted : group.accepted) {
            for (const auto& payload : accepted.observation->payloads) {
                if (payload.plugin != participant->name()) continue;
                items.push_back({accepted.live, accepted.home, accepted.observation->origin->row,
                                 payload.bytes, accepted.observation});
            }
        }
        if (items.empty() && merges.empty() && undone.empty()) continue;
        session.runOnce("SAVEPOINT participant");
        call(session, *participant, items, merges, undone);
        session.runOnce("RELEASE SAVEPOINT participant");
    }
}

// A value that stands twice in a plugin's own table is no race with another writer, but the plugin's failure.
void Committer::call(storage::Session& session, Participant& participant,
                     std::span<const ParticipantItem> items, std::span<const ParticipantMerge> merges,
                     std::span<const ParticipantMerge> undone) {
    try {
        session.withRaw([&](soci::session& raw) {
            if (!items.empty()) participant.apply(raw, items);
            if (!merges.empty()) participant.merged(raw, merges);
            if (!undone.empty()) participant.undone(raw, undone);
        });
    } catch (const Error& error) {
        if (session.lastFault().kind != storage::Fault::Kind::Unique) throw;
        throw Error(ErrorCode::Plugin, "The plugin " + std::string(participant.name()) + " failed.",
                    error.context());
    }
}

void Committer::run(Job job) noexcept {
    for (int tries = 1;; ++tries) {
        if (const auto failure = renew()) return job.done.set_exception(failure);
        try {
            storage::Transaction transaction(*session_);
            job.work(*session_);
            transaction.commit();
            commits_.raise();
            return job.done.set_value();
        } catch (...) {
            const auto thrown = std::current_exception();
            const auto& fault = session_->lastFault();
            const bool conflict = storage::isConflict(fault.kind);
            if (conflict) retry();
            if (!(conflict || fault.beforeBegin) || tries == kMaxTries) return job.done.set_exception(thrown);
        }
    }
}

}  // namespace kith::pipeline
