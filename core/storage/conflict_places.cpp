// SPDX-License-Identifier: Apache-2.0
#include "core/storage/conflict_places.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/time.hpp"
#include "core/model/command.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::ProfileId;
using model::ConflictId;
using model::ConflictState;

/// What a conflict says of its observations.
struct Totals {
    std::int64_t observations = 0;
    base::Time first;
    base::Time last;

    bool operator==(const Totals&) const = default;
    void add(const Totals& other) {
        observations += other.observations;
        first = std::min(first, other.first);
        last = std::max(last, other.last);
    }
};

struct Conflict {
    std::pair<ProfileId, ProfileId> people;  ///< The two as they are now, the lower first.
    ConflictState state = ConflictState::Open;
    Totals counted;
    std::optional<Totals> stored;  ///< As they were shown.
    std::optional<Totals> shown = {};
};

/// By their ids: the last one came last.
using Conflicts = std::map<ConflictId, Conflict>;

std::string selectConflicts(const std::string& from) {
    return R"sql(
SELECT c.id, COALESCE(p.removed_live, p.canonical_id), COALESCE(q.removed_live, q.canonical_id), c.state,
       c.observations, c.first_at, c.last_at, c.shown_observations, c.shown_first_at, c.shown_last_at
FROM )sql" +
           from;
}

template <class AddRows>
void readInto(Conflicts& conflicts, Session& session, const std::string& sql, AddRows addRows) {
    auto rows =
        session.lookup<ConflictId, ProfileId, ProfileId, ConflictState, std::int64_t, base::Time, base::Time,
                       std::optional<std::int64_t>, std::optional<base::Time>, std::optional<base::Time>>(
            sql, [&](ConflictId id, ProfileId a, ProfileId b, ConflictState state, std::int64_t observations,
                     base::Time first, base::Time last, std::optional<std::int64_t> shownObservations,
                     std::optional<base::Time> shownFirst, std::optional<base::Time> shownLast) {
                Conflict conflict{std::minmax({a, b}), state, {observations, first, last}, {}};
                if (shownObservations && shownFirst && shownLast)
                    conflict.stored = Totals{*shownObservations, *shownFirst, *shownLast};
                conflicts.emplace(id, conflict);
            });
    addRows(rows);
    rows.run();
}

Conflicts readConcerned(Session& session, const ConcernedConflicts& concerned) {
    static const std::string kOfHomes = selectConflicts(R"sql({rows home bigint}
CROSS JOIN {lateral} (
    SELECT x.* FROM conflict x WHERE x.a = {row home}
    UNION ALL SELECT x.* FROM conflict x WHERE x.b = {row home}) c
CROSS JOIN profile p CROSS JOIN profile q
WHERE p.id = c.a AND q.id = c.b)sql");
    static const std::string kOfPairs = selectConflicts(R"sql({rows a bigint, b bigint}
CROSS JOIN conflict c CROSS JOIN profile p CROSS JOIN profile q
WHERE c.a = given.a AND c.b = given.b AND p.id = c.a AND q.id = c.b)sql");
    Conflicts conflicts;
    readInto(conflicts, session, kOfHomes, [&](auto& rows) {
        for (const auto home : concerned.homes) rows.add(home);
    });
    readInto(conflicts, session, kOfPairs, [&](auto& rows) {
        for (const auto& [a, b] : concerned.pairs) rows.add(a, b);
    });
    return conflicts;
}

void place(Conflicts& conflicts) {
    std::set<std::pair<ProfileId, ProfileId>> met;
    std::map<std::tuple<ProfileId, ProfileId, ConflictState>, Conflict*> lastOf;
    for (auto& [id, conflict] : conflicts | std::views::reverse) {
        const auto& [a, b] = conflict.people;
        if (a == b) {
            conflict.shown = conflict.counted;
            continue;
        }
        const bool isLast = met.insert(conflict.people).second;
        const auto [last, isLastOfState] = lastOf.try_emplace({a, b, conflict.state}, &conflict);
        // What was decided of the last is decided of those before.
        if (isLastOfState && (isLast || conflict.state != ConflictState::Open))
            conflict.shown = conflict.counted;
        else if (last->second->shown)
            last->second->shown->add(conflict.counted);
    }
}

}  // namespace

bool lockConflicts(Session& session, const std::set<ProfileId>& homes) {
    constexpr std::string_view kFind = R"sql(
SELECT c.id FROM {rows home bigint}
CROSS JOIN {lateral} (
    SELECT x.id FROM conflict x WHERE x.a = {row home}
    UNION ALL SELECT x.id FROM conflict x WHERE x.b = {row home}) c
)sql";
    constexpr std::string_view kLock = R"sql(
SELECT conflict.id FROM {rows id bigint} CROSS JOIN conflict
WHERE conflict.id = given.id ORDER BY conflict.id {lock conflict})sql";
    std::set<ConflictId> ids;
    auto find = session.lookup<ConflictId>(kFind, [&](ConflictId id) { ids.insert(id); });
    for (const auto home : homes) find.add(home);
    find.run();
    auto lock = session.lookup<ConflictId>(kLock, [](ConflictId /*locked*/) {});
    for (const auto id : ids) lock.add(id);
    lock.run();
    return !ids.empty();
}

void placeConflicts(Session& session, const ConcernedConflicts& concerned) {
    constexpr std::string_view kPlace = R"sql(
UPDATE conflict
SET shown_observations = given.observations, shown_first_at = given.first_at, shown_last_at = given.last_at
FROM {rows id bigint, observations bigint, first_at bigint, last_at bigint}
WHERE conflict.id = given.id)sql";
    auto conflicts = readConcerned(session, concerned);
    place(conflicts);
    auto update = session.bulk(kPlace);
    for (const auto& [id, conflict] : conflicts) {
        const auto& shown = conflict.shown;
        if (shown == conflict.stored) continue;
        if (shown)
            update.add(id, shown->observations, shown->first, shown->last);
        else
            update.add(id, std::optional<std::int64_t>{}, std::optional<base::Time>{},
                       std::optional<base::Time>{});
    }
    update.run();
}

}  // namespace kith::storage
