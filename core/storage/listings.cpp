// SPDX-License-Identifier: Apache-2.0
#include "core/storage/listings.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/storage/profile_sql.hpp"

namespace kith::storage {

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
    using Text = std::optional<std::string>;
    using Time = std::optional<base::Time>;
    Listings listings;
    kSql.each<base::ProfileId, base::ProfileId, std::optional<base::IdentifierId>, Text, Text,
              std::optional<model::Role>, Text, Time, Time, Time>(
        session, ref,
        [&](base::ProfileId live, base::ProfileId home, std::optional<base::IdentifierId> identifier,
            Text type, Text value, std::optional<model::Role> role, Text given, Time firstSeen, Time lastSeen,
            Time claimedAt) {
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
        });
    if (!listings.live) throwNoProfile(session, ref);
    return listings;
}

}  // namespace kith::storage
