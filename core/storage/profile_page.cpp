// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_page.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "core/storage/profile_filter.hpp"
#include "core/storage/segment/membership.hpp"
#include "core/storage/session.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

/// How many profiles in the order of the list one page looks at.
constexpr std::int64_t kScanned = 10'000;
/// The same of members of a segment.
constexpr std::size_t kWalked = 1'000;

constexpr std::string_view kCandidates = R"sql(
SELECT p.listed, p.id, p.known, p.updated_at, p.created_at, p.source_type, p.source_name, p.sort_name
FROM {rows id bigint, unlisted bigint, after_number bigint, after_text text, after_id bigint, {columns}}
CROSS JOIN profile p
WHERE p.id = {row id} AND p.canonical_id + 0 = p.id AND (p.listed = 1 OR {row unlisted} = 1)
  AND (p.{key}, p.id) {past} ({row {after}}, {row after_id}) AND {filter}
)sql";

// Of profiles that live canonical_id is the id. By that, and not by the id itself, SQLite finds where a page
// begins among all that have one name, or one time.
constexpr std::string_view kScan = R"sql(
SELECT q.listed, q.id, q.known, q.updated_at, q.created_at, q.source_type, q.source_name, q.sort_name
FROM {rows listed bigint, after_number bigint, after_text text, after_id bigint, scanned bigint, wanted bigint,
      {columns}}
CROSS JOIN {lateral} (
    SELECT p.listed, p.id, p.known, p.updated_at, p.created_at, p.source_type, p.source_name, p.sort_name
    FROM (SELECT x.listed, x.id, x.known, x.updated_at, x.created_at, x.source_type, x.source_name, x.sort_name
          FROM profile x
          WHERE x.canonical_id = x.id AND x.listed = {row listed}
            AND (x.{key}, x.canonical_id) {past} ({row {after}}, {row after_id})
          ORDER BY x.{key} {order}, x.canonical_id {order} LIMIT {row scanned}) p
    WHERE {filter}
    ORDER BY p.{key} {order}, p.id {order} LIMIT {row wanted}) q
)sql";

constexpr std::string_view kScanEnd = R"sql(
SELECT x.listed, x.id, x.known, x.updated_at, x.created_at, x.source_type, x.source_name, x.sort_name
FROM {rows listed bigint, after_number bigint, after_text text, after_id bigint, skipped bigint}
CROSS JOIN {lateral} (
    SELECT x.listed, x.id, x.known, x.updated_at, x.created_at, x.source_type, x.source_name, x.sort_name
    FROM profile x
    WHERE x.canonical_id = x.id AND x.listed = {row listed}
      AND (x.{key}, x.canonical_id) {past} ({row {after}}, {row after_id})
    ORDER BY x.{key} {order}, x.canonical_id {order} LIMIT 1 OFFSET {row skipped}) x
)sql";

struct OrderSql {
    std::string candidates;
    std::string scan;
    std::string scanEnd;
};

std::string written(std::string_view sql, std::string_view key, std::string_view after, std::string_view past,
                    std::string_view order) {
    const auto outer = replaceMarks(sql, {{"{key}", key},
                                          {"{after}", after},
                                          {"{past}", past},
                                          {"{order}", order},
                                          {"{columns}", kFilterColumns},
                                          {"{filter}", kFilterSql}});
    return replaceMarks(outer, {{"{homes}", kHomesOfProfile}});
}

bool isByCreation(ProfileSort sort) noexcept {
    return sort == ProfileSort::CreatedDescending || sort == ProfileSort::CreatedAscending;
}

std::string_view columnOf(ProfileSort sort) noexcept {
    if (isByName(sort)) return "sort_name";
    return isByCreation(sort) ? "created_at" : "updated_at";
}

OrderSql makeSql(ProfileSort sort) {
    const auto key = columnOf(sort);
    const std::string_view after = isByName(sort) ? "after_text" : "after_number";
    const std::string_view past = isDescending(sort) ? "<" : ">";
    const std::string_view order = isDescending(sort) ? "DESC" : "ASC";
    return {written(kCandidates, key, after, past, order), written(kScan, key, after, past, order),
            written(kScanEnd, key, after, past, order)};
}

const OrderSql& sqlOf(ProfileSort sort) {
    static const auto kSql = [] {
        std::array<OrderSql, kProfileSorts> all;
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = makeSql(static_cast<ProfileSort>(i));
        return all;
    }();
    return kSql[static_cast<std::size_t>(sort)];
}

template <class Take>
auto lookupRows(Session& session, const std::string& sql, ProfileSort sort, Take take) {
    return session
        .lookup<bool, base::ProfileId, bool, base::Time, base::Time, std::string, std::string, std::string>(
            sql, [sort, take = std::move(take)](
                     bool listed, base::ProfileId id, bool known, base::Time updated, base::Time created,
                     std::string sourceType, std::string sourceName, std::string name) {
                ProfileRow row;
                row.key.id = id;
                if (isByName(sort))
                    row.key.text = std::move(name);
                else
                    row.key.number = base::toMillis(isByCreation(sort) ? created : updated);
                row.summary.id = id;
                row.summary.known = known;
                row.summary.updatedAt = updated;
                row.summary.createdAt = created;
                row.summary.source = {std::move(sourceType), std::move(sourceName)};
                take(listed, std::move(row));
            });
}

ProfilePart readThese(Session& session, const ProfileQuery& query, const std::vector<base::ProfileId>& ids,
                      bool withWords, const ProfileKey& after) {
    ProfilePart part;
    auto rows = lookupRows(session, sqlOf(query.sort).candidates, query.sort,
                           [&](bool, ProfileRow row) { part.items.push_back(std::move(row)); });
    const FilterColumns filter(query, withWords);
    for (const auto id : ids)
        filter.addTo(rows, id, takesUnlisted(query.known), after.number, after.text, after.id);
    rows.run();
    return part;
}

/// The next of the members of the query's segment.
ProfilePart readMembers(Session& session, const ProfileQuery& query, const ProfileKey& after) {
    const auto members = walkMembers(session, *query.segment,
                                     {columnOf(query.sort), isByName(query.sort), isDescending(query.sort)},
                                     {after.number, after.text, after.id}, kWalked);
    std::vector<base::ProfileId> ids;
    for (const auto& each : members) ids.push_back(each.id);
    auto part = readThese(session, query, ids, true, after);
    if (members.size() == kWalked)
        part.end = ProfileKey{members.back().number, members.back().text, members.back().id};
    return part;
}

std::vector<ProfilePart> scan(Session& session, const ProfileQuery& query, const ProfileKey& after,
                              std::size_t wanted) {
    // Those who are not listed stand in a range of their own.
    std::map<bool, ProfilePart> parts{{true, {}}};
    if (takesUnlisted(query.known)) parts.insert({false, {}});
    const auto& sql = sqlOf(query.sort);
    auto rows = lookupRows(session, sql.scan, query.sort, [&](bool listed, ProfileRow row) {
        parts[listed].items.push_back(std::move(row));
    });
    const FilterColumns filter(query, true);
    for (const auto& [listed, part] : parts)
        filter.addTo(rows, listed, after.number, after.text, after.id, kScanned, wanted);
    rows.run();

    auto ends = lookupRows(session, sql.scanEnd, query.sort,
                           [&](bool listed, ProfileRow row) { parts[listed].end = std::move(row.key); });
    for (const auto& [listed, part] : parts) {
        if (part.items.size() < wanted) ends.add(listed, after.number, after.text, after.id, kScanned - 1);
    }
    ends.run();
    std::vector<ProfilePart> found;
    for (auto& [listed, part] : parts) found.push_back(std::move(part));
    return found;
}

}  // namespace

ProfilePart readProfilePart(Session& session, const ProfileQuery& query, const ProfileCandidates& candidates,
                            const ProfileKey& after, std::size_t wanted) {
    std::vector<ProfilePart> parts;
    if (candidates.found)
        parts.push_back(readThese(session, query, candidates.ids, !candidates.bySearch, after));
    else if (knowsMembers(query, candidates))
        parts.push_back(readMembers(session, query, after));
    else
        parts = scan(session, query, after, wanted);
    if (!candidates.identified.empty())
        parts.push_back(readThese(session, query, candidates.identified, false, after));
    const auto keyOf = [](const ProfileRow& row) -> const ProfileKey& { return row.key; };
    auto part = mergeParts(std::move(parts), candidates.found ? kMaxCandidates + 1 : wanted, keyOf,
                           ProfileOrder(query.sort));
    // Whoever has the identifier may have the name too.
    const auto isSame = [](const ProfileRow& a, const ProfileRow& b) { return a.key.id == b.key.id; };
    part.items.erase(std::unique(part.items.begin(), part.items.end(), isSame), part.items.end());
    cutPart(part, wanted, keyOf);
    return part;
}

}  // namespace kith::storage
