// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <tuple>

#include "core/storage/codes.hpp"
#include "core/storage/member_stamps.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Change;

constexpr std::string_view kInsertConsents = R"(
INSERT INTO consent
{insert home bigint, id bigint, category text, subscribed bigint, given_by text, wording text, ip text,
        reason text, comment text, proof text, observation_id bigint, at bigint, current bigint})";

constexpr std::string_view kUpdateConsents = R"(
UPDATE consent SET current = given.current
FROM {rows home bigint, id bigint, current bigint}
WHERE consent.home = given.home AND consent.id = given.id)";

constexpr std::string_view kInsertEndpoints = R"(
INSERT INTO endpoint_state
{insert identifier_id bigint, id bigint, kind bigint, state bigint, reason text, detail text, until_at bigint,
        observation_id bigint, at bigint, current bigint})";

constexpr std::string_view kUpdateEndpoints = R"(
UPDATE endpoint_state SET current = given.current
FROM {rows identifier_id bigint, id bigint, current bigint}
WHERE endpoint_state.identifier_id = given.identifier_id AND endpoint_state.id = given.id)";

constexpr std::string_view kInsertActivities = R"(
INSERT INTO activity
{insert home bigint, at bigint, id bigint, channel text, activity_key text, kind bigint, event text,
        message_id text, message_name text, endpoint_id bigint, properties text, status bigint,
        observation_id bigint, facts_at bigint, older_members text})";

constexpr std::string_view kRemoveStatuses =
    "DELETE FROM activity_status WHERE activity_id IN (SELECT activity_id FROM {rows activity_id bigint})";
constexpr std::string_view kRemoveActivities = R"(
DELETE FROM activity
WHERE (channel, activity_key) IN (SELECT channel, activity_key FROM {rows channel text, activity_key text}))";

// A group that says nothing of the endpoint has not loaded its identifier.
constexpr std::string_view kUpdateActivities = R"(
UPDATE activity
SET at = given.at, kind = given.kind, event = given.event, message_id = given.message_id,
    message_name = given.message_name, endpoint_id = COALESCE(given.endpoint_id, activity.endpoint_id), properties = given.properties,
    status = given.status, observation_id = given.observation_id, facts_at = given.facts_at,
    older_members = given.older_members
FROM {rows at bigint, channel text, activity_key text, kind bigint, event text, message_id text,
           message_name text, endpoint_id bigint, properties text, status bigint, observation_id bigint,
           facts_at bigint, older_members text}
WHERE activity.channel = given.channel AND activity.activity_key = given.activity_key)";

constexpr std::string_view kPutStatuses = R"(
INSERT INTO activity_status
{insert activity_id bigint, status bigint, machine text, first_at bigint, last_at bigint, reason text,
        observation_id bigint, reason_at bigint}
ON CONFLICT (activity_id, status, machine) DO UPDATE
SET first_at = excluded.first_at, last_at = excluded.last_at, reason = excluded.reason,
    observation_id = excluded.observation_id, reason_at = excluded.reason_at)";

constexpr std::string_view kAddCounters = R"(
INSERT INTO activity_counter {insert home bigint, channel text, kind bigint, status bigint, count bigint}
ON CONFLICT (home, channel, kind, status) DO UPDATE SET count = activity_counter.count + excluded.count)";

void writeConsents(Session& session, const GroupPlan& plan) {
    auto insert = session.bulk(kInsertConsents);
    auto update = session.bulk(kUpdateConsents);
    for (const auto& [home, rows] : plan.facts.consents) {
        for (const auto& [row, current, change] : rows) {
            if (change == Change::Changed) update.add(home, row.id, current);
            if (change != Change::Added) continue;
            insert.add(home, row.id, row.category, row.subscribed, row.by, row.text, row.ip, row.reason,
                       row.comment, row.proof, row.stamp.origin->row, row.stamp.at, current);
        }
    }
    insert.run();
    update.run();
}

void writeEndpoints(Session& session, const GroupPlan& plan) {
    auto insert = session.bulk(kInsertEndpoints);
    auto update = session.bulk(kUpdateEndpoints);
    for (const auto& [identifier, rows] : plan.facts.endpoints) {
        for (const auto& [row, current, change] : rows) {
            if (change == Change::Changed) update.add(identifier, row.id, current);
            if (change != Change::Added) continue;
            insert.add(identifier, row.id, row.kind, row.state, row.reason, row.detail, row.until,
                       row.stamp.origin->row, row.stamp.at, current);
        }
    }
    insert.run();
    update.run();
}

std::optional<base::IdentifierId> endpointOf(const identity::World& world, const model::Activity& activity) {
    if (!activity.facts.endpoint) return std::nullopt;
    const auto* known = world.find(*activity.facts.endpoint);
    return known == nullptr ? std::nullopt : std::optional{known->id};
}

void removeDisplaced(Session& session, const GroupPlan& plan) {
    auto statuses = session.bulk(kRemoveStatuses);
    auto activities = session.bulk(kRemoveActivities);
    for (const auto& activity : plan.facts.displaced) {
        statuses.add(activity.id);
        activities.add(activity.channel, activity.key);
    }
    statuses.run();
    activities.run();
}

/// By channel and key, which is the order in which every writer takes them.
void writeActivities(Session& session, const GroupPlan& plan) {
    auto insert = session.bulk(kInsertActivities);
    auto update = session.bulk(kUpdateActivities);
    auto statuses = session.bulk(kPutStatuses);
    for (const auto& [key, tracked] : plan.facts.activities) {
        if (tracked.change == Change::None) continue;
        const auto& row = tracked.row;
        const auto& facts = row.facts;
        const auto endpoint = endpointOf(plan.world, row);
        const auto older = memberStampsText(row.older);
        const auto& by = row.factsStamp;
        if (tracked.change == Change::Added) {
            insert.add(row.home, row.at, row.id, row.channel, row.key, facts.kind, facts.event,
                       facts.messageId, facts.messageName, endpoint, facts.properties, row.status,
                       by.origin->row, by.at, older);
        } else {
            update.add(row.at, row.channel, row.key, facts.kind, facts.event, facts.messageId,
                       facts.messageName, endpoint, facts.properties, row.status, by.origin->row, by.at,
                       older);
        }
    }
    insert.run();
    update.run();
    for (const auto& [key, tracked] : plan.facts.activities) {
        if (tracked.change == Change::None) continue;
        for (const auto& status : tracked.row.history) {
            statuses.add(tracked.row.id, status.status, status.machine, status.first, status.last,
                         status.reason, status.reasonStamp.origin->row, status.reasonStamp.at);
        }
    }
    statuses.run();
}

/// Summed: a group counts many activities of one person. The group holds whoever it counts for.
void writeCounters(Session& session, const GroupPlan& plan) {
    using Key = std::tuple<base::ProfileId, std::string_view, model::ActivityKind, int>;
    std::map<Key, std::int64_t> sums;
    for (const auto& change : plan.appends.counters) {
        const int status = change.status ? static_cast<int>(*change.status) : kNoStatus;
        sums[{change.home, change.channel, change.kind, status}] += change.by;
    }
    auto upsert = session.bulk(kAddCounters);
    for (const auto& [key, by] : sums) {
        if (by == 0) continue;
        const auto& [home, channel, kind, status] = key;
        upsert.add(home, channel, kind, status, by);
    }
    upsert.run();
}

}  // namespace

void writeLedgers(Session& session, const GroupPlan& plan) {
    writeConsents(session, plan);
    writeEndpoints(session, plan);
    removeDisplaced(session, plan);
    writeActivities(session, plan);
    writeCounters(session, plan);
}

}  // namespace kith::storage
