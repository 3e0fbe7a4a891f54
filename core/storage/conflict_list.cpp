// SPDX-License-Identifier: Apache-2.0
#include "core/storage/conflict_list.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kByTime = "conflicts";
constexpr std::string_view kByObservations = "conflicts-by-observations";

/// A statement's text for pages in the order of a column; `c` is a conflict.
std::string selectConflicts(const std::string& order) {
    return withOrigin(R"sql(
SELECT c.id, c.a, c.b, p.canonical_id, q.canonical_id, c.code, c.observations, c.first_at, c.last_at,
       CASE WHEN (SELECT 1 FROM must_not_link l
                  WHERE l.a = c.a AND l.b = c.b AND l.lifted_at IS NULL LIMIT 1) IS NOT NULL
            THEN 1 ELSE 0 END, {origin}
FROM {rows state bigint, before bigint, id bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.a, x.b, x.code, x.observations, x.first_at, x.last_at, x.observation_id
    FROM conflict x
    WHERE x.state = {row state} AND (x.)sql" +
                      order + R"sql(, x.id) < ({row before}, {row id})
    ORDER BY x.)sql" + order +
                      R"sql( DESC, x.id DESC LIMIT {row wanted}) c
CROSS JOIN observation o
CROSS JOIN profile p
CROSS JOIN profile q
WHERE o.id = c.observation_id AND p.id = c.a AND q.id = c.b
)sql");
}

struct Found {
    ConflictView view;
    bool isSettled = false;
};

std::vector<Found> readPage(Session& session, const ConflictQuery& query, std::int64_t before,
                            std::int64_t id) {
    static const std::string kNewest = selectConflicts("last_at");
    static const std::string kMost = selectConflicts("observations");
    std::vector<Found> found;
    auto rows = lookupWithOrigin<model::ConflictId, base::ProfileId, base::ProfileId, base::ProfileId,
                                 base::ProfileId, model::RefusalCode, std::int64_t, base::Time, base::Time,
                                 bool>(
        session, query.sort == ConflictSort::Newest ? kNewest : kMost,
        [&](model::ConflictId conflict, base::ProfileId /*a*/, base::ProfileId /*b*/, base::ProfileId liveA,
            base::ProfileId liveB, model::RefusalCode code, std::int64_t observations, base::Time first,
            base::Time last, bool isForbidden, ProvenanceView by) {
            found.push_back(
                {{conflict, query.state, liveA, liveB, code, observations, first, last, std::move(by), {}},
                 query.state == model::ConflictState::Open && (isForbidden || liveA == liveB)});
        });
    rows.add(query.state, before, id, query.limit + 1);
    rows.run();
    return found;
}

std::int64_t placeOf(const ConflictView& view, ConflictSort sort) {
    return sort == ConflictSort::Newest ? base::toMillis(view.lastAt) : view.observations;
}

/// Each conflict's place with each home of its two profiles, and the other profile.
std::vector<std::tuple<std::size_t, base::ProfileId, base::ProfileId>> homesAndOthers(
    Session& session, const std::vector<ConflictView>& views) {
    constexpr std::string_view kHomes = R"sql(
SELECT given.place, p.id, given.other
FROM {rows place bigint, live bigint, other bigint} CROSS JOIN profile p
WHERE p.canonical_id = given.live AND p.canonical_id <> p.id
)sql";
    std::vector<std::tuple<std::size_t, base::ProfileId, base::ProfileId>> found;
    auto rows = session.lookup<std::size_t, base::ProfileId, base::ProfileId>(
        kHomes, [&](std::size_t place, base::ProfileId home, base::ProfileId other) {
            found.emplace_back(place, home, other);
        });
    for (std::size_t place = 0; place < views.size(); ++place) {
        const auto& [a, b] = std::tie(views[place].a, views[place].b);
        found.emplace_back(place, a, b);
        found.emplace_back(place, b, a);
        rows.add(place, a, b);
        rows.add(place, b, a);
    }
    rows.run();
    return found;
}

/// What was refused from the one side to the other.
void readRefused(Session& session, std::vector<ConflictView>& views) {
    static const std::string kSql = withOrigin(R"sql(
SELECT given.place, r.home, r.code, r.identifier_type, r.identifier_value, r.other, q.canonical_id, r.detail, r.count,
       r.first_at, r.last_at, {origin}
FROM {rows place bigint, home bigint, other bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT y.home, y.code, y.identifier_type, y.identifier_value, y.other, y.detail, y.count, y.first_at,
           y.last_at, y.observation_id
    FROM refusal y WHERE y.home = {row home} AND y.other <> 0 LIMIT {row most}) r
CROSS JOIN profile q
CROSS JOIN observation o
WHERE q.id = r.other AND q.canonical_id = given.other AND o.id = r.observation_id
)sql");
    constexpr std::size_t kLooked = 1'000;
    auto rows =
        lookupWithOrigin<std::size_t, base::ProfileId, model::RefusalCode, std::string, std::string,
                         base::ProfileId, base::ProfileId, std::string, std::int64_t, base::Time, base::Time>(
            session, kSql,
            [&](std::size_t place, base::ProfileId home, model::RefusalCode code, std::string type,
                std::string value, base::ProfileId other, base::ProfileId otherLive, std::string detail,
                std::int64_t count, base::Time first, base::Time last, ProvenanceView by) {
                views[place].refused.push_back({code,
                                                {std::move(type), std::move(value)},
                                                home,
                                                other,
                                                otherLive,
                                                std::move(detail),
                                                count,
                                                first,
                                                last,
                                                std::move(by)});
            });
    for (const auto& [place, home, other] : homesAndOthers(session, views))
        rows.add(place, home, other, kLooked);
    rows.run();
    for (auto& view : views) {
        std::ranges::sort(view.refused, [](const RefusalView& left, const RefusalView& right) {
            if (left.lastAt != right.lastAt) return left.lastAt > right.lastAt;
            return std::tie(left.home, left.code, left.identifier) <
                   std::tie(right.home, right.code, right.identifier);
        });
        if (view.refused.size() > kMaxConflictRefusals)
            view.refused.erase(view.refused.begin() + kMaxConflictRefusals, view.refused.end());
    }
}

}  // namespace

ConflictPage listConflicts(Session& session, const ConflictQuery& query) {
    checkLimit(query.limit);
    const auto list = query.sort == ConflictSort::Newest ? kByTime : kByObservations;
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    std::int64_t id = before;
    if (!query.cursor.empty()) {
        const auto cursor = readCursor(query.cursor, list, 2);
        before = cursor.numbers[0];
        id = cursor.numbers[1];
    }
    auto found = readPage(session, query, before, id);
    ConflictPage page;
    if (found.size() > query.limit) {
        found.erase(found.begin() + static_cast<std::ptrdiff_t>(query.limit), found.end());
        const auto& last = found.back().view;
        page.nextCursor = writeCursor({std::string{list}, {placeOf(last, query.sort), last.id.value}, {}});
    }
    for (auto& each : found)
        if (!each.isSettled) page.items.push_back(std::move(each.view));
    readRefused(session, page.items);
    return page;
}

}  // namespace kith::storage
