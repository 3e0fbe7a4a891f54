// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_sql.hpp"

#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kLiveById = R"sql(
WITH live(id, home) AS MATERIALIZED (SELECT canonical_id, id FROM profile WHERE id = :id)
)sql";

constexpr std::string_view kLiveByIdentifier = R"sql(
WITH live(id, home) AS MATERIALIZED (
    SELECT p.canonical_id, p.id
    FROM identifier i CROSS JOIN profile_identifier e CROSS JOIN profile p
    WHERE i.type = :type AND i.value = :value AND e.identifier_id = i.id AND e.role = 0 AND p.id = e.home)
)sql";

constexpr std::string_view kLiveFound = R"sql(
WITH live(id, home) AS (SELECT :live, :home)
)sql";

// Written out at each place, and with a limit as high as the most that a component may have, which the
// setting identity.max_merges bounds: SQLite takes a common table that is used twice for a million rows, and
// where it has statistics it would scan whole tables to build Bloom filters for joins with so many.
constexpr std::string_view kHomes = R"sql((
    SELECT live.id FROM live
    UNION ALL
    SELECT p.id FROM live CROSS JOIN profile p WHERE p.canonical_id = live.id AND p.canonical_id <> p.id
    LIMIT 1000) h)sql";

// Of two that are not one: the second stands where else the home addressed does.
constexpr std::string_view kLiveUnited = R"sql(
WITH live(id, home) AS (SELECT CAST(:live AS bigint), CAST(:home AS bigint))
)sql";

constexpr std::string_view kHomesOfBoth = R"sql((
    SELECT live.id FROM live
    UNION ALL
    SELECT p.id FROM live CROSS JOIN profile p WHERE p.canonical_id = live.id AND p.canonical_id <> p.id
    UNION ALL
    SELECT live.home FROM live
    UNION ALL
    SELECT p.id FROM live CROSS JOIN profile p WHERE p.canonical_id = live.home AND p.canonical_id <> p.id
    LIMIT 2000) h)sql";

constexpr std::string_view kOnlyHome = "(SELECT :live AS id) h";

constexpr std::string_view kLookUpById = R"sql(
SELECT p.canonical_id, p.id,
       NOT EXISTS (SELECT 1 FROM profile m WHERE m.canonical_id = p.canonical_id AND m.canonical_id <> m.id)
FROM profile p
WHERE p.id = :id
)sql";

constexpr std::string_view kLookUpByIdentifier = R"sql(
SELECT p.canonical_id, p.id,
       NOT EXISTS (SELECT 1 FROM profile m WHERE m.canonical_id = p.canonical_id AND m.canonical_id <> m.id)
FROM identifier i CROSS JOIN profile_identifier e CROSS JOIN profile p
WHERE i.type = :type AND i.value = :value AND e.identifier_id = i.id AND e.role = 0 AND p.id = e.home
)sql";

}  // namespace

ProfileSql::ProfileSql(std::string_view text) {
    const std::string body = replaceMarks(text, {{"{homes}", kHomes}});
    byId_.append(kLiveById).append(body);
    byIdentifier_.append(kLiveByIdentifier).append(body);
    merged_.append(kLiveFound).append(body);
    united_.append(kLiveUnited).append(replaceMarks(text, {{"{homes}", kHomesOfBoth}}));
    alone_.append(kLiveFound).append(replaceMarks(text, {{"{homes}", kOnlyHome}}));
}

std::optional<ProfileSql::Found> ProfileSql::lookUp(Session& session, const ProfileRef& ref) {
    std::optional<Found> found;
    const auto keep = [&](base::ProfileId live, base::ProfileId home, bool alone) {
        found = Found{live, home, alone};
    };
    using base::ProfileId;
    if (const auto* id = std::get_if<ProfileId>(&ref)) {
        session.each<ProfileId, ProfileId, bool>(kLookUpById, keep, *id);
    } else {
        const auto& identifier = std::get<model::Identifier>(ref);
        session.each<ProfileId, ProfileId, bool>(kLookUpByIdentifier, keep, std::string_view{identifier.type},
                                                 std::string_view{identifier.value});
    }
    return found;
}

}  // namespace kith::storage
