// SPDX-License-Identifier: Apache-2.0
// Of WorldLoader: those who do not live, or whose life begins or ends.
#include <algorithm>
#include <string>
#include <utility>

#include "core/identity/needs.hpp"
#include "core/storage/all_homes.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/nobody.hpp"
#include "core/storage/session.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::storage {
namespace {

using identity::KnownIdentifier;
using model::Observation;
using model::Role;

constexpr std::string_view kStandsFor = R"(
SELECT COALESCE(profile.removed_live, profile.canonical_id)
FROM {rows id bigint} CROSS JOIN profile WHERE profile.id = given.id)";

constexpr std::string_view kForgotten = R"(
SELECT given.position, known.released_at
FROM {rows position bigint, hash text} CROSS JOIN forgotten_identifier AS known
WHERE known.hash = given.hash)";

constexpr std::string_view kRecallStates = R"(
INSERT INTO endpoint_state
    (identifier_id, id, kind, state, reason, detail, until_at, observation_id, at, current)
SELECT given.identifier_id, kept.id, kept.kind, kept.state, kept.reason, '', kept.until_at,
       COALESCE(kept.observation_id, 1 + kept.by_staff), kept.at, 1
FROM {rows identifier_id bigint, hash text} CROSS JOIN suppression AS kept
WHERE kept.hash = given.hash)";

// Of several the last one may be somebody else by another value of a unique type.
constexpr std::string_view kDeletedHolders = R"(
SELECT deleted.id
FROM {rows type text, value text}
CROSS JOIN {lateral} (
    SELECT removal.profile_id AS id
    FROM identifier CROSS JOIN removed_identifier AS entry CROSS JOIN profile CROSS JOIN removal
    WHERE identifier.type = {row type} AND identifier.value = {row value}
      AND entry.identifier_id = identifier.id AND entry.role = 0
      AND profile.id = entry.home AND removal.profile_id = profile.removed_live AND removal.erased = 0
    ORDER BY removal.at DESC, removal.profile_id LIMIT 20) AS deleted)";

constexpr std::string_view kListed = R"(
SELECT identifier.type, identifier.value
FROM {rows home bigint} CROSS JOIN profile_identifier AS entry CROSS JOIN identifier
WHERE entry.home = given.home AND identifier.id = entry.identifier_id)";

constexpr std::string_view kListedRetired = R"(
SELECT identifier.type, identifier.value
FROM {rows home bigint} CROSS JOIN removed_identifier AS entry CROSS JOIN identifier
WHERE entry.home = given.home AND identifier.id = entry.identifier_id)";

constexpr std::string_view kRetired = R"(
SELECT entry.home, entry.identifier_id, entry.role, entry.given, entry.normalizer_version, entry.first_seen,
       entry.first_attested, entry.last_seen, entry.claim_at, entry.claim_observation_id, entry.released_before
FROM {rows home bigint} CROSS JOIN removed_identifier AS entry
WHERE entry.home = given.home)";

// Once the profiles are locked: beside a lock that was waited for, PostgreSQL shows other tables as they were
// before.
constexpr std::string_view kRemovals = R"(
SELECT removal.profile_id, removal.at, removal.erased
FROM {rows id bigint} CROSS JOIN removal WHERE removal.profile_id = given.id)";

}  // namespace

// Whose life ends or begins again lets go of identifiers, or takes them: they are locked like those that an
// observation carries.
void WorldLoader::findEnding(std::span<const Observation* const> observations) {
    auto named =
        session_.lookup<base::ProfileId>(kStandsFor, [&](base::ProfileId live) { ending_.push_back(live); });
    for (const auto* observation : observations)
        if (const auto* address = identity::lifeAddressIn(*observation)) named.add(address->home);
    named.run();
    const auto deleted = deletedHolders(observations);
    ending_.insert(ending_.end(), deleted.begin(), deleted.end());
    std::ranges::sort(ending_);
    ending_.erase(std::unique(ending_.begin(), ending_.end()), ending_.end());
    if (ending_.empty()) return;
    lives_ = ending_;
    static const std::string kAllHomes = "SELECT home.id FROM {rows live bigint} CROSS JOIN {lateral} (" +
                                         allHomesOf("{row live}") + ") AS home";
    std::vector<base::ProfileId> homes;
    auto all = session_.lookup<base::ProfileId>(kAllHomes, [&](base::ProfileId id) { homes.push_back(id); });
    for (const auto live : ending_) all.add(live);
    all.run();
    for (const auto statement : {kListed, kListedRetired}) {
        auto listed =
            session_.lookup<std::string, std::string>(statement, [&](std::string type, std::string value) {
                endingIdentifiers_.push_back({std::move(type), std::move(value)});
            });
        for (const auto home : homes) listed.add(home);
        listed.run();
    }
}

std::vector<base::ProfileId> WorldLoader::deletedHolders(std::span<const Observation* const> observations) {
    std::vector<base::ProfileId> holders;
    auto find = session_.lookup<base::ProfileId>(kDeletedHolders,
                                                 [&](base::ProfileId live) { holders.push_back(live); });
    for (const auto* observation : observations) {
        if (!observation->restore || !observation->origin->attested) continue;
        for (const auto& seen : observation->identifiers)
            find.add(seen.identifier.type, seen.identifier.value);
    }
    find.run();
    return holders;
}

/// Whom an observation would restore may have been deleted until its identifiers were locked.
bool WorldLoader::knowsDeletedHolders(std::span<const Observation* const> observations) {
    return std::ranges::all_of(deletedHolders(observations), [this](base::ProfileId live) {
        return std::ranges::binary_search(ending_, live);
    });
}

/// An address that was erased and comes again goes on in the states that it had.
void WorldLoader::recallForgotten() {
    auto find = session_.lookup<std::size_t, std::optional<base::Time>>(
        kForgotten, [&](std::size_t position, std::optional<base::Time> releasedAt) {
            auto& carried = carried_[position];
            carried.releasedAt = releasedAt;
            carried.released = releasedAt.has_value();
            carried.forgottenAs = forgottenHash(addressKey_, carried.identifier);
        });
    for (std::size_t i = 0; i < carried_.size(); ++i) {
        if (carried_[i].added) find.add(i, forgottenHash(addressKey_, carried_[i].identifier));
    }
    find.run();
    const auto isRecalled = [](const KnownIdentifier& carried) { return !carried.forgottenAs.empty(); };
    if (std::ranges::none_of(carried_, isRecalled)) return;
    session_.execute(kInsertNobody);
    auto recall = session_.bulk(kRecallStates);
    for (const auto& carried : carried_) {
        if (isRecalled(carried)) recall.add(carried.id, carried.forgottenAs);
    }
    recall.run();
}

void WorldLoader::loadRemovals() {
    auto lookup = session_.lookup<base::ProfileId, base::Time, bool>(
        kRemovals, [&](base::ProfileId live, base::Time at, bool erased) {
            auto& component = componentOf(live);
            if (erased) component.life = identity::Life::Erased;
            component.removedAt = at;
        });
    for (const auto& component : components_) {
        if (component.life != identity::Life::Live) lookup.add(component.live);
    }
    lookup.run();
}

/// What those listed whose life begins again, or ends for good.
void WorldLoader::loadRetired() {
    auto lookup = session_.lookup<base::ProfileId, base::IdentifierId, Role, std::string, std::uint32_t,
                                  base::Time, bool, base::Time, std::optional<base::Time>,
                                  std::optional<base::ObservationId>, std::optional<base::Time>>(
        kRetired, [&](base::ProfileId home, base::IdentifierId id, Role role, std::string given,
                      std::uint32_t normalizerVersion, base::Time firstSeen, bool firstAttested,
                      base::Time lastSeen, std::optional<base::Time> claimAt,
                      std::optional<base::ObservationId> claimBy, std::optional<base::Time> releasedBefore) {
            identity::Entry entry;
            entry.identifier = id;
            entry.home = home;
            entry.role = role;
            entry.given = std::move(given);
            entry.normalizerVersion = normalizerVersion;
            entry.firstSeen = firstSeen;
            entry.firstAttested = firstAttested;
            entry.lastSeen = lastSeen;
            if (claimAt && claimBy) entry.claim = origins_.stamp(*claimBy, *claimAt);
            componentOf(home).retired.push_back({std::move(entry), releasedBefore});
            listsMore_ = listsMore_ || !known_.contains(id);
        });
    for (const auto& component : components_) {
        if (component.life == identity::Life::Live || !std::ranges::binary_search(ending_, component.live))
            continue;
        for (const auto& home : component.homes) lookup.add(home.id);
    }
    lookup.run();
}

}  // namespace kith::storage
