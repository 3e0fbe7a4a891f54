// SPDX-License-Identifier: Apache-2.0
// Of WorldLoader: whom the identifiers that a group carries lead to.
#include <algorithm>
#include <set>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/session.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::storage {
namespace {

using identity::KnownIdentifier;
using model::Observation;
using model::Role;
using Observations = std::span<const Observation* const>;

// Of the profiles that only list an identifier: of those that share it two, since it then resolves to
// neither, and of those that claim it a bounded number.
constexpr std::size_t kSharing = 2;
constexpr std::size_t kClaiming = 20;

// SQLite only uses a partial index whose condition it finds word by word.
constexpr std::string_view kHolders = R"(
SELECT given.position, held.home, profile.canonical_id,
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
SELECT given.place, listed.home, profile.canonical_id
FROM {rows place bigint, identifier_id bigint, role bigint, since bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT listing.home FROM profile_identifier AS listing
    WHERE listing.identifier_id = {row identifier_id} AND listing.role = {row role} AND listing.role <> 0
      AND listing.last_seen > {row since}
    ORDER BY listing.home LIMIT {row most}) AS listed
CROSS JOIN profile
WHERE profile.id = listed.home)";

/// Only a claim without a moving identifier is resolved by what claims its values.
bool resolvesByClaims(const Observation& observation) {
    return !observation.origin->attested &&
           std::ranges::none_of(observation.identifiers, [](const auto& seen) {
               return seen.rule->cls == model::IdentifierClass::Moving;
           });
}

/// The identifiers of which it is enough to know whom they identify: those that only claims name. So a public
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
            // A claim changes no state of an address.
            for (const auto& activity : observation->activities) {
                if (activity.facts.endpoint) (attested ? needed_ : claimed_).insert(*activity.facts.endpoint);
            }
            if (attested) {
                for (const auto& endpoint : observation->endpoints) needed_.insert(endpoint.identifier);
            }
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

}  // namespace

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
    auto lookup =
        session_
            .lookup<std::size_t, std::optional<base::ProfileId>, std::optional<base::ProfileId>, bool, bool>(
                kHolders, [&](std::size_t position, std::optional<base::ProfileId> home,
                              std::optional<base::ProfileId> live, bool isShared, bool hasClaims) {
                    auto& carried = carried_[position];
                    const bool isListed = onlyListed_.contains(carried.identifier);
                    if (live && (isListed || onlyClaimed.contains(carried.identifier)))
                        carried.heldBy = *live;
                    else if (live) {
                        lives_.push_back(*live);
                        sought_.push_back(*home);
                    } else if (isShared && !isListed)
                        listed.push_back({position, Role::Shared, base::Time::min()});
                    if (hasClaims && isClaimed(carried))
                        listed.push_back({position, Role::Claimed, claimDeadline});
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
    auto lookup = session_.lookup<std::size_t, base::ProfileId, base::ProfileId>(
        kListings, [&](std::size_t place, base::ProfileId home, base::ProfileId live) {
            auto& each = listed[place];
            ++each.rows;
            const bool isNew = std::ranges::find(each.lives, live) == each.lives.end();
            if (isNew && each.lives.size() == (each.role == Role::Claimed ? kClaiming : kSharing)) {
                each.leftOut.push_back(live);
                return;
            }
            if (isNew) each.lives.push_back(live);
            sought_.push_back(home);
        });
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto& each = listed[i];
        lookup.add(i, carried_[each.position].id, each.role, each.since, rowsLookedAt);
    }
    lookup.run();
    for (const auto& each : listed) {
        auto& carried = carried_[each.position];
        const bool mayBeMore = each.rows == rowsLookedAt;
        lives_.insert(lives_.end(), each.lives.begin(), each.lives.end());
        if (each.role == Role::Claimed) {
            carried.claimsTruncated = mayBeMore || !each.leftOut.empty();
            continue;
        }
        carried.sharedElsewhere = mayBeMore;
        for (const auto live : each.leftOut) leftOut_.emplace_back(each.position, live);
    }
}

}  // namespace kith::storage
