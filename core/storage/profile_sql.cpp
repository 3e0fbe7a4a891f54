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

// Written out at each place, and with a limit far above what a component may have: SQLite takes a common
// table that is used twice for a million rows, and where it has statistics it would scan whole tables to
// build Bloom filters for joins with so many.
constexpr std::string_view kHomes = R"sql((
    SELECT live.id FROM live
    UNION ALL
    SELECT p.id FROM live CROSS JOIN profile p WHERE p.canonical_id = live.id AND p.canonical_id <> p.id
    LIMIT 1000) h)sql";

}  // namespace

ProfileSql::ProfileSql(std::string_view text) {
    const std::string body = replaceMarks(text, {{"{homes}", kHomes}});
    byId_.append(kLiveById).append(body);
    byIdentifier_.append(kLiveByIdentifier).append(body);
}

}  // namespace kith::storage
