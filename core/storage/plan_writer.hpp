// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/base/time.hpp"
#include "core/identity/facts.hpp"
#include "core/identity/world.hpp"
#include "core/model/hash.hpp"
#include "core/storage/counters.hpp"

namespace kith::storage {

class Session;

/// What a group decided, ready to be written.
struct GroupPlan {
    const identity::World& world;
    const identity::Facts& facts;
    const identity::Appends& appends;
    base::Time now;
    Counts& counts;  ///< To which the writers add what they change, and which is written by whoever made it.
};

/// What the plan shows of a live person's name; they are among those whose fields were loaded or are new.
struct ShownName {
    std::string_view first;
    std::string_view last;
};
[[nodiscard]] ShownName shownName(const GroupPlan& plan, base::ProfileId live);

/// Writes profiles and their identifiers: what core/identity decided. One statement per table, rows sorted.
void writeIdentity(Session& session, const GroupPlan& plan);

/// Notes the identifiers that the group's rows name without that the same person lists them, and those that
/// somebody lists no longer.
void writeNamed(Session& session, const GroupPlan& plan);

/// Writes observations, merges, refusals and evidence.
void writeProvenance(Session& session, const GroupPlan& plan);

/// Writes what people decided.
void writeDecisions(Session& session, const GroupPlan& plan);

/// Writes what waits for a decision of people, what they decided of it, and where it stands in its lists;
/// after writeIdentity and writeDecisions.
void writeConflicts(Session& session, const GroupPlan& plan);

/// Writes fields, their history and the words of names; after writeIdentity.
void writeFields(Session& session, const GroupPlan& plan);

/// Writes by what the profiles that changed are found as duplicates of others.
void writeMatchKeys(Session& session, const GroupPlan& plan);

/// Writes consents, endpoint states, activities and their counters.
void writeLedgers(Session& session, const GroupPlan& plan);

/// Puts into the outbox what happened to whom.
void writeEvents(Session& session, base::IdGenerator& ids, const GroupPlan& plan);

struct Unused {
    std::unordered_set<base::IdentifierId> removed;
    std::unordered_set<base::IdentifierId> hashed;  ///< Of those the ones that stay as hashes.
};

/// Deletes identifiers that the group inserted and then had no use for: of observations that were rejected,
/// and those that a claim mentions and may not list. Of addresses that nobody has, and of which states were
/// said, the hash is enough. Their rows are the group's own until it commits; later only an erasure deletes
/// one, since another writer may be about to lock it.
Unused removeUnused(Session& session, const GroupPlan& plan, const model::HashKey& addressKey);

/// Counts what the group's activities and endpoint states are by now; after all others. Of identifiers that
/// were removed again nothing was ever counted.
void countLedgers(Session& session, const GroupPlan& plan,
                  const std::unordered_set<base::IdentifierId>& removed);

}  // namespace kith::storage
