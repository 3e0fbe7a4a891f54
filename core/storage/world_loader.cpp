// SPDX-License-Identifier: Apache-2.0
#include "core/storage/world_loader.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "core/identity/needs.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using model::Observation;
using model::Role;
using Observations = std::span<const Observation* const>;

constexpr std::string_view kInsertIdentifiers =
    "INSERT INTO identifier {insert id bigint, type text, value text}"
    " ON CONFLICT (type, value) DO NOTHING RETURNING id";

constexpr std::string_view kLockIdentifiers = R"(
SELECT given.position, identifier.id, identifier.released_at
FROM {rows position bigint, type text, value text} CROSS JOIN identifier
WHERE identifier.type = given.type AND identifier.value = given.value
ORDER BY identifier.type, identifier.value {lock identifier})";

constexpr std::string_view kCanonical = R"(
SELECT profile.id, COALESCE(profile.removed_live, profile.canonical_id)
FROM {rows id bigint} CROSS JOIN profile WHERE profile.id = given.id)";

constexpr std::string_view kActivityOwners = R"(
SELECT COALESCE(profile.removed_live, profile.canonical_id)
FROM {rows channel text, activity_key text} CROSS JOIN activity CROSS JOIN profile
WHERE activity.channel = given.channel AND activity.activity_key = given.activity_key
  AND profile.id = activity.home)";

constexpr std::string_view kLockProfiles = R"(
SELECT profile.id, COALESCE(profile.removed_live, profile.canonical_id), profile.version, profile.updated_at,
       profile.merge_count, profile.first_observation_id, profile.removed_live
FROM {rows id bigint} CROSS JOIN profile
WHERE profile.id = given.id
ORDER BY profile.id {lock profile})";

constexpr std::string_view kHomesOf = R"(
SELECT profile.id, profile.canonical_id, profile.first_observation_id
FROM {rows id bigint} CROSS JOIN profile
WHERE profile.canonical_id = given.id AND profile.canonical_id <> profile.id)";

constexpr std::string_view kRemovedHomesOf = R"(
SELECT profile.id, profile.removed_live, profile.first_observation_id
FROM {rows id bigint} CROSS JOIN profile
WHERE profile.removed_live = given.id AND profile.removed_live <> profile.id)";

constexpr std::string_view kEntries = R"(
SELECT entry.home, entry.identifier_id, identifier.type, identifier.value, entry.role, entry.given,
       entry.normalizer_version, entry.first_seen, entry.first_attested, entry.last_seen, entry.claim_at,
       entry.claim_observation_id
FROM {rows home bigint} CROSS JOIN profile_identifier AS entry CROSS JOIN identifier
WHERE entry.home = given.home AND identifier.id = entry.identifier_id)";

constexpr std::string_view kProhibitionsFrom = R"(
SELECT link.a, link.b FROM {rows home bigint} CROSS JOIN must_not_link AS link
WHERE link.a = given.home AND link.lifted_at IS NULL)";

struct PointsLower {
    bool operator()(const model::Identifier* a, const model::Identifier* b) const { return *a < *b; }
};

template <class Key>
void sortOnce(std::vector<Key>& keys) {
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

bool WorldLoader::load(Observations observations, identity::World& world) {
    findEnding(observations);
    insertIdentifiers(observations);
    recallForgotten();
    if (!lockIdentifiers() || !knowsDeletedHolders(observations)) return false;
    findHolders(observations, world.claimDeadline());
    findEdited(observations);
    findActivityOwners(observations);
    return loadProfiles(world);
}

bool WorldLoader::load(std::span<const base::ProfileId> homes, identity::World& world) {
    findNamed(homes);
    return loadProfiles(world);
}

bool WorldLoader::loadProfiles(identity::World& world) {
    if (!lockProfiles()) return false;
    loadHomes();
    loadEntries();
    loadRetired();
    // What they list by now is not locked, nor known to the world.
    if (listsMore_) return false;
    origins_.load(session_);
    build(world);
    loadProhibitions(world);
    // Whoever took a merge back meanwhile had the survivor locked, and let a part of it go. (What a home
    // lists of the identifiers that are locked can't change.)
    return std::ranges::all_of(sought_, [&](base::ProfileId home) { return byHome_.contains(home); });
}

void WorldLoader::insertIdentifiers(Observations observations) {
    std::vector<const model::Identifier*> mentioned;
    for (const auto* observation : observations) {
        const auto own = identity::mentionedIn(*observation);
        mentioned.insert(mentioned.end(), own.begin(), own.end());
    }
    const std::set<const model::Identifier*, PointsLower> carried(mentioned.begin(), mentioned.end());
    for (const auto& identifier : endingIdentifiers_) {
        if (carried.contains(&identifier)) continue;
        onlyListed_.insert(identifier);
        mentioned.push_back(&identifier);
    }
    std::ranges::sort(mentioned, [](const auto* a, const auto* b) { return *a < *b; });
    const auto same = [](const auto* a, const auto* b) { return *a == *b; };
    mentioned.erase(std::unique(mentioned.begin(), mentioned.end(), same), mentioned.end());

    carried_.reserve(mentioned.size());
    std::unordered_map<base::IdentifierId, std::size_t> byNewId;
    auto insert = session_.lookup<base::IdentifierId>(
        kInsertIdentifiers, [&](base::IdentifierId id) { carried_[byNewId.at(id)].added = true; });
    for (const auto* identifier : mentioned) {
        const auto id = ids_.make<base::IdentifierId>();
        byNewId.emplace(id, carried_.size());
        carried_.push_back({.id = id, .identifier = *identifier});
        insert.add(id, identifier->type, identifier->value);
    }
    insert.run();
}

bool WorldLoader::lockIdentifiers() {
    std::size_t found = 0;
    auto lookup = session_.lookup<std::size_t, base::IdentifierId, std::optional<base::Time>>(
        kLockIdentifiers,
        [&](std::size_t position, base::IdentifierId id, std::optional<base::Time> releasedAt) {
            carried_[position].id = id;
            carried_[position].releasedAt = releasedAt;
            ++found;
        });
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < carried_.size(); ++i) {
        const auto& each = carried_[i];
        if (each.added) continue;
        lookup.add(i, each.identifier.type, each.identifier.value);
        ++wanted;
    }
    lookup.run();
    for (const auto& each : carried_) known_.insert(each.id);
    return found == wanted;
}

void WorldLoader::findEdited(Observations observations) {
    std::vector<base::ProfileId> homes;
    for (const auto* observation : observations) {
        if (const auto* address = identity::addressIn(*observation)) homes.push_back(address->home);
    }
    findNamed(homes);
}

void WorldLoader::findNamed(std::span<const base::ProfileId> homes) {
    auto lookup = session_.lookup<base::ProfileId, base::ProfileId>(
        kCanonical, [&](base::ProfileId home, base::ProfileId live) {
            sought_.push_back(home);
            lives_.push_back(live);
        });
    for (const auto home : homes) lookup.add(home);
    lookup.run();
}

// What an observation of somebody else says of an activity changes the profile that it belongs to, which is
// locked in its turn: a version moved without that would be in the way of whoever holds it.
void WorldLoader::findActivityOwners(Observations observations) {
    auto lookup = session_.lookup<base::ProfileId>(kActivityOwners,
                                                   [&](base::ProfileId live) { lives_.push_back(live); });
    for (const auto* observation : observations) {
        for (const auto& activity : observation->activities) lookup.add(activity.channel, activity.key);
    }
    lookup.run();
}

bool WorldLoader::lockProfiles() {
    sortOnce(lives_);
    components_.reserve(lives_.size());
    bool stood = true;
    auto lookup = session_.lookup<base::ProfileId, base::ProfileId, std::int64_t, base::Time, std::uint32_t,
                                  std::optional<base::ObservationId>, std::optional<base::ProfileId>>(
        kLockProfiles, [&](base::ProfileId id, base::ProfileId canonical, std::int64_t version,
                           base::Time updatedAt, std::uint32_t merges,
                           std::optional<base::ObservationId> first, std::optional<base::ProfileId> removed) {
            stood = stood && canonical == id;
            auto& component = components_.emplace_back();
            component.live = id;
            component.version = version;
            component.updatedAt = updatedAt;
            component.merges = merges;
            if (removed) component.life = identity::Life::Deleted;
            addHome(id, first, components_.size() - 1);
        });
    for (const auto live : lives_) lookup.add(live);
    lookup.run();
    loadRemovals();
    return stood;
}

void WorldLoader::addHome(base::ProfileId id, std::optional<base::ObservationId> first,
                          std::size_t component) {
    components_[component].homes.push_back({id, first ? origins_.of(*first) : nullptr});
    byHome_.emplace(id, component);
}

void WorldLoader::loadHomes() {
    auto lookup = session_.lookup<base::ProfileId, base::ProfileId, std::optional<base::ObservationId>>(
        kHomesOf, [&](base::ProfileId id, base::ProfileId live, std::optional<base::ObservationId> first) {
            addHome(id, first, byHome_.at(live));
        });
    auto removed = session_.lookup<base::ProfileId, base::ProfileId, std::optional<base::ObservationId>>(
        kRemovedHomesOf,
        [&](base::ProfileId id, base::ProfileId live, std::optional<base::ObservationId> first) {
            addHome(id, first, byHome_.at(live));
        });
    for (const auto& component : components_) {
        if (component.merges == 0) continue;
        if (component.life == identity::Life::Live)
            lookup.add(component.live);
        else
            removed.add(component.live);
    }
    lookup.run();
    removed.run();
}

void WorldLoader::loadEntries() {
    auto lookup = session_.lookup<base::ProfileId, base::IdentifierId, std::string, std::string, Role,
                                  std::string, std::uint32_t, base::Time, bool, base::Time,
                                  std::optional<base::Time>, std::optional<base::ObservationId>>(
        kEntries, [&](base::ProfileId home, base::IdentifierId id, std::string type, std::string value,
                      Role role, std::string given, std::uint32_t normalizerVersion, base::Time firstSeen,
                      bool firstAttested, base::Time lastSeen, std::optional<base::Time> claimAt,
                      std::optional<base::ObservationId> claimBy) {
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
            auto& component = componentOf(home);
            component.entries.push_back(std::move(entry));
            if (known_.insert(id).second) {
                listsMore_ = listsMore_ || std::ranges::binary_search(ending_, component.live);
                others_.push_back({.id = id, .identifier = {std::move(type), std::move(value)}});
            }
        });
    for (const auto& component : components_) {
        for (const auto& home : component.homes) lookup.add(home.id);
    }
    lookup.run();
}

void WorldLoader::build(identity::World& world) {
    for (const auto& [position, live] : leftOut_) {
        if (!byHome_.contains(live)) carried_[position].sharedElsewhere = true;
    }
    for (auto& identifier : carried_) world.addIdentifier(std::move(identifier));
    for (auto& identifier : others_) world.addIdentifier(std::move(identifier));
    for (auto& component : components_) {
        for (auto& entry : component.entries) {
            if (entry.claim) Origins::grade(*entry.claim);
        }
        for (auto& retired : component.retired) {
            if (retired.entry.claim) Origins::grade(*retired.entry.claim);
        }
        world.addComponent(std::move(component));
    }
}

// A prohibition concerns only components that are both here, so it is enough to look from one side.
void WorldLoader::loadProhibitions(identity::World& world) {
    if (world.components().size() < 2) return;
    auto lookup = session_.lookup<base::ProfileId, base::ProfileId>(
        kProhibitionsFrom, [&](base::ProfileId a, base::ProfileId b) {
            if (world.component(b) != nullptr) world.addMustNotLink(a, b);
        });
    for (const auto& component : world.components()) {
        for (const auto& home : component->homes) lookup.add(home.id);
    }
    lookup.run();
}

}  // namespace kith::storage
