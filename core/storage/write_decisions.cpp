// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/conflict_list.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using model::ConflictState;
using model::RefusalCode;

constexpr std::string_view kInsertUndos =
    "INSERT INTO merge_undo {insert merge_id bigint, at bigint, observation_id bigint}";

constexpr std::string_view kInsertProhibitions = R"(
INSERT INTO must_not_link {insert id bigint, a bigint, b bigint, at bigint, observation_id bigint, reason text})";

constexpr std::string_view kLiftProhibitions = R"(
UPDATE must_not_link
SET lifted_at = given.at, lift_observation_id = given.observation_id, lift_reason = given.reason
FROM {rows id bigint, at bigint, observation_id bigint, reason text}
WHERE must_not_link.id = given.id)";

constexpr std::string_view kDecideConflicts = R"(
UPDATE conflict
SET state = given.state, decided_at = given.at, decision_observation_id = given.observation_id,
    decision_reason = given.reason
FROM {rows id bigint, state bigint, at bigint, observation_id bigint, reason text}
WHERE conflict.id = given.id)";

constexpr std::string_view kReopenConflicts =
    "UPDATE conflict SET state = 0 WHERE id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kInsertAttachments = R"(
INSERT INTO identifier_change
{insert home bigint, id bigint, identifier_id bigint, attached bigint, observation_id bigint, at bigint})";

constexpr std::string_view kRemoveProfiles = R"(
INSERT INTO removal {insert profile_id bigint, at bigint, erased bigint, observation_id bigint}
ON CONFLICT (profile_id) DO UPDATE
SET at = excluded.at, erased = excluded.erased, observation_id = excluded.observation_id)";

constexpr std::string_view kRestoreProfiles =
    "DELETE FROM removal WHERE profile_id IN (SELECT profile_id FROM {rows profile_id bigint})";

constexpr std::string_view kBeginErasures = R"(
INSERT INTO erasure {insert profile_id bigint, at bigint, reason text, removed text})";

void writeLives(Session& session, const GroupPlan& plan) {
    auto remove = session.bulk(kRemoveProfiles);
    auto restore = session.bulk(kRestoreProfiles);
    auto erase = session.bulk(kBeginErasures);
    for (const auto& [life, origin] : plan.appends.lives) {
        if (life.life == identity::Life::Live) {
            restore.add(life.profile);
            continue;
        }
        const bool erased = life.life == identity::Life::Erased;
        remove.add(life.profile, life.at, erased, origin->row);
        if (erased) erase.add(life.profile, life.at, life.reason, std::string_view{"{}"});
    }
    remove.run();
    restore.run();
    erase.run();
}

/// Of two who may become one again, by a prohibition that does not stand any more or since they are others
/// by a merge that was taken back. What was decided before stands with the prohibition.
void reopenConflicts(Session& session, const GroupPlan& plan) {
    std::set<base::ProfileId> homes;
    const auto add = [&](base::ProfileId profile) {
        const auto& all = *plan.world.component(profile)->homeIds;
        homes.insert(all.begin(), all.end());
    };
    for (const auto& record : plan.appends.lifts) {
        add(record.lift.prohibition.a);
        add(record.lift.prohibition.b);
    }
    for (const auto& record : plan.appends.undos) {
        add(record.undo.survivor);
        add(record.undo.restored);
    }
    if (homes.empty()) return;
    auto reopen = session.bulk(kReopenConflicts);
    for (const auto id : noLongerForbidden(session, {homes.begin(), homes.end()})) reopen.add(id);
    reopen.run();
}

void writeCommands(Session& session, const GroupPlan& plan) {
    auto undo = session.bulk(kInsertUndos);
    for (const auto& [undone, origin] : plan.appends.undos) undo.add(undone.merge, plan.now, origin->row);
    undo.run();
    auto forbid = session.bulk(kInsertProhibitions);
    for (const auto& [prohibition, origin] : plan.appends.prohibitions) {
        forbid.add(prohibition.id, prohibition.a, prohibition.b, plan.now, origin->row, prohibition.reason);
    }
    forbid.run();
    auto lift = session.bulk(kLiftProhibitions);
    for (const auto& [lifted, origin] : plan.appends.lifts)
        lift.add(lifted.prohibition.id, plan.now, origin->row, lifted.reason);
    lift.run();
    reopenConflicts(session, plan);
    auto decide = session.bulk(kDecideConflicts);
    for (const auto& [verdict, origin] : plan.appends.verdicts) {
        decide.add(verdict.conflict, verdict.verdict, plan.now, origin->row, verdict.reason);
    }
    decide.run();
    auto attach = session.bulk(kInsertAttachments);
    for (const auto& [attachment, origin, id] : plan.appends.attachments) {
        attach.add(attachment.home, id, attachment.identifier, attachment.attached, origin->row,
                   origin->observedAt);
    }
    attach.run();
}

// What is refused again, and not by a prohibition, is two again and may be decided again.
constexpr std::string_view kCountConflicts = R"(
INSERT INTO conflict
{insert id bigint, a bigint, b bigint, code bigint, observations bigint, first_at bigint, last_at bigint,
        observation_id bigint, state bigint}
ON CONFLICT (a, b) DO UPDATE
SET observations = conflict.observations + excluded.observations,
    state = CASE WHEN conflict.state IN (1, 2) AND excluded.state = 0 THEN 0 ELSE conflict.state END,
    first_at = CASE WHEN excluded.first_at < conflict.first_at THEN excluded.first_at ELSE conflict.first_at END,
    code = CASE WHEN excluded.last_at < conflict.last_at THEN conflict.code ELSE excluded.code END,
    observation_id = CASE WHEN excluded.last_at < conflict.last_at THEN conflict.observation_id
                     ELSE excluded.observation_id END,
    last_at = CASE WHEN excluded.last_at < conflict.last_at THEN conflict.last_at ELSE excluded.last_at END)";

/// Whether it kept two people apart that an attested observation would have made one.
bool refusesMerge(const identity::World& world, const model::Refusal& refusal) {
    if (!refusal.other || refusal.code == RefusalCode::NotAttested) return false;
    const auto* identifier = world.find(refusal.identifier);
    return identifier != nullptr && identifier->rule != nullptr &&
           identifier->rule->cls != model::IdentifierClass::Moving;
}

struct CountedConflict {
    base::RowId id;                         ///< If the pair has none yet.
    RefusalCode code = RefusalCode::Limit;  ///< Of the last.
    std::int64_t observations = 0;
    base::Time first;
    base::Time last;
    base::ObservationId observation;
    base::ObservationId counted;  ///< The one that was met before this.
};

/// One observation counts once for a pair, whatever number of its identifiers was refused.
void count(CountedConflict& counted, const identity::RefusalRecord& record) {
    const auto at = record.origin->observedAt;
    const bool isNew = counted.observations == 0;
    if (std::exchange(counted.counted, record.origin->row) != record.origin->row) ++counted.observations;
    if (isNew) counted.id = record.id;
    if (isNew || at < counted.first) counted.first = at;
    if (!isNew && at < counted.last) return;
    counted.last = at;
    counted.observation = record.origin->row;
    counted.code = record.refusal.code;
}

void writeConflicts(Session& session, const GroupPlan& plan) {
    std::map<std::pair<base::ProfileId, base::ProfileId>, CountedConflict> conflicts;
    for (const auto& record : plan.appends.refusals) {
        if (!refusesMerge(plan.world, record.refusal)) continue;
        const auto live = plan.world.component(record.home)->live;
        const auto* other = plan.world.component(record.refusal.other);
        if (other == nullptr || other->live == live) continue;
        count(conflicts[std::minmax(live, base::ProfileId{other->live})], record);
    }
    auto upsert = session.bulk(kCountConflicts);
    for (const auto& [pair, counted] : conflicts) {
        const auto state =
            counted.code == RefusalCode::MustNotLink ? ConflictState::Forbidden : ConflictState::Open;
        upsert.add(counted.id, pair.first, pair.second, counted.code, counted.observations, counted.first,
                   counted.last, counted.observation, state);
    }
    upsert.run();
}

}  // namespace

void writeDecisions(Session& session, const GroupPlan& plan) {
    writeCommands(session, plan);
    writeLives(session, plan);
    writeConflicts(session, plan);
}

}  // namespace kith::storage
