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

constexpr std::string_view kStanding = "must_not_links";
constexpr std::string_view kLifted = "must_not_links-lifted";
// SQLite only uses a partial index whose condition it finds word by word.
constexpr std::string_view kIsStanding = "lifted_at IS NULL";
constexpr std::string_view kIsLifted = "lifted_at IS NOT NULL";

/// A statement's text with the prohibitions `l` that `from` yields; the rows are its own.
std::string selectProhibitions(const std::string& from) {
    return withOrigin(R"sql(
SELECT l.id, l.a, l.b, p.canonical_id, q.canonical_id, l.reason, l.at, l.lifted_at, l.lift_observation_id,
       l.lift_reason, {origin}
FROM )sql" + from +
                      R"sql(
CROSS JOIN profile p
CROSS JOIN profile q
LEFT JOIN observation o ON o.id = l.observation_id
WHERE p.id = l.a AND q.id = l.b)sql");
}

template <class AddRows>
std::vector<ProhibitionView> prohibitions(Session& session, const std::string& sql, AddRows addRows) {
    std::vector<ProhibitionView> found;
    auto rows = lookupWithOrigin<model::ProhibitionId, base::ProfileId, base::ProfileId, base::ProfileId,
                                 base::ProfileId, std::string, base::Time, std::optional<base::Time>,
                                 std::optional<base::ObservationId>, std::optional<std::string>>(
        session, sql,
        [&](model::ProhibitionId id, base::ProfileId a, base::ProfileId b, base::ProfileId liveA,
            base::ProfileId liveB, std::string reason, base::Time at, std::optional<base::Time> liftedAt,
            std::optional<base::ObservationId> liftedBy, std::optional<std::string> liftReason,
            ProvenanceView by) {
            found.push_back({id, a, b, liveA, liveB, std::move(reason), at, std::move(by),
                             decisionOf(liftedAt, liftedBy, std::move(liftReason))});
        });
    addRows(rows);
    rows.run();
    return found;
}

/// Those that name one of these homes and were lifted, or those that stand.
std::vector<ProhibitionView> prohibitionsOf(Session& session, const std::vector<base::ProfileId>& homes,
                                            bool lifted) {
    constexpr std::string_view kFrom = "{rows home bigint} CROSS JOIN must_not_link l";
    static const std::string kByA = selectProhibitions(std::string{kFrom}) + " AND l.a = given.home";
    static const std::string kByB = selectProhibitions(std::string{kFrom}) + " AND l.b = given.home";
    const auto addHomes = [&](auto& rows) {
        for (const auto home : homes) rows.add(home);
    };
    auto found = prohibitions(session, kByA, addHomes);
    std::ranges::move(prohibitions(session, kByB, addHomes), std::back_inserter(found));
    std::erase_if(found, [&](const ProhibitionView& each) { return each.lifted.has_value() != lifted; });
    return found;
}

/// It holds on for a profile that was deleted, and shows again once that is restored.
bool isOfDeleted(const ProhibitionView& each) {
    return !each.liveA || !each.liveB;
}

std::string selectNewest(std::string_view which) {
    return selectProhibitions(R"sql({rows before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.a, x.b, x.reason, x.at, x.observation_id, x.lifted_at, x.lift_observation_id,
           x.lift_reason
    FROM must_not_link x WHERE x.)sql" +
                              std::string(which) + R"sql( AND x.id < {row before}
    ORDER BY x.id DESC LIMIT {row wanted}) l)sql");
}

std::vector<ProhibitionView> newestProhibitions(Session& session, model::ProhibitionId before,
                                                const ProhibitionQuery& query) {
    static const std::string kNewestStanding = selectNewest(kIsStanding);
    static const std::string kNewestLifted = selectNewest(kIsLifted);
    return prohibitions(session, query.lifted ? kNewestLifted : kNewestStanding,
                        [&](auto& rows) { rows.add(before, query.limit + 1); });
}

}  // namespace

ProhibitionPage listProhibitions(Session& session, const ProhibitionQuery& query) {
    checkLimit(query.limit);
    const auto list = query.lifted ? kLifted : kStanding;
    model::ProhibitionId before{std::numeric_limits<std::int64_t>::max()};
    if (!query.cursor.empty()) before = {readCursor(query.cursor, list, 1).numbers.front()};
    ProhibitionPage page;
    page.items = query.of ? prohibitionsOf(session, readListings(session, *query.of).homes, query.lifted)
                          : newestProhibitions(session, before, query);
    std::erase_if(page.items, [&](const ProhibitionView& each) { return each.id >= before; });
    std::ranges::sort(page.items, std::greater{}, &ProhibitionView::id);
    if (page.items.size() > query.limit) {
        page.items.erase(page.items.begin() + static_cast<std::ptrdiff_t>(query.limit), page.items.end());
        page.nextCursor = writeCursor({std::string{list}, {page.items.back().id.value}, {}});
    }
    std::erase_if(page.items, isOfDeleted);
    readDeciders(session, page.items, &ProhibitionView::lifted);
    return page;
}

std::vector<ProhibitionView> readStandingOf(Session& session, const std::vector<base::ProfileId>& homes) {
    auto found = prohibitionsOf(session, homes, false);
    std::erase_if(found, isOfDeleted);
    std::ranges::sort(found, std::greater{}, &ProhibitionView::id);
    return found;
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
    for (const auto home : standingFor(session, of).homes) rows.add(home, key, givenId);
    rows.run();
    return found;
}

std::optional<ProhibitionView> readStanding(Session& session, base::ProfileId first, base::ProfileId second) {
    const auto homes = standingFor(session, first).homes;
    const auto others = standingFor(session, second).homes;
    const auto isOf = [](const std::vector<base::ProfileId>& side, base::ProfileId home) {
        return std::ranges::find(side, home) != side.end();
    };
    for (auto& each : prohibitionsOf(session, homes, false))
        if ((isOf(homes, each.a) && isOf(others, each.b)) || (isOf(homes, each.b) && isOf(others, each.a)))
            return std::move(each);
    return std::nullopt;
}

}  // namespace kith::storage
