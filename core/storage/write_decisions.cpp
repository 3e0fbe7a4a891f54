// SPDX-License-Identifier: Apache-2.0
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kInsertUndos =
    "INSERT INTO merge_undo {insert merge_id bigint, at bigint, observation_id bigint}";

constexpr std::string_view kInsertProhibitions = R"(
INSERT INTO must_not_link {insert id bigint, a bigint, b bigint, at bigint, observation_id bigint, reason text})";

constexpr std::string_view kLiftProhibitions = R"(
UPDATE must_not_link
SET lifted_at = given.at, lift_observation_id = given.observation_id, lift_reason = given.reason
FROM {rows id bigint, at bigint, observation_id bigint, reason text}
WHERE must_not_link.id = given.id)";

constexpr std::string_view kInsertAttachments = R"(
INSERT INTO identifier_change
{insert home bigint, id bigint, identifier_id bigint, attached bigint, observation_id bigint, at bigint})";

constexpr std::string_view kRemoveProfiles = R"(
INSERT INTO removal {insert profile_id bigint, at bigint, erased bigint, observation_id bigint}
ON CONFLICT (profile_id) DO UPDATE
SET at = excluded.at, erased = excluded.erased, observation_id = excluded.observation_id)";

constexpr std::string_view kRestoreProfiles =
    "DELETE FROM removal WHERE profile_id IN (SELECT profile_id FROM {rows profile_id bigint})";

constexpr std::string_view kInsertLifeChanges = R"(
INSERT INTO life_change {insert home bigint, id bigint, life bigint, observation_id bigint, at bigint})";

constexpr std::string_view kBeginErasures = R"(
INSERT INTO erasure {insert profile_id bigint, at bigint, reason text, removed text})";

void writeLives(Session& session, const GroupPlan& plan) {
    auto remove = session.bulk(kRemoveProfiles);
    auto restore = session.bulk(kRestoreProfiles);
    auto tell = session.bulk(kInsertLifeChanges);
    auto erase = session.bulk(kBeginErasures);
    for (const auto& [life, origin] : plan.appends.lives) {
        const bool erased = life.life == identity::Life::Erased;
        if (!erased) tell.add(life.profile, life.id, life.life, origin->row, life.at);
        if (life.life == identity::Life::Live) {
            restore.add(life.profile);
            continue;
        }
        remove.add(life.profile, life.at, erased, origin->row);
        if (erased) erase.add(life.profile, life.at, life.reason, std::string_view{"{}"});
    }
    remove.run();
    restore.run();
    tell.run();
    erase.run();
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
    auto attach = session.bulk(kInsertAttachments);
    for (const auto& [attachment, origin, id] : plan.appends.attachments) {
        attach.add(attachment.home, id, attachment.identifier, attachment.attached, origin->row,
                   origin->observedAt);
    }
    attach.run();
}

}  // namespace

void writeDecisions(Session& session, const GroupPlan& plan) {
    writeCommands(session, plan);
    writeLives(session, plan);
}

}  // namespace kith::storage
