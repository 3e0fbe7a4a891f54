// SPDX-License-Identifier: Apache-2.0
#include "core/storage/listings.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/profile_sql.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using Text = std::optional<std::string>;
using Time = std::optional<base::Time>;

/// Takes a row of a home and what it lists, or nothing.
auto addingTo(Listings& listings) {
    return
        [&listings](base::ProfileId live, base::ProfileId home, std::optional<base::IdentifierId> identifier,
                    Text type, Text value, std::optional<model::Role> role, Text given, Time firstSeen,
                    Time lastSeen, Time claimedAt) {
            listings.live = live;
            if (std::ranges::find(listings.homes, home) == listings.homes.end())
                listings.homes.push_back(home);
            if (!type) return;
            listings.rows.push_back({*identifier,
                                     {{std::move(*type), std::move(*value)},
                                      home,
                                      *role,
                                      std::move(*given),
                                      *firstSeen,
                                      *lastSeen,
                                      claimedAt}});
        };
}

}  // namespace

std::unordered_map<base::IdentifierId, model::Identifier> Listings::identifiers() const {
    std::unordered_map<base::IdentifierId, model::Identifier> found;
    for (const auto& row : rows) found.emplace(row.identifier, row.view.identifier);
    return found;
}

Listings readListings(Session& session, const ProfileRef& ref) {
    // A home that lists nothing has one row without an identifier.
    static const ProfileSql kSql(R"sql(
SELECT live.id, h.id, e.identifier_id, i.type, i.value, e.role, e.given, e.first_seen, e.last_seen, e.claim_at
FROM live CROSS JOIN {homes}
LEFT JOIN profile_identifier e ON e.home = h.id
LEFT JOIN identifier i ON i.id = e.identifier_id
)sql");
    Listings listings;
    kSql.each<base::ProfileId, base::ProfileId, std::optional<base::IdentifierId>, Text, Text,
              std::optional<model::Role>, Text, Time, Time, Time>(session, ref, addingTo(listings));
    if (!listings.live) throwNoProfile(session, ref);
    return listings;
}

Listings readRemovedListings(Session& session, base::ProfileId profile) {
    constexpr std::string_view kSql = R"sql(
SELECT h.removed_live, h.id, e.identifier_id, i.type, i.value, e.role, e.given, e.first_seen, e.last_seen, e.claim_at
FROM profile h
LEFT JOIN removed_identifier e ON e.home = h.id
LEFT JOIN identifier i ON i.id = e.identifier_id
WHERE h.removed_live = :profile
)sql";
    Listings listings;
    session.each<base::ProfileId, base::ProfileId, std::optional<base::IdentifierId>, Text, Text,
                 std::optional<model::Role>, Text, Time, Time, Time>(kSql, addingTo(listings), profile);
    return listings;
}

std::vector<model::Identifier> sharedWithHolders(Session& session, const ProfileRef& ref) {
    constexpr std::string_view kSql = R"sql(
SELECT given.place
FROM {rows place bigint, identifier_id bigint, live bigint} CROSS JOIN profile_identifier held CROSS JOIN profile p
WHERE held.identifier_id = given.identifier_id AND held.role = 0 AND p.id = held.home
  AND p.canonical_id <> given.live)sql";
    const auto listings = readListings(session, ref);
    std::set<model::Identifier> found;
    auto holders = session.lookup<std::size_t>(
        kSql, [&](std::size_t place) { found.insert(listings.rows[place].view.identifier); });
    for (std::size_t place = 0; place < listings.rows.size(); ++place) {
        const auto& [identifier, view] = listings.rows[place];
        if (view.role == model::Role::Shared) holders.add(place, identifier, listings.live);
    }
    holders.run();
    return {found.begin(), found.end()};
}

}  // namespace kith::storage
