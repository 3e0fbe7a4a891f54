// SPDX-License-Identifier: Apache-2.0
#include "core/storage/erasure/gone_identifiers.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/model/endpoint_fold.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/endpoint_counts.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::IdentifierId;

constexpr std::string_view kNamed = R"(
SELECT identifier_id FROM removed_identifier WHERE home = :home
UNION
SELECT identifier_id FROM named_identifier WHERE home = :home
ORDER BY identifier_id LIMIT :most)";

constexpr std::string_view kLock = R"(
SELECT identifier.id, identifier.type, identifier.value, identifier.released_at
FROM {rows id bigint} CROSS JOIN identifier
WHERE identifier.id = given.id
ORDER BY identifier.type, identifier.value {lock identifier})";

// SQLite only uses a partial index whose condition it finds word by word.
constexpr std::string_view kNamedElsewhere = R"(
SELECT given.id
FROM {rows id bigint, home bigint}
WHERE EXISTS (SELECT 1 FROM profile_identifier AS held WHERE held.identifier_id = given.id AND held.role = 0)
   OR EXISTS (SELECT 1 FROM profile_identifier AS listing
              WHERE listing.identifier_id = given.id AND listing.role <> 0)
   OR EXISTS (SELECT 1 FROM removed_identifier AS other
              WHERE other.identifier_id = given.id AND other.home <> given.home)
   OR EXISTS (SELECT 1 FROM named_identifier AS other
              WHERE other.identifier_id = given.id AND other.home <> given.home AND other.kept_until > 0))";

constexpr std::string_view kRemoveHistory = R"(
DELETE FROM endpoint_state
WHERE (identifier_id, id) IN
      (SELECT identifier_id, id FROM endpoint_state
       WHERE identifier_id = :identifier AND current = 0 ORDER BY id LIMIT :most))";

constexpr std::string_view kRemoveLinks = R"(
DELETE FROM evidence
WHERE (identifier_a, identifier_b, at, observation_id) IN
      (SELECT identifier_a, identifier_b, at, observation_id FROM evidence
       WHERE identifier_a = :identifier ORDER BY identifier_b, at, observation_id LIMIT :most))";

constexpr std::string_view kRemoveReverseLinks = R"(
DELETE FROM evidence
WHERE (identifier_a, identifier_b, at, observation_id) IN
      (SELECT identifier_a, identifier_b, at, observation_id FROM evidence
       WHERE identifier_b = :identifier LIMIT :most))";

// What claims were refused, and whoever decided; what somebody attested of it is theirs, and so is what was
// released before (6).
constexpr std::string_view kRemoveRefusals = R"(
DELETE FROM refusal
WHERE (identifier_type, identifier_value, home, code, other) IN
      (SELECT refused.identifier_type, refused.identifier_value, refused.home, refused.code, refused.other
       FROM refusal AS refused LEFT JOIN observation AS said ON said.id = refused.observation_id
       WHERE refused.identifier_type = :type AND refused.identifier_value = :value
         AND (refused.code = 4 OR refused.by_decision = 1 OR (said.attested = 0 AND refused.code <> 6))
       LIMIT :most))";

// But for one, by which it is found as long as there is something to be removed.
constexpr std::string_view kRemoveNamingsOfOthers = R"(
DELETE FROM named_identifier
WHERE (home, identifier_id) IN
      (SELECT home, identifier_id FROM named_identifier
       WHERE identifier_id = :identifier AND home <> :finder LIMIT :most))";

/// What there may be much of, by the name that a receipt has for it.
constexpr std::pair<std::string_view, std::string_view> kMany[] = {
    {"endpoint_states", kRemoveHistory}, {"links", kRemoveLinks}, {"links", kRemoveReverseLinks}};

constexpr std::string_view kEntries = R"(
SELECT held.identifier_id, held.id, held.kind, held.state, held.reason, held.until_at, held.at,
       source.source_type, CASE WHEN source.home = 0 THEN source.id END
FROM {rows id bigint} CROSS JOIN endpoint_state AS held CROSS JOIN observation AS source
WHERE held.identifier_id = given.id AND held.current = 1 AND source.id = held.observation_id)";

constexpr std::string_view kRemoveStates =
    "DELETE FROM endpoint_state WHERE identifier_id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kRemoveIdentifiers =
    "DELETE FROM identifier WHERE id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kRemoveNamings =
    "DELETE FROM named_identifier WHERE identifier_id IN (SELECT id FROM {rows id bigint})";

// Of what was only claimed, others' changes may still tell.
constexpr std::string_view kRemoveChanges =
    "DELETE FROM identifier_change WHERE identifier_id IN (SELECT id FROM {rows id bigint})";

}  // namespace

std::vector<IdentifierId> namedBy(Session& session, base::ProfileId home, std::size_t most) {
    std::vector<IdentifierId> named;
    session.each<IdentifierId>(
        kNamed, [&](IdentifierId id) { named.push_back(id); }, home, most);
    return named;
}

std::vector<LockedIdentifier> lockRows(Session& session, const std::vector<IdentifierId>& identifiers) {
    std::vector<LockedIdentifier> found;
    auto locking = session.lookup<IdentifierId, std::string, std::string, std::optional<base::Time>>(
        kLock,
        [&](IdentifierId id, std::string type, std::string value, std::optional<base::Time> releasedAt) {
            found.push_back({id, {std::move(type), std::move(value)}, releasedAt, {}});
        });
    for (const auto id : identifiers) locking.add(id);
    locking.run();
    return found;
}

std::vector<IdentifierId> namedHere(Session& session, base::ProfileId home,
                                    std::vector<IdentifierId> identifiers) {
    std::unordered_set<IdentifierId> elsewhere;
    auto find = session.lookup<IdentifierId>(kNamedElsewhere, [&](IdentifierId id) { elsewhere.insert(id); });
    for (const auto id : identifiers) find.add(id, home);
    find.run();
    std::erase_if(identifiers, [&](IdentifierId id) { return elsewhere.contains(id); });
    return identifiers;
}

std::vector<LockedIdentifier> GoneIdentifiers::lock(base::ProfileId home,
                                                    const std::vector<IdentifierId>& named) {
    // Nobody is to wait for what stays; and what is locked may have been listed until the lock was had.
    auto gone = lockRows(session_, namedHere(session_, home, named));
    std::vector<IdentifierId> locked;
    for (const auto& each : gone) locked.push_back(each.id);
    const auto here = namedHere(session_, home, locked);
    std::erase_if(
        gone, [&](const LockedIdentifier& each) { return std::ranges::find(here, each.id) == here.end(); });
    return gone;
}

std::size_t GoneIdentifiers::removeMany(const std::vector<LockedIdentifier>& gone, std::size_t most,
                                        RemovedRows& removed) {
    std::size_t count = 0;
    const auto note = [&](std::string_view name, long long rows) {
        removed[std::string(name)] += static_cast<std::size_t>(rows);
        count += static_cast<std::size_t>(rows);
    };
    for (const auto& each : gone) {
        for (const auto& [name, statement] : kMany)
            note(name, session_.execute(statement, each.id, most - count));
        const auto& [type, value] = each.identifier;
        note("refusals", session_.execute(kRemoveRefusals, type, value, most - count));
        count += static_cast<std::size_t>(
            session_.execute(kRemoveNamingsOfOthers, each.id, each.finder, most - count));
        if (count >= most) return count;
    }
    return count;
}

void GoneIdentifiers::forget(const std::vector<LockedIdentifier>& gone, RemovedRows& removed) {
    Forgetting forgetting(session_, key_);
    for (const auto& each : gone) forgetting.add(each.identifier, each.releasedAt);
    uncount(gone);
    keepEntries(forgetting, gone);
    forgetting.run();
    const auto removeBy = [&](std::string_view statement) {
        auto rows = session_.bulk(statement);
        for (const auto& each : gone) rows.add(each.id);
        return static_cast<std::size_t>(rows.run());
    };
    removed["endpoint_states"] += removeBy(kRemoveStates);
    removed["identifiers"] += removeBy(kRemoveIdentifiers);
    removed["identifier_changes"] += removeBy(kRemoveChanges);
    removeBy(kRemoveNamings);
}

/// Of what is known by its hash alone nothing is counted.
void GoneIdentifiers::uncount(const std::vector<LockedIdentifier>& gone) {
    std::vector<IdentifierId> identifiers;
    for (const auto& each : gone) identifiers.push_back(each.id);
    Counts counts;
    countEndpoints(session_, counts, identifiers, -1);
    counts.write(session_);
}

void GoneIdentifiers::keepEntries(Forgetting& forgetting, const std::vector<LockedIdentifier>& gone) {
    auto read =
        session_
            .lookup<IdentifierId, base::RowId, model::EndpointEntry::Kind, model::EndpointState, std::string,
                    std::optional<base::Time>, base::Time, std::string, std::optional<base::ObservationId>>(
                kEntries, [&](IdentifierId identifier, base::RowId id, model::EndpointEntry::Kind kind,
                              model::EndpointState state, std::string reason, std::optional<base::Time> until,
                              base::Time at, const std::string& sourceType,
                              std::optional<base::ObservationId> ofNobody) {
                    const auto of = std::ranges::find(gone, identifier, &LockedIdentifier::id);
                    const model::EndpointEntry entry{
                        id, identifier, kind, state, std::move(reason), {}, until, {true, at, nullptr}};
                    forgetting.addEntry(of->identifier, entry, {sourceType == model::kStaffSource, ofNobody});
                });
    for (const auto& each : gone) read.add(each.id);
    read.run();
}

}  // namespace kith::storage
