// SPDX-License-Identifier: Apache-2.0
#include "core/storage/duplicate_pairs.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Agreement;
using identity::MatchKey;

/// Most keys are those of two profiles.
constexpr std::size_t kGroups = 500;

// SQLite only uses a partial index whose condition it finds word by word. Profiles that are not known are
// read too, since a page has to know where it came to.
constexpr std::string_view kPairs = R"sql(
SELECT g.agreement, g.value, x.profile_id, p.known
FROM (SELECT s.agreement, s.value FROM match_group s
      WHERE s.holders >= 2 AND s.holders <= 10 AND (s.agreement, s.value) >= (:agreement, :value)
      ORDER BY s.agreement, s.value LIMIT :groups) g
CROSS JOIN match_key x CROSS JOIN profile p
WHERE x.value = g.value AND x.agreement = g.agreement AND p.id = x.profile_id
ORDER BY g.agreement, g.value, x.profile_id
)sql";

constexpr std::string_view kPairsOf = R"sql(
SELECT mine.agreement, mine.value, x.profile_id
FROM match_key mine CROSS JOIN match_group g CROSS JOIN match_key x CROSS JOIN profile p
WHERE mine.profile_id = :live AND g.value = mine.value AND g.agreement = mine.agreement
  AND g.holders >= 2 AND g.holders <= 10
  AND x.value = g.value AND x.agreement = g.agreement AND x.profile_id <> mine.profile_id
  AND p.id = x.profile_id AND p.known = 1
ORDER BY mine.agreement, mine.value, x.profile_id
)sql";

// What was decided names ids that may have been merged since: either may be any home of the two.
constexpr std::string_view kDecided = R"sql(
SELECT given.place
FROM {rows place bigint, a bigint, b bigint}
CROSS JOIN {lateral} (
    SELECT l.b AS other
    FROM (SELECT {row a} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row a} AND m.canonical_id <> m.id) h
    CROSS JOIN must_not_link l WHERE l.a = h.id AND l.lifted_at IS NULL
    UNION ALL
    SELECT l.a
    FROM (SELECT {row a} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row a} AND m.canonical_id <> m.id) h
    CROSS JOIN must_not_link l WHERE l.b = h.id AND l.lifted_at IS NULL
    UNION ALL
    SELECT c.b
    FROM (SELECT {row a} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row a} AND m.canonical_id <> m.id) h
    CROSS JOIN conflict c WHERE c.a = h.id AND c.state = 3
    UNION ALL
    SELECT c.a
    FROM (SELECT {row a} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row a} AND m.canonical_id <> m.id) h
    CROSS JOIN conflict c WHERE c.b = h.id AND c.state = 3
    UNION ALL
    SELECT x.b
    FROM (SELECT {row a} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row a} AND m.canonical_id <> m.id) h
    CROSS JOIN dismissed_duplicate x WHERE x.a = h.id
    UNION ALL
    SELECT x.a
    FROM (SELECT {row a} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row a} AND m.canonical_id <> m.id) h
    CROSS JOIN dismissed_duplicate x WHERE x.b = h.id) d
CROSS JOIN profile p
WHERE p.id = d.other AND p.canonical_id = given.b
)sql";

constexpr std::string_view kTelling = R"sql(
SELECT g.agreement, g.value
FROM {rows agreement bigint, value bigint} CROSS JOIN match_group g
WHERE g.value = given.value AND g.agreement = given.agreement AND g.holders >= 2 AND g.holders <= 10
)sql";

/// The profiles that have one key.
struct Group {
    MatchKey key;
    std::vector<base::ProfileId> known;
};

std::vector<Group> readGroups(Session& session, const MatchKey& from) {
    std::vector<Group> groups;
    session.each<Agreement, std::int64_t, base::ProfileId, bool>(
        kPairs,
        [&](Agreement agreement, std::int64_t value, base::ProfileId profile, bool known) {
            const MatchKey key{agreement, value};
            if (groups.empty() || groups.back().key != key) groups.push_back({key, {}});
            if (known) groups.back().known.push_back(profile);
        },
        from.agreement, from.value, kGroups);
    return groups;
}

DuplicatePair endOf(const MatchKey& key) {
    constexpr base::ProfileId kLast{std::numeric_limits<std::int64_t>::max()};
    return {key, kLast, kLast};
}

}  // namespace

PairRange readPairs(Session& session, const DuplicatePair& after) {
    const auto groups = readGroups(session, after.key);
    PairRange range{{}, after, groups.size() < kGroups};
    for (const auto& [key, known] : groups) {
        for (auto a = known.begin(); a != known.end(); ++a) {
            for (auto b = std::next(a); b != known.end(); ++b) {
                const DuplicatePair pair{key, *a, *b};
                if (pair <= after) continue;
                if (range.pairs.size() == kMaxPairs) {
                    range.isLast = false;
                    return range;
                }
                range.pairs.push_back(pair);
                range.end = pair;
            }
        }
        range.end = endOf(key);
    }
    return range;
}

std::vector<DuplicatePair> readPairsOf(Session& session, base::ProfileId live) {
    std::vector<DuplicatePair> pairs;
    std::set<base::ProfileId> others;
    session.each<Agreement, std::int64_t, base::ProfileId>(
        kPairsOf,
        [&](Agreement agreement, std::int64_t value, base::ProfileId other) {
            if (!others.insert(other).second) return;
            pairs.push_back({{agreement, value}, std::min(live, other), std::max(live, other)});
        },
        live);
    return pairs;
}

std::vector<DuplicatePair> keepUndecided(Session& session, std::span<const DuplicatePair> pairs) {
    std::vector<bool> isDecided(pairs.size(), false);
    auto rows = session.lookup<std::size_t>(kDecided, [&](std::size_t place) { isDecided[place] = true; });
    for (std::size_t place = 0; place < pairs.size(); ++place)
        rows.add(place, pairs[place].a, pairs[place].b);
    rows.run();
    std::vector<DuplicatePair> kept;
    for (std::size_t place = 0; place < pairs.size(); ++place)
        if (!isDecided[place]) kept.push_back(pairs[place]);
    return kept;
}

std::vector<MatchKey> keepTelling(Session& session, const std::vector<MatchKey>& keys) {
    std::vector<MatchKey> telling;
    auto rows =
        session.lookup<Agreement, std::int64_t>(kTelling, [&](Agreement agreement, std::int64_t value) {
            telling.push_back({agreement, value});
        });
    for (const auto& key : keys) rows.add(key.agreement, key.value);
    rows.run();
    std::ranges::sort(telling);
    return telling;
}

}  // namespace kith::storage
