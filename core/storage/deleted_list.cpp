// SPDX-License-Identifier: Apache-2.0
#include "core/storage/deleted_list.hpp"

#include <cstdint>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/storage/cursor.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/profile_summary.hpp"
#include "core/storage/session.hpp"
#include "core/storage/sql_text.hpp"
#include "core/storage/type_list.hpp"

namespace kith::storage {
namespace {

using base::ProfileId;
using DeletedById = std::unordered_map<ProfileId, DeletedProfile*>;

constexpr std::string_view kList = "deleted";

struct Place {
    std::int64_t at = std::numeric_limits<std::int64_t>::max();
    std::int64_t profile = std::numeric_limits<std::int64_t>::max();
};

Place placeOf(const std::string& cursor) {
    if (cursor.empty()) return {};
    const auto read = readCursor(cursor, kList, 2);
    return {read.numbers[0], read.numbers[1]};
}

std::vector<DeletedProfile> newest(Session& session, const Place& before, std::size_t wanted) {
    // SQLite only uses a partial index whose condition it finds word by word.
    constexpr std::string_view kSql = R"sql(
SELECT r.profile_id, r.at, COALESCE(o.source_type, ''), COALESCE(o.source_name, '')
FROM (SELECT x.profile_id, x.at, x.observation_id FROM removal x
      WHERE x.erased = 0 AND x.at <= :last AND (x.at, x.profile_id) < (:at, :id)
      ORDER BY x.at DESC, x.profile_id DESC LIMIT :wanted) r
LEFT JOIN observation o ON o.id = r.observation_id
ORDER BY r.at DESC, r.profile_id DESC
)sql";
    std::vector<DeletedProfile> found;
    session.each<ProfileId, base::Time, std::string, std::string>(
        kSql,
        [&](ProfileId id, base::Time at, std::string type, std::string name) {
            DeletedProfile deleted;
            deleted.id = id;
            deleted.deletedAt = at;
            deleted.source = {std::move(type), std::move(name)};
            found.push_back(std::move(deleted));
        },
        before.at, before.at, before.profile, wanted);
    return found;
}

void readNames(Session& session, const DeletedById& deleted) {
    auto rows = session.lookup<ProfileId, std::string, std::string>(
        R"sql(
SELECT given.id, f.field, f.text_value
FROM {rows id bigint, field text} CROSS JOIN profile p CROSS JOIN field_value f
WHERE p.removed_live = {row id} AND p.removed_live IS NOT NULL
  AND f.home = p.id AND f.field = {row field} AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL
)sql",
        [&](ProfileId id, std::string_view field, std::string text) {
            auto& each = *deleted.at(id);
            (field == kFirstName ? each.firstName : each.lastName) = std::move(text);
        });
    for (const auto& [id, each] : deleted) {
        rows.add(id, kFirstName);
        rows.add(id, kLastName);
    }
    rows.run();
}

void readIdentifiers(Session& session, const DeletedById& deleted,
                     std::span<const std::string> addressTypes) {
    // Several homes may have listed one identifier.
    static const std::string kSql = replaceMarks(R"sql(
SELECT given.id, l.type, l.value, l.role
FROM {rows id bigint, wanted bigint, addresses text}
CROSS JOIN {lateral} (
    SELECT i.type, i.value, e.role
    FROM (SELECT x.identifier_id, min(x.role) AS role, min(x.first_seen) AS first_seen
          FROM profile p CROSS JOIN removed_identifier x
          WHERE p.removed_live = {row id} AND p.removed_live IS NOT NULL AND x.home = p.id
          GROUP BY x.identifier_id) e
    CROSS JOIN identifier i
    WHERE i.id = e.identifier_id
    ORDER BY {addresses first}, e.role, i.type, e.first_seen, i.value
    LIMIT {row wanted}) l
)sql",
                                                 {{"{addresses first}", kAddressesFirst}});
    auto rows = session.lookup<ProfileId, std::string, std::string, model::Role>(
        kSql, [&](ProfileId id, std::string type, std::string value, model::Role role) {
            deleted.at(id)->identifiers.push_back({{std::move(type), std::move(value)}, role});
        });
    const auto addresses = typeList(addressTypes);
    for (const auto& [id, each] : deleted) rows.add(id, kSummaryIdentifiers, addresses);
    rows.run();
}

}  // namespace

DeletedPage listDeleted(Session& session, const std::string& cursor, std::size_t limit,
                        std::span<const std::string> addressTypes) {
    checkLimit(limit);
    DeletedPage page{newest(session, placeOf(cursor), limit + 1), {}};
    if (page.items.size() > limit) {
        page.items.pop_back();
        const auto& last = page.items.back();
        page.nextCursor =
            writeCursor({std::string(kList), {base::toMillis(last.deletedAt), last.id.value}, {}});
    }
    DeletedById byId;
    for (auto& each : page.items) byId.emplace(each.id, &each);
    readNames(session, byId);
    readIdentifiers(session, byId, addressTypes);
    return page;
}

}  // namespace kith::storage
