// SPDX-License-Identifier: Apache-2.0
#include "core/storage/conflict_list.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

using model::ConflictState;

constexpr std::string_view kByTime = "conflicts";
constexpr std::string_view kByObservations = "conflicts-by-observations";

/// A statement's text with the conflicts `c` that `from` yields; the rows are its own. One for which another
/// stands says what it counted itself.
std::string selectConflicts(const std::string& from) {
    return withOrigin(R"sql(
SELECT c.id, c.state, c.a, c.b, p.canonical_id, q.canonical_id, c.code,
       COALESCE(c.shown_observations, c.observations), COALESCE(c.shown_first_at, c.first_at),
       COALESCE(c.shown_last_at, c.last_at),
       CASE WHEN c.state <> 0 THEN c.decided_at END, c.decision_observation_id, c.decision_reason, {origin}
FROM )sql" + from + R"sql(
CROSS JOIN profile p
CROSS JOIN profile q
LEFT JOIN observation o ON o.id = c.observation_id
WHERE p.id = c.a AND q.id = c.b)sql");
}

/// For pages in the order of a column, which is null for those that another one stands for.
std::string selectPage(const std::string& order) {
    return selectConflicts(R"sql({rows state bigint, before bigint, id bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.state, x.a, x.b, x.code, x.observations, x.first_at, x.last_at, x.shown_observations,
           x.shown_first_at, x.shown_last_at, x.observation_id, x.decided_at, x.decision_observation_id,
           x.decision_reason
    FROM conflict x
    WHERE x.state = {row state} AND (x.)sql" +
                           order + R"sql(, x.id) < ({row before}, {row id})
    ORDER BY x.)sql" + order +
                           R"sql( DESC, x.id DESC LIMIT {row wanted}) c)sql");
}

template <class AddRows>
std::vector<ConflictView> conflicts(Session& session, const std::string& sql, AddRows addRows) {
    std::vector<ConflictView> found;
    auto rows = lookupWithOrigin<model::ConflictId, ConflictState, base::ProfileId, base::ProfileId,
                                 base::ProfileId, base::ProfileId, model::RefusalCode, std::int64_t,
                                 base::Time, base::Time, std::optional<base::Time>,
                                 std::optional<base::ObservationId>, std::optional<std::string>>(
        session, sql,
        [&](model::ConflictId id, ConflictState state, base::ProfileId namedA, base::ProfileId namedB,
            base::ProfileId a, base::ProfileId b, model::RefusalCode code, std::int64_t observations,
            base::Time first, base::Time last, std::optional<base::Time> decidedAt,
            std::optional<base::ObservationId> decidedBy, std::optional<std::string> reason,
            ProvenanceView by) {
            found.push_back({id,
                             state,
                             namedA,
                             namedB,
                             a,
                             b,
                             code,
                             observations,
                             first,
                             last,
                             std::move(by),
                             decisionOf(decidedAt, decidedBy, std::move(reason)),
                             {}});
        });
    addRows(rows);
    rows.run();
    return found;
}

std::vector<ConflictView> readPage(Session& session, const ConflictQuery& query, std::int64_t before,
                                   std::int64_t id) {
    static const std::string kNewest = selectPage("shown_last_at");
    static const std::string kMost = selectPage("shown_observations");
    return conflicts(session, query.sort == ConflictSort::Newest ? kNewest : kMost,
                     [&](auto& rows) { rows.add(query.state, before, id, query.limit + 1); });
}

std::int64_t placeOf(const ConflictView& view, ConflictSort sort) {
    return sort == ConflictSort::Newest ? base::toMillis(view.lastAt) : view.observations;
}

bool isApart(const ConflictView& view) {
    return view.state == ConflictState::Open || view.state == ConflictState::Forbidden;
}

/// Whether the two became one though nobody decided that here.
bool isOvertaken(const ConflictView& view) {
    return isApart(view) && view.a == view.b;
}

/// A home of one side of the conflict at this place, and the profile that is the other side.
struct Side {
    std::size_t place = 0;
    base::ProfileId home;
    base::ProfileId other;
};

std::vector<Side> sidesOf(Session& session, const std::vector<ConflictView>& views) {
    constexpr std::string_view kHomes = R"sql(
SELECT given.place, p.id, given.other
FROM {rows place bigint, live bigint, other bigint} CROSS JOIN profile p
WHERE p.canonical_id = given.live AND p.canonical_id <> p.id
)sql";
    std::vector<Side> found;
    auto rows = session.lookup<std::size_t, base::ProfileId, base::ProfileId>(
        kHomes, [&](std::size_t place, base::ProfileId home, base::ProfileId other) {
            found.push_back({place, home, other});
        });
    for (std::size_t place = 0; place < views.size(); ++place) {
        const auto& [a, b] = std::tie(views[place].a, views[place].b);
        found.push_back({place, a, b});
        rows.add(place, a, b);
        if (a == b) continue;
        found.push_back({place, b, a});
        rows.add(place, b, a);
    }
    rows.run();
    return found;
}

/// The first of the prohibitions that keep the two apart, of those that `isAsked` for.
template <class IsAsked>
std::vector<std::optional<DecisionView>> readStanding(Session& session, const std::vector<Side>& sides,
                                                      const std::vector<ConflictView>& views,
                                                      IsAsked isAsked) {
    constexpr std::string_view kSql = R"sql(
SELECT given.place, l.at, l.observation_id, l.reason
FROM {rows place bigint, home bigint, other bigint} CROSS JOIN must_not_link l CROSS JOIN profile q
WHERE l.a = given.home AND l.lifted_at IS NULL AND q.id = l.b AND q.canonical_id = given.other
)sql";
    std::vector<std::optional<DecisionView>> decisions(views.size());
    auto rows = session.lookup<std::size_t, base::Time, base::ObservationId, std::string>(
        kSql, [&](std::size_t place, base::Time at, base::ObservationId by, std::string reason) {
            auto& first = decisions[place];
            if (!first || std::tie(at, by) < std::tie(first->at, first->observation))
                first = DecisionView{at, by, std::move(reason), {}};
        });
    for (const auto& [place, home, other] : sides)
        if (isAsked(views[place])) rows.add(place, home, other);
    rows.run();
    return decisions;
}

/// What nobody decided here is decided by the first of the prohibitions that keep the two apart.
void readForbidden(Session& session, const std::vector<Side>& sides, std::vector<ConflictView>& views) {
    auto decisions = readStanding(session, sides, views,
                                  [](const ConflictView& view) { return isApart(view) && !view.decided; });
    for (std::size_t place = 0; place < views.size(); ++place) {
        if (!decisions[place]) continue;
        views[place].state = ConflictState::Forbidden;
        views[place].decided = std::move(decisions[place]);
    }
}

/// Those that are to be shown where `wanted` ones are.
std::vector<ConflictView> settle(Session& session, ConflictState wanted, std::vector<ConflictView> views) {
    readForbidden(session, sidesOf(session, views), views);
    std::erase_if(views, [&](const ConflictView& view) { return view.state != wanted || isOvertaken(view); });
    return views;
}

/// What attested observations were refused from the one side to the other; what a decision was is no evidence
/// of who the two are.
void readRefused(Session& session, std::vector<ConflictView>& views) {
    // By whom they were kept apart from: claims, of which there may be very many, name nobody there.
    static const std::string kSql = withOrigin(R"sql(
SELECT given.place, r.home, r.code, r.identifier_type, r.identifier_value, r.other, given.live, r.detail,
       r.count, r.first_at, r.last_at, {origin}
FROM {rows place bigint, home bigint, other bigint, live bigint, most bigint}
CROSS JOIN {lateral} (
    SELECT y.home, y.code, y.identifier_type, y.identifier_value, y.other, y.detail, y.count, y.first_at,
           y.last_at, y.observation_id
    FROM refusal y CROSS JOIN profile q
    WHERE y.other = {row home} AND y.other <> 0 AND y.code <> 4 AND y.by_decision = 0
      AND q.id = y.home
      AND q.canonical_id = {row other}
    ORDER BY y.last_at DESC, y.code, y.identifier_type, y.identifier_value LIMIT {row most}) r
CROSS JOIN observation o
WHERE o.id = r.observation_id
)sql");
    static_assert(static_cast<int>(model::RefusalCode::NotAttested) == 4);
    auto rows =
        lookupWithOrigin<std::size_t, base::ProfileId, model::RefusalCode, std::string, std::string,
                         base::ProfileId, base::ProfileId, std::string, std::int64_t, base::Time, base::Time>(
            session, kSql,
            [&](std::size_t place, base::ProfileId home, model::RefusalCode code, std::string type,
                std::string value, base::ProfileId other, base::ProfileId otherLive, std::string detail,
                std::int64_t count, base::Time first, base::Time last, ProvenanceView by) {
                views[place].refused.push_back({code, refusedIdentifier(std::move(type), std::move(value)),
                                                home, other, otherLive, std::move(detail), count, first, last,
                                                std::move(by)});
            });
    for (const auto& [place, home, other] : sidesOf(session, views)) {
        const auto live = views[place].a == other ? views[place].b : views[place].a;
        rows.add(place, home, other, live, kMaxConflictRefusals);
    }
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

/// Whether the merges that decided them stand; why not is told of two who live, as with the merge.
void readUndone(Session& session, std::vector<ConflictView>& views) {
    constexpr std::string_view kSql = R"sql(
SELECT given.place, u.at, u.observation_id,
       CASE WHEN u.merge_id IS NOT NULL AND s.canonical_id <> 0 AND q.canonical_id <> 0 THEN
           (SELECT l.reason FROM must_not_link l
            WHERE l.a IN (m.survivor, m.absorbed) AND l.observation_id = u.observation_id) END
FROM {rows place bigint, decided bigint} CROSS JOIN merge_record m CROSS JOIN profile s CROSS JOIN profile q
LEFT JOIN merge_undo u ON u.merge_id = m.id
WHERE m.observation_id = given.decided AND s.id = m.survivor AND q.id = m.absorbed
)sql";
    auto rows = session.lookup<std::size_t, std::optional<base::Time>, std::optional<base::ObservationId>,
                               std::optional<std::string>>(
        kSql, [&](std::size_t place, std::optional<base::Time> at, std::optional<base::ObservationId> by,
                  std::optional<std::string> reason) {
            views[place].undone = decisionOf(at, by, std::move(reason));
        });
    for (std::size_t place = 0; place < views.size(); ++place) {
        const auto& view = views[place];
        if (view.state == ConflictState::Merged && view.decided) rows.add(place, view.decided->observation);
    }
    rows.run();
    readDeciders(session, views, &ConflictView::undone);
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
        const auto& last = found.back();
        page.nextCursor = writeCursor({std::string{list}, {placeOf(last, query.sort), last.id.value}, {}});
    }
    // Of a profile that was deleted there is nothing to decide until it is restored.
    std::erase_if(found, [](const ConflictView& each) { return !each.a || !each.b; });
    page.items = settle(session, query.state, std::move(found));
    readRefused(session, page.items);
    readDeciders(session, page.items, &ConflictView::decided);
    readUndone(session, page.items);
    return page;
}

OpenConflicts countOpenConflicts(Session& session) {
    OpenConflicts open;
    const ConflictQuery query{ConflictState::Open, ConflictSort::Newest, {}, kMaxPage - 1};
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    std::int64_t id = before;
    for (std::size_t lookedAt = 0; lookedAt < kMostOpenConflicts;) {
        auto found = readPage(session, query, before, id);
        lookedAt += found.size();
        const bool isLast = found.size() < kMaxPage;
        if (!found.empty()) {
            before = placeOf(found.back(), query.sort);
            id = found.back().id.value;
        }
        std::erase_if(found, [](const ConflictView& each) { return !each.a || !each.b; });
        open.count += static_cast<std::int64_t>(settle(session, query.state, std::move(found)).size());
        if (isLast) return open;
    }
    open.atLeast = true;
    return open;
}

ConflictView readConflict(Session& session, model::ConflictId id) {
    static const std::string kSql =
        selectConflicts("{rows id bigint} CROSS JOIN conflict c") + " AND c.id = given.id";
    auto found = conflicts(session, kSql, [&](auto& rows) { rows.add(id); });
    if (found.empty() || !found.front().a || !found.front().b)
        throw base::Error(base::ErrorCode::NotFound, "There is no such conflict.");
    readRefused(session, found);
    readForbidden(session, sidesOf(session, found), found);
    if (isOvertaken(found.front())) {
        found.front().state = ConflictState::Merged;
        found.front().decided.reset();
    }
    readDeciders(session, found, &ConflictView::decided);
    readUndone(session, found);
    return std::move(found.front());
}

std::vector<model::ConflictId> noLongerForbidden(Session& session,
                                                 const std::vector<base::ProfileId>& homes) {
    static const std::string kOfFirst =
        selectConflicts("{rows home bigint} CROSS JOIN conflict c") + " AND c.a = given.home AND c.state = 2";
    static const std::string kOfSecond =
        selectConflicts("{rows home bigint} CROSS JOIN conflict c") + " AND c.b = given.home AND c.state = 2";
    static_assert(static_cast<int>(ConflictState::Forbidden) == 2);
    std::vector<ConflictView> views;
    for (const auto& sql : {kOfFirst, kOfSecond}) {
        auto some = conflicts(session, sql, [&](auto& rows) {
            for (const auto home : homes) rows.add(home);
        });
        std::ranges::move(some, std::back_inserter(views));
    }
    std::erase_if(views, [](const ConflictView& view) { return !view.a || !view.b; });
    const auto standing = readStanding(session, sidesOf(session, views), views,
                                       [](const ConflictView& /*view*/) { return true; });
    std::vector<model::ConflictId> found;
    for (std::size_t place = 0; place < views.size(); ++place)
        if (!standing[place]) found.push_back(views[place].id);
    return found;
}

std::pair<base::ProfileId, base::ProfileId> conflictProfiles(Session& session, model::ConflictId id) {
    constexpr std::string_view kSql = R"sql(
SELECT COALESCE(NULLIF(p.canonical_id, 0), p.removed_live), COALESCE(NULLIF(q.canonical_id, 0), q.removed_live)
FROM conflict c CROSS JOIN profile p CROSS JOIN profile q
WHERE c.id = :id AND p.id = c.a AND q.id = c.b)sql";
    std::optional<std::pair<base::ProfileId, base::ProfileId>> found;
    session.each<base::ProfileId, base::ProfileId>(
        kSql, [&](base::ProfileId a, base::ProfileId b) { found.emplace(a, b); }, id);
    if (!found) throw base::Error(base::ErrorCode::NotFound, "There is no such conflict.");
    return *found;
}

}  // namespace kith::storage
