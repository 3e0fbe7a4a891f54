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

using identity::KnownIdentifier;
using model::Observation;
using model::Role;
using Observations = std::span<const Observation* const>;

// Of the profiles that only list an identifier: two that share it are as good as many, since it then resolves
// to neither, and of those that claim it a bounded number is looked at.
constexpr std::size_t kSharing = 2;
constexpr std::size_t kClaiming = 20;

constexpr std::string_view kInsertIdentifiers =
    "INSERT INTO identifier {insert id bigint, type text, value text}"
    " ON CONFLICT (type, value) DO NOTHING RETURNING id";

constexpr std::string_view kLockIdentifiers = R"(
SELECT given.position, identifier.id, identifier.released_at
FROM {rows position bigint, type text, value text} CROSS JOIN identifier
WHERE identifier.type = given.type AND identifier.value = given.value
ORDER BY identifier.type, identifier.value {lock identifier})";

// SQLite only uses a partial index whose condition it finds word by word.
constexpr std::string_view kHolders = R"(
SELECT given.position, profile.canonical_id,
       CASE WHEN (SELECT 1 FROM profile_identifier AS listing
                         WHERE listing.identifier_id = given.identifier_id
                           AND listing.role = 1 AND listing.role <> 0 LIMIT 1) IS NOT NULL THEN 1 ELSE 0 END,
       CASE WHEN (SELECT 1 FROM profile_identifier AS listing
                         WHERE listing.identifier_id = given.identifier_id
                           AND listing.role = 2 AND listing.role <> 0 LIMIT 1) IS NOT NULL THEN 1 ELSE 0 END
FROM {rows position bigint, identifier_id bigint}
LEFT JOIN profile_identifier AS held ON held.identifier_id = given.identifier_id AND held.role = 0
LEFT JOIN profile ON profile.id = held.home)";

constexpr std::string_view kListings = R"(
SELECT given.place, profile.canonical_id
FROM {rows place bigint, identifier_id bigint, role bigint, since bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT listing.home FROM profile_identifier AS listing
    WHERE listing.identifier_id = {row identifier_id} AND listing.role = {row role} AND listing.role <> 0
      AND listing.last_seen > {row since}
    ORDER BY listing.home LIMIT {row most}) AS listed
CROSS JOIN profile
WHERE profile.id = listed.home)";

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

/// Only a claim without a moving identifier is resolved by what claims its values.
bool resolvesByClaims(const Observation& observation) {
    return !observation.origin->attested &&
           std::ranges::none_of(observation.identifiers, [](const auto& seen) {
               return seen.rule->cls == model::IdentifierClass::Moving;
           });
}

/// The identifiers of which it is enough to know whom they identify: those that are only claimed. So a public
/// call is no more work, and waits for nobody, when the person is known.
class OnlyClaimed {
public:
    explicit OnlyClaimed(Observations observations) {
        const auto isAttested = [](const auto* each) { return each->origin->attested; };
        if (std::all_of(observations.begin(), observations.end(), isAttested)) return;
        for (const auto* observation : observations) {
            const bool attested = observation->origin->attested;
            for (const auto& seen : observation->identifiers) {
                const bool moves = seen.rule->cls == model::IdentifierClass::Moving;
                (attested || moves ? needed_ : claimed_).insert(seen.identifier);
            }
            for (const auto& activity : observation->activities) {
                if (activity.facts.endpoint) needed_.insert(*activity.facts.endpoint);
            }
            for (const auto& endpoint : observation->endpoints) needed_.insert(endpoint.identifier);
            if (!observation->attestation) continue;
            for (const auto& seen : observation->attestation->identifiers) needed_.insert(seen.identifier);
        }
    }
    [[nodiscard]] bool contains(const model::Identifier& identifier) const {
        return claimed_.contains(identifier) && !needed_.contains(identifier);
    }

private:
    std::set<model::Identifier> needed_;
    std::set<model::Identifier> claimed_;
};

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
    if (!lockIdentifiers()) return false;
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
    return stillStand(world);
}

/// Whoever took a merge back meanwhile had the survivor locked, and let a part of it go.
bool WorldLoader::stillStand(identity::World& world) const {
    const auto lists = [&](const auto& found) {
        const auto& [identifier, live] = found;
        return identity::World::entryOf(*world.component(live), identifier) != nullptr;
    };
    return std::ranges::all_of(named_, [&](base::ProfileId home) { return byHome_.contains(home); }) &&
           std::ranges::all_of(found_, lists);
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

void WorldLoader::findHolders(Observations observations, base::Time claimDeadline) {
    std::vector<const model::Identifier*> claimed;
    for (const auto* observation : observations) {
        if (!resolvesByClaims(*observation)) continue;
        for (const auto& seen : observation->identifiers) claimed.push_back(&seen.identifier);
    }
    const auto byValue = [](const auto* a, const auto* b) { return *a < *b; };
    std::ranges::sort(claimed, byValue);
    const auto isClaimed = [&](const KnownIdentifier& known) {
        return std::ranges::binary_search(claimed, &known.identifier, byValue);
    };
    const OnlyClaimed onlyClaimed(observations);
    std::vector<Listed> listed;
    auto lookup = session_.lookup<std::size_t, std::optional<base::ProfileId>, bool, bool>(
        kHolders,
        [&](std::size_t position, std::optional<base::ProfileId> live, bool isShared, bool hasClaims) {
            auto& carried = carried_[position];
            const bool isListed = onlyListed_.contains(carried.identifier);
            if (live && (isListed || onlyClaimed.contains(carried.identifier)))
                carried.heldBy = *live;
            else if (live) {
                lives_.push_back(*live);
                found_.emplace_back(carried.id, *live);
            } else if (isShared && !isListed)
                listed.push_back({position, Role::Shared, base::Time::min()});
            if (hasClaims && isClaimed(carried)) listed.push_back({position, Role::Claimed, claimDeadline});
        });
    for (std::size_t i = 0; i < carried_.size(); ++i) {
        if (!carried_[i].added) lookup.add(i, carried_[i].id);
    }
    lookup.run();
    findListings(std::move(listed));
}

void WorldLoader::findListings(std::vector<Listed> listed) {
    // A profile has at most this many homes, so one row more names a second profile if there is one.
    const std::size_t rowsLookedAt = std::max(maxHomes_, kClaiming) + 1;
    auto lookup = session_.lookup<std::size_t, base::ProfileId>(
        kListings, [&](std::size_t place, base::ProfileId live) {
            auto& found = listed[place];
            ++found.rows;
            if (std::ranges::find(found.lives, live) == found.lives.end()) found.lives.push_back(live);
        });
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto& each = listed[i];
        lookup.add(i, carried_[each.position].id, each.role, each.since, rowsLookedAt);
    }
    lookup.run();
    for (auto& each : listed) {
        const bool isClaim = each.role == Role::Claimed;
        const std::size_t most = isClaim ? kClaiming : kSharing;
        if (isClaim)
            carried_[each.position].claimsTruncated = each.lives.size() > most || each.rows == rowsLookedAt;
        each.lives.resize(std::min(each.lives.size(), most));
        lives_.insert(lives_.end(), each.lives.begin(), each.lives.end());
        for (const auto live : each.lives) found_.emplace_back(carried_[each.position].id, live);
    }
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
            named_.push_back(home);
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
