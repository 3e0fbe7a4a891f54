// SPDX-License-Identifier: Apache-2.0
#include "core/storage/erasure/erasure.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/activity_rows.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/counters.hpp"
#include "core/storage/erasure/erased_rows.hpp"
#include "core/storage/nobody.hpp"
#include "core/storage/outbox.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::ProfileId;

constexpr std::string_view kNext = R"(
SELECT profile_id, at FROM erasure
WHERE finished_at IS NULL AND (at, profile_id) > (:at, :profile) ORDER BY at, profile_id LIMIT 1)";

// The lock keeps apart what a writer that was about to write to the person still does.
constexpr std::string_view kLockPerson =
    "SELECT profile.id FROM {rows id bigint} CROSS JOIN profile WHERE profile.id = given.id ORDER BY "
    "profile.id {lock profile}";

constexpr std::string_view kHomes = "SELECT id FROM profile WHERE removed_live = :profile ORDER BY id";

// What identified them may identify somebody else by now, or have identified somebody who was deleted since
// and can be restored, whose it is then: to the person it is like what they shared. Whatever else they listed
// and nobody else has is theirs alone: it is known by its hash from then on, and so must be found now by
// whoever keeps it. SQLite only uses a partial index whose condition it finds word by word.
constexpr std::string_view kIdentifiers = R"(
SELECT identifier.type, identifier.value, entry.given,
       CASE WHEN EXISTS (SELECT 1 FROM profile_identifier AS held
                         WHERE held.identifier_id = entry.identifier_id AND held.role = 0)
                 OR (entry.role = 0
                     AND EXISTS (SELECT 1 FROM removed_identifier AS other CROSS JOIN profile AS whose
                                 CROSS JOIN removal
                                 WHERE other.identifier_id = entry.identifier_id AND other.role = 0
                                   AND whose.id = other.home AND removal.profile_id = whose.removed_live
                                   AND removal.erased = 0))
            THEN CASE WHEN entry.role = 0 THEN 1 ELSE entry.role END
            WHEN entry.role = 0 THEN 0
            WHEN EXISTS (SELECT 1 FROM profile_identifier AS listing
                         WHERE listing.identifier_id = entry.identifier_id AND listing.role <> 0)
            THEN entry.role
            WHEN EXISTS (SELECT 1 FROM removed_identifier AS other CROSS JOIN profile AS whose
                         WHERE other.identifier_id = entry.identifier_id AND whose.id = other.home
                           AND COALESCE(whose.removed_live, 0) <> own.removed_live)
            THEN entry.role
            WHEN EXISTS (SELECT 1 FROM named_identifier AS naming CROSS JOIN profile AS whose
                         WHERE naming.identifier_id = entry.identifier_id AND naming.kept_until > 0
                           AND whose.id = naming.home AND COALESCE(whose.removed_live, 0) <> own.removed_live)
            THEN entry.role
            ELSE 0 END
FROM {rows home bigint} CROSS JOIN profile AS own CROSS JOIN removed_identifier AS entry CROSS JOIN identifier
WHERE own.id = given.home AND entry.home = given.home AND identifier.id = entry.identifier_id)";

constexpr std::string_view kNoted = "SELECT removed FROM erasure WHERE profile_id = :profile";
constexpr std::string_view kNote = "UPDATE erasure SET removed = :removed WHERE profile_id = :profile";
constexpr std::string_view kFinish = "UPDATE erasure SET finished_at = :now WHERE profile_id = :profile";

// The ids stay, so that they answer for ever that the person was erased.
constexpr std::string_view kBlank = R"(
UPDATE profile
SET first_observation_id = NULL, source_type = '', source_name = '', sort_name = '', created_at = 0
WHERE removed_live = :profile)";

constexpr std::string_view kPurgeable = R"(
SELECT profile_id FROM removal WHERE erased = 0 AND at < :since ORDER BY at LIMIT :most)";

constexpr std::string_view kStillDeleted = R"(
SELECT removal.profile_id, profile.version
FROM {rows id bigint, since bigint} CROSS JOIN removal CROSS JOIN profile
WHERE removal.profile_id = given.id AND removal.erased = 0 AND removal.at < given.since
  AND profile.id = given.id AND profile.removed_live = profile.id)";

constexpr std::string_view kEnd = "UPDATE removal SET erased = 1, at = :now WHERE profile_id = :profile";
constexpr std::string_view kRaiseVersion = "UPDATE profile SET version = version + 1 WHERE id = :profile";
constexpr std::string_view kBegin = R"(
INSERT INTO erasure (profile_id, at, reason, removed) VALUES (:profile, :now, 'retention', '{}'))";

// Who ended somebody that was deleted before is not who deleted them, but retention.
constexpr std::string_view kReceipt = R"(
SELECT erasure.profile_id, erasure.at, erasure.reason, erasure.removed, erasure.finished_at, said.key_id,
       COALESCE(said.source_type, ''), COALESCE(said.source_name, '')
FROM profile CROSS JOIN erasure
     LEFT JOIN removal ON removal.profile_id = erasure.profile_id AND erasure.reason <> 'retention'
     LEFT JOIN observation AS said ON said.id = removal.observation_id
WHERE profile.id = :id AND erasure.profile_id = profile.removed_live)";

void lockPeople(Session& session, const std::vector<ProfileId>& profiles) {
    auto locking = session.lookup<ProfileId>(kLockPerson, [](ProfileId /*locked*/) {});
    for (const auto id : profiles) locking.add(id);
    locking.run();
}

/// Nobody else comes to be identified by what they listed until the transaction ends.
model::Person lockPerson(Session& session, ProfileId profile, std::size_t most) {
    model::Person person{profile, {}, {}};
    session.each<ProfileId>(
        kHomes, [&](ProfileId id) { person.homes.push_back(id); }, profile);
    const auto forgotten = lockIdentifiers(session, person, most);
    lockPeople(session, {profile});
    auto listed = session.lookup<std::string, std::string, std::string, model::Role>(
        kIdentifiers, [&](std::string type, std::string value, std::string given, model::Role role) {
            person.identifiers.push_back({{std::move(type), std::move(value)}, std::move(given), role});
        });
    for (const auto home : person.homes) listed.add(home);
    listed.run();
    // What they listed once, or was only written to: nobody finds it by that any more after this step.
    for (const auto& identifier : forgotten)
        if (std::ranges::find(person.identifiers, identifier, &model::PersonIdentifier::identifier) ==
            person.identifiers.end())
            person.identifiers.push_back({identifier, identifier.value, model::Role::Identifying});
    return person;
}

/// The person is locked, so nobody else adds to it.
void note(Session& session, ProfileId profile, const RemovedRows& removed) {
    auto all = nlohmann::json::parse(std::get<0>(session.first<std::string>(kNoted, profile).value()));
    for (const auto& [kind, count] : removed)
        if (count != 0) all[kind] = all.value(kind, std::size_t{0}) + count;
    session.execute(kNote, all.dump(), profile);
}

std::size_t sumOf(const RemovedRows& removed) {
    std::size_t sum = 0;
    for (const auto& [kind, count] : removed) sum += count;
    return sum;
}

}  // namespace

std::optional<ErasureStep> nextErasure(Session& session, const std::optional<ErasureStep>& after) {
    const auto next = session.first<ProfileId, base::Time>(kNext, after ? after->at : base::Time::min(),
                                                           after ? after->profile : ProfileId{});
    if (!next) return std::nullopt;
    return ErasureStep{std::get<1>(*next), std::get<0>(*next)};
}

// Plugins first: they may find their rows by the identifiers.
std::optional<ErasureStep> eraseSome(Session& session, const model::HashKey& addressKey, base::Time now,
                                     std::size_t most, const RemoveElsewhere& removeElsewhere,
                                     const std::optional<ErasureStep>& waiting) {
    const auto next = nextErasure(session, waiting);
    if (!next) return std::nullopt;
    auto step = *next;
    const auto profile = step.profile;
    const auto person = lockPerson(session, profile, most);
    auto [removed, isComplete] =
        removeElsewhere ? removeElsewhere(session, person, most) : RemovedElsewhere{};
    step.removed = sumOf(removed);
    if (step.removed == 0) step.removed = removeFromOthersMerges(session, person, most, removed);
    if (step.removed == 0) step.removed = removeRows(session, person, most, removed);
    if (step.removed == 0 && isComplete)
        step.removed = removeIdentifiers(session, addressKey, person, most, removed);
    if (step.removed == 0 && isComplete) step.removed = removeObservations(session, person, most, removed);
    if (step.removed != 0) {
        note(session, profile, removed);
        return step;
    }
    step.waits = !isComplete;
    step.isFinished = isComplete;
    if (!step.isFinished) return step;
    session.execute(kInsertNobody);
    session.execute(kBlank, profile);
    session.execute(kFinish, now, profile);
    forgetUnusedSources(session);
    return step;
}

void removeActivities(Session& session, ProfileId profile, std::span<const model::Activity> activities) {
    std::vector<ActivityRow> rows;
    Counts counts;
    for (const auto& activity : activities) {
        rows.push_back({activity.home, activity.at, activity.id});
        counts.addActivity(activity.at, activity.channel,
                           activity.status ? static_cast<int>(*activity.status) : kNoStatus, -1);
    }
    const auto [count, statuses] = removeActivityRows(session, rows);
    counts.write(session);
    const RemovedRows removed{{"activities", count}, {"activity_statuses", statuses}};
    note(session, profile, removed);
}

std::size_t purgeDeleted(Session& session, base::IdGenerator& ids, base::Time now, base::Time since,
                         std::size_t most) {
    std::vector<ProfileId> found;
    session.each<ProfileId>(
        kPurgeable, [&](ProfileId id) { found.push_back(id); }, since, most);
    if (found.empty()) return 0;
    std::ranges::sort(found);
    lockPeople(session, found);
    std::vector<NewEvent> events;
    auto still =
        session.lookup<ProfileId, std::int64_t>(kStillDeleted, [&](ProfileId profile, std::int64_t version) {
            events.push_back({EventKind::ProfileErased, profile, version + 1});
        });
    for (const auto id : found) still.add(id, since);
    still.run();
    for (const auto& event : events) {
        session.execute(kEnd, now, event.profile);
        session.execute(kRaiseVersion, event.profile);
        session.execute(kBegin, event.profile, now);
    }
    putEvents(session, ids, now, events);
    return found.size();
}

Receipt readReceipt(Session& session, ProfileId id) {
    std::optional<Receipt> found;
    session.each<ProfileId, base::Time, std::string, std::string, std::optional<base::Time>,
                 std::optional<base::KeyId>, std::string, std::string>(
        kReceipt,
        [&](ProfileId profile, base::Time at, std::string reason, std::string removed,
            std::optional<base::Time> finishedAt, std::optional<base::KeyId> key, std::string sourceType,
            std::string sourceName) {
            found = Receipt{profile, at, std::move(reason), {}, std::move(removed), finishedAt};
            if (key) found->by = ErasedBy{*key, std::move(sourceType), std::move(sourceName)};
        },
        id);
    if (!found) throw base::Error(base::ErrorCode::NotFound, "There is no such erasure.");
    return *std::move(found);
}

}  // namespace kith::storage
