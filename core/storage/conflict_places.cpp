// SPDX-License-Identifier: Apache-2.0
#include "core/storage/conflict_places.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/time.hpp"
#include "core/model/command.hpp"
#include "core/storage/all_homes.hpp"
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
    TwoPeople people;
    ConflictState state = ConflictState::Open;
    Totals counted;
    std::optional<Totals> stored;  ///< As they were shown.
    std::optional<Totals> shown = {};
};

/// By their ids: the last one first.
using Conflicts = std::map<ConflictId, Conflict, std::greater<>>;

Conflicts readConflicts(Session& session, const std::set<TwoPeople>& people) {
    static const std::string kSql = R"sql(
SELECT given.a, given.b, c.id, c.state, c.observations, c.first_at, c.last_at, c.shown_observations,
       c.shown_first_at, c.shown_last_at
FROM {rows a bigint, b bigint}
CROSS JOIN {lateral} ()sql" + allHomesOf("{row a}") +
                                    ") m CROSS JOIN {lateral} (" + allHomesOf("{row b}") + R"sql() n
CROSS JOIN conflict c
WHERE c.a = CASE WHEN m.id < n.id THEN m.id ELSE n.id END AND c.b = CASE WHEN m.id < n.id THEN n.id ELSE m.id END)sql";
    Conflicts conflicts;
    auto rows =
        session.lookup<ProfileId, ProfileId, ConflictId, ConflictState, std::int64_t, base::Time, base::Time,
                       std::optional<std::int64_t>, std::optional<base::Time>, std::optional<base::Time>>(
            kSql, [&](ProfileId a, ProfileId b, ConflictId id, ConflictState state, std::int64_t observations,
                      base::Time first, base::Time last, std::optional<std::int64_t> shownObservations,
                      std::optional<base::Time> shownFirst, std::optional<base::Time> shownLast) {
                Conflict conflict{{a, b}, state, {observations, first, last}, {}};
                if (shownObservations && shownFirst && shownLast)
                    conflict.stored = Totals{*shownObservations, *shownFirst, *shownLast};
                conflicts.emplace(id, conflict);
            });
    for (const auto& [a, b] : people) rows.add(a, b);
    rows.run();
    return conflicts;
}

void place(Conflicts& conflicts) {
    std::set<TwoPeople> met;
    std::map<std::tuple<ProfileId, ProfileId, ConflictState>, Conflict*> lastOf;
    for (auto& [id, conflict] : conflicts) {
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

std::vector<std::set<ProfileId>> conflictPartners(Session& session,
                                                  std::span<const std::vector<ProfileId>* const> homes) {
    constexpr std::string_view kSql = R"sql(
SELECT given.place, COALESCE(whose.removed_live, whose.canonical_id)
FROM {rows place bigint, home bigint}
CROSS JOIN {lateral} (
    SELECT x.b AS other FROM conflict x WHERE x.a = {row home}
    UNION ALL SELECT x.a FROM conflict x WHERE x.b = {row home}) c
CROSS JOIN profile whose
WHERE whose.id = c.other)sql";
    std::vector<std::set<ProfileId>> partners(homes.size());
    auto rows = session.lookup<std::size_t, ProfileId>(
        kSql, [&](std::size_t place, ProfileId other) { partners[place].insert(other); });
    for (std::size_t place = 0; place < homes.size(); ++place)
        for (const auto home : *homes[place]) rows.add(place, home);
    rows.run();
    return partners;
}

void lockConflicts(Session& session) {
    session.each<std::int64_t>("SELECT id FROM conflict_lock WHERE id = 1{lock conflict_lock}",
                               [](std::int64_t /*locked*/) {});
}

void placeConflicts(Session& session, const std::set<TwoPeople>& people) {
    if (people.empty()) return;
    constexpr std::string_view kPlace = R"sql(
UPDATE conflict
SET shown_observations = given.observations, shown_first_at = given.first_at, shown_last_at = given.last_at
FROM {rows id bigint, observations bigint, first_at bigint, last_at bigint}
WHERE conflict.id = given.id)sql";
    auto conflicts = readConflicts(session, people);
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
