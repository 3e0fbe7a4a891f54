// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "core/storage/codes.hpp"
#include "core/storage/conflict_list.hpp"
#include "core/storage/conflict_places.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using model::ConflictState;
using model::RefusalCode;

constexpr std::string_view kDecideConflicts = R"(
UPDATE conflict
SET state = given.state, decided_at = given.at, decision_observation_id = given.observation_id,
    decision_reason = given.reason
FROM {rows id bigint, state bigint, at bigint, observation_id bigint, reason text}
WHERE conflict.id = given.id)";

constexpr std::string_view kReopenConflicts =
    "UPDATE conflict SET state = 0 WHERE id IN (SELECT id FROM {rows id bigint})";

void add(std::set<TwoPeople>& people, base::ProfileId a, base::ProfileId b) {
    people.insert(std::minmax(a, b));
}

/// Homes that came to another person or left one, and those two, or the one.
struct MovedHomes {
    const std::vector<base::ProfileId>* homes;
    std::vector<base::ProfileId> people;
};

std::vector<MovedHomes> movedHomes(const GroupPlan& plan) {
    std::vector<MovedHomes> moved;
    const auto live = [&](base::ProfileId profile) { return plan.world.component(profile)->live; };
    for (const auto& record : plan.appends.merges)
        moved.push_back({&record.merge.absorbedHomes, {live(record.merge.survivor)}});
    for (const auto& record : plan.appends.undos)
        moved.push_back({&record.undo.homes, {live(record.undo.survivor), live(record.undo.restored)}});
    return moved;
}

/// What is between them and anybody is between others now, and may be one with what is there already, or
/// part from it.
void addMoved(Session& session, const GroupPlan& plan, std::set<TwoPeople>& people) {
    const auto moved = movedHomes(plan);
    if (moved.empty()) return;
    std::vector<const std::vector<base::ProfileId>*> homes;
    for (const auto& each : moved) homes.push_back(each.homes);
    const auto hasNone = [](const auto& partners) { return partners.empty(); };
    if (std::ranges::all_of(conflictPartners(session, homes), hasNone)) return;
    lockConflicts(session);
    const auto partners = conflictPartners(session, homes);
    for (std::size_t i = 0; i < moved.size(); ++i)
        for (const auto one : moved[i].people)
            for (const auto other : partners[i]) add(people, one, other);
}

/// Those of whoever may become one again, by a prohibition that does not stand any more or since they are
/// others by a merge that was taken back. What was decided before stands with the prohibition.
void reopenConflicts(Session& session, const GroupPlan& plan, std::set<TwoPeople>& people) {
    std::set<base::ProfileId> homes;
    const auto addHomes = [&](base::ProfileId profile) {
        const auto& all = *plan.world.component(profile)->homeIds;
        homes.insert(all.begin(), all.end());
    };
    for (const auto& [lifted, origin] : plan.appends.lifts) {
        addHomes(lifted.prohibition.a);
        addHomes(lifted.prohibition.b);
    }
    for (const auto& [undone, origin] : plan.appends.undos) {
        addHomes(undone.survivor);
        addHomes(undone.restored);
    }
    if (homes.empty()) return;
    lockConflicts(session);
    auto reopen = session.bulk(kReopenConflicts);
    for (const auto id : noLongerForbidden(session, {homes.begin(), homes.end()})) {
        reopen.add(id);
        const auto [a, b] = conflictProfiles(session, id);
        add(people, a, b);
    }
    reopen.run();
}

void decideConflicts(Session& session, const GroupPlan& plan, std::set<TwoPeople>& people) {
    auto decide = session.bulk(kDecideConflicts);
    for (const auto& [verdict, origin] : plan.appends.verdicts) {
        decide.add(verdict.conflict, verdict.verdict, plan.now, origin->row, verdict.reason);
        const auto [a, b] = conflictProfiles(session, verdict.conflict);
        add(people, a, b);
    }
    decide.run();
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

constexpr std::string_view kFirstAt = R"(
SELECT conflict.a, conflict.b, conflict.first_at
FROM {rows a bigint, b bigint} CROSS JOIN conflict WHERE conflict.a = given.a AND conflict.b = given.b)";

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

/// What the group counts for each pair of people, the lower id first.
std::map<TwoPeople, CountedConflict> countedConflicts(const GroupPlan& plan) {
    std::map<TwoPeople, CountedConflict> conflicts;
    for (const auto& record : plan.appends.refusals) {
        if (!refusesMerge(plan.world, record.refusal)) continue;
        const auto live = plan.world.component(record.home)->live;
        const auto* other = plan.world.component(record.refusal.other);
        if (other == nullptr || other->live == live) continue;
        count(conflicts[std::minmax(live, base::ProfileId{other->live})], record);
    }
    return conflicts;
}

/// On which day each of them came up, before and after. The group holds both people.
void countDays(Session& session, const GroupPlan& plan,
               const std::map<TwoPeople, CountedConflict>& conflicts) {
    std::map<TwoPeople, base::Time> known;
    auto read = session.lookup<base::ProfileId, base::ProfileId, base::Time>(
        kFirstAt, [&](base::ProfileId a, base::ProfileId b, base::Time firstAt) {
            known.emplace(TwoPeople{a, b}, firstAt);
        });
    for (const auto& [pair, counted] : conflicts) read.add(pair.first, pair.second);
    read.run();
    for (const auto& [pair, counted] : conflicts) {
        const auto before = known.find(pair);
        const bool isNew = before == known.end();
        if (!isNew) plan.counts.addConflict(before->second, -1);
        plan.counts.addConflict(isNew ? counted.first : std::min(before->second, counted.first), 1);
    }
}

void countConflicts(Session& session, const GroupPlan& plan, std::set<TwoPeople>& people) {
    const auto conflicts = countedConflicts(plan);
    if (conflicts.empty()) return;
    countDays(session, plan, conflicts);
    auto upsert = session.bulk(kCountConflicts);
    for (const auto& [pair, counted] : conflicts) {
        const auto state =
            counted.code == RefusalCode::MustNotLink ? ConflictState::Forbidden : ConflictState::Open;
        upsert.add(counted.id, pair.first, pair.second, counted.code, counted.observations, counted.first,
                   counted.last, counted.observation, state);
        people.insert(pair);
    }
    upsert.run();
}

}  // namespace

void writeConflicts(Session& session, const GroupPlan& plan) {
    std::set<TwoPeople> people;
    reopenConflicts(session, plan, people);
    decideConflicts(session, plan, people);
    countConflicts(session, plan, people);
    addMoved(session, plan, people);
    placeConflicts(session, people);
}

}  // namespace kith::storage
