// SPDX-License-Identifier: Apache-2.0
#include "core/storage/prohibition_list.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "core/storage/cursor.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kList = "must_not_links";

/// A statement's text with the prohibitions `l` that `from` yields; the rows are its own.
std::string selectProhibitions(const std::string& from) {
    return withOrigin(R"sql(
SELECT l.id, l.a, l.b, p.canonical_id, q.canonical_id, l.reason, l.at, {origin}
FROM )sql" + from +
                      R"sql(
CROSS JOIN observation o
CROSS JOIN profile p
CROSS JOIN profile q
WHERE o.id = l.observation_id AND p.id = l.a AND q.id = l.b)sql");
}

template <class AddRows>
std::vector<ProhibitionView> prohibitions(Session& session, const std::string& sql, AddRows addRows) {
    std::vector<ProhibitionView> found;
    auto rows = lookupWithOrigin<model::ProhibitionId, base::ProfileId, base::ProfileId, base::ProfileId,
                                 base::ProfileId, std::string, base::Time>(
        session, sql,
        [&](model::ProhibitionId id, base::ProfileId a, base::ProfileId b, base::ProfileId liveA,
            base::ProfileId liveB, std::string reason, base::Time at, ProvenanceView by) {
            found.push_back({id, a, b, liveA, liveB, std::move(reason), at, std::move(by)});
        });
    addRows(rows);
    rows.run();
    return found;
}

std::vector<ProhibitionView> standingOf(Session& session, const std::vector<base::ProfileId>& homes) {
    constexpr std::string_view kFrom = "{rows home bigint} CROSS JOIN must_not_link l";
    constexpr std::string_view kStanding = " AND l.lifted_at IS NULL";
    static const std::string kByA =
        selectProhibitions(std::string{kFrom}) + " AND l.a = given.home" + std::string{kStanding};
    static const std::string kByB =
        selectProhibitions(std::string{kFrom}) + " AND l.b = given.home" + std::string{kStanding};
    const auto addHomes = [&](auto& rows) {
        for (const auto home : homes) rows.add(home);
    };
    auto found = prohibitions(session, kByA, addHomes);
    std::ranges::move(prohibitions(session, kByB, addHomes), std::back_inserter(found));
    return found;
}

std::vector<ProhibitionView> newestProhibitions(Session& session, model::ProhibitionId before,
                                                std::size_t wanted) {
    static const std::string kSql = selectProhibitions(R"sql({rows before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.a, x.b, x.reason, x.at, x.observation_id, x.lifted_at
    FROM must_not_link x WHERE x.lifted_at IS NULL AND x.id < {row before}
    ORDER BY x.id DESC LIMIT {row wanted}) l)sql");
    return prohibitions(session, kSql, [&](auto& rows) { rows.add(before, wanted); });
}

}  // namespace

ProhibitionPage listProhibitions(Session& session, const std::optional<ProfileRef>& of,
                                 const std::string& cursor, std::size_t limit) {
    checkLimit(limit);
    model::ProhibitionId before{std::numeric_limits<std::int64_t>::max()};
    if (!cursor.empty()) before = {readCursor(cursor, kList, 1).numbers.front()};
    ProhibitionPage page;
    page.items = of ? standingOf(session, readListings(session, *of).homes)
                    : newestProhibitions(session, before, limit + 1);
    std::erase_if(page.items, [&](const ProhibitionView& each) { return each.id >= before; });
    std::ranges::sort(page.items, std::greater{}, &ProhibitionView::id);
    if (page.items.size() > limit) {
        page.items.erase(page.items.begin() + static_cast<std::ptrdiff_t>(limit), page.items.end());
        page.nextCursor = writeCursor({std::string{kList}, {page.items.back().id.value}, {}});
    }
    // It holds on for a profile that was deleted, and shows again once that is restored.
    std::erase_if(page.items, [](const ProhibitionView& each) { return !each.liveA || !each.liveB; });
    return page;
}

std::optional<model::ProhibitionId> findProhibition(Session& session, base::ProfileId of, base::KeyId key,
                                                    std::string_view givenId) {
    constexpr std::string_view kSql = R"sql(
SELECT l.id
FROM {rows home bigint, key_id bigint, given_id text} CROSS JOIN must_not_link l CROSS JOIN observation o
WHERE (l.a = given.home OR l.b = given.home) AND o.id = l.observation_id AND o.key_id = given.key_id
  AND o.given_id = given.given_id)sql";
    std::optional<model::ProhibitionId> found;
    auto rows = session.lookup<model::ProhibitionId>(kSql, [&](model::ProhibitionId id) { found = id; });
    for (const auto home : readListings(session, of).homes) rows.add(home, key, givenId);
    rows.run();
    return found;
}

std::optional<model::ProhibitionId> findStanding(Session& session, base::ProfileId first,
                                                 base::ProfileId second) {
    for (const auto& each : standingOf(session, readListings(session, first).homes)) {
        const std::pair lives{each.liveA, each.liveB};
        if (lives == std::pair{first, second} || lives == std::pair{second, first}) return each.id;
    }
    return std::nullopt;
}

}  // namespace kith::storage
