// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_candidates.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>

#include "core/storage/name_words.hpp"
#include "core/storage/profile_filter.hpp"
#include "core/storage/segment/membership.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kAsked = kMaxCandidates + 1;

/// Ids, each once, as long as they are not too many.
class IdSet {
public:
    void add(base::ProfileId id) { ids_.insert(id); }
    void countRow() noexcept { ++rows_; }
    [[nodiscard]] bool fits() const noexcept { return rows_ < kAsked && ids_.size() <= kMaxCandidates; }
    [[nodiscard]] std::vector<base::ProfileId> ids() const { return {ids_.begin(), ids_.end()}; }

private:
    std::unordered_set<base::ProfileId> ids_;
    std::size_t rows_ = 0;
};

void addListing(Session& session, const ProfileSearch& search, IdSet& found) {
    auto holders = session.lookup<base::ProfileId>(
        R"sql(
SELECT p.canonical_id
FROM {rows type text, value text, asked bigint}
CROSS JOIN {lateral} (
    SELECT e.home FROM identifier i CROSS JOIN profile_identifier e
    WHERE i.type = {row type} AND i.value = {row value} AND e.identifier_id = i.id AND e.role = 0
    UNION ALL
    SELECT x.home
    FROM (SELECT e.home FROM identifier i CROSS JOIN profile_identifier e
          WHERE i.type = {row type} AND i.value = {row value} AND e.identifier_id = i.id AND e.role <> 0
          ORDER BY e.role, e.home LIMIT {row asked}) x) l
CROSS JOIN profile p
WHERE p.id = l.home
)sql",
        [&](base::ProfileId id) { found.add(id); });
    for (const auto& identifier : search.identifiers) holders.add(identifier.type, identifier.value, kAsked);
    holders.run();
}

/// Whether there are more than are taken.
bool addBegun(Session& session, const ProfileSearch& search, IdSet& found) {
    std::map<std::int64_t, std::size_t> taken;
    // An identifier that nobody lists has its row too, so that a cut at the limit is seen.
    auto holders = session.lookup<std::int64_t, std::optional<base::ProfileId>>(
        R"sql(
SELECT given.place + l.others, p.canonical_id
FROM {rows place bigint, type text, low text, high text, asked bigint}
CROSS JOIN {lateral} (
    SELECT 0 AS others, e.home
    FROM (SELECT i.id FROM identifier i
          WHERE i.type = {row type} AND i.value >= {row low} AND i.value < {row high}
          ORDER BY i.value LIMIT {row asked}) b
    LEFT JOIN profile_identifier e ON e.identifier_id = b.id AND e.role = 0
    UNION ALL
    SELECT 1, x.home
    FROM (SELECT e.home
          FROM (SELECT i.id FROM identifier i
                WHERE i.type = {row type} AND i.value >= {row low} AND i.value < {row high}
                ORDER BY i.value LIMIT {row asked}) b
          CROSS JOIN profile_identifier e
          WHERE e.identifier_id = b.id AND e.role <> 0 LIMIT {row asked}) x) l
LEFT JOIN profile p ON p.id = l.home
)sql",
        [&](std::int64_t place, std::optional<base::ProfileId> id) {
            if (++taken[place] <= kBegun && id) found.add(*id);
        });
    std::int64_t place = 0;
    for (const auto& [type, value] : search.beginnings) {
        holders.add(place, type, value, value + std::string{kLastCharacter}, kBegun + 1);
        place += 2;
    }
    holders.run();
    return std::ranges::any_of(taken, [](const auto& each) { return each.second > kBegun; });
}

void addNamed(Session& session, const ProfileSearch& search, IdSet& found) {
    const auto words = searchedWords(search);
    if (!words.front().begin) return;
    session.each<base::ProfileId, bool>(
        R"sql(
SELECT n.profile_id,
       CASE WHEN (CAST(:word2 AS text) IS NULL OR (
                      SELECT 1 FROM name_word w
                      WHERE w.profile_id = n.profile_id AND w.word >= :word2 AND w.word < :end2 LIMIT 1) IS NOT NULL)
             AND (CAST(:word3 AS text) IS NULL OR (
                      SELECT 1 FROM name_word w
                      WHERE w.profile_id = n.profile_id AND w.word >= :word3 AND w.word < :end3 LIMIT 1) IS NOT NULL)
            THEN 1 ELSE 0 END
FROM (SELECT x.profile_id FROM name_word x WHERE x.word >= :word1 AND x.word < :end1 LIMIT :asked) n
)sql",
        [&](base::ProfileId id, bool hasAll) {
            found.countRow();
            if (hasAll) found.add(id);
        },
        words[1].begin, words[1].end, words[2].begin, words[2].end, words[0].begin, words[0].end, kAsked);
}

IdSet identified(Session& session, const ProfileSearch& search, bool& isCut) {
    IdSet found;
    if (search.id) {
        const auto row =
            session.first<base::ProfileId>("SELECT canonical_id FROM profile WHERE id = :id", *search.id);
        if (row) found.add(std::get<0>(*row));
    }
    addListing(session, search, found);
    isCut = !found.fits();
    if (addBegun(session, search, found)) isCut = true;
    return found;
}

// Of a column that equals a constant SQLite puts the constant into the indexed expression too, which it then
// does not know any more: hence the concatenation.
IdSet tagged(Session& session, const std::string& tag) {
    IdSet found;
    session.each<base::ProfileId>(
        R"sql(
SELECT f.profile_id FROM field_value f
WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) = substr(:tag, 1, 100) AND f.text_value || '' = :tag
  AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL
LIMIT :asked
)sql",
        [&](base::ProfileId id) {
            found.countRow();
            found.add(id);
        },
        tag, kAsked);
    return found;
}

IdSet consenting(Session& session, const CategoryFilter& filter) {
    IdSet found;
    session.each<base::ProfileId>(
        R"sql(
SELECT p.canonical_id
FROM (SELECT c.home FROM consent c WHERE c.category = :category AND c.current = 1 LIMIT :asked) c
CROSS JOIN profile p
WHERE p.id = c.home
)sql",
        [&](base::ProfileId id) {
            found.countRow();
            found.add(id);
        },
        filter.category, kAsked);
    return found;
}

IdSet inState(Session& session, model::EndpointState state) {
    IdSet found;
    // An address that nobody lists any more has its row too, so that a cut at the limit is seen. As a range,
    // since PostgreSQL takes any state for a common one, and would come across it soon in an index of all.
    session.each<std::optional<base::ProfileId>>(
        R"sql(
SELECT p.canonical_id
FROM (SELECT e.home
      FROM (SELECT s.identifier_id FROM endpoint_state s
            WHERE s.state BETWEEN :state AND :state AND s.current = 1 AND s.kind = 0 LIMIT :asked) s
      LEFT JOIN profile_identifier e ON e.identifier_id = s.identifier_id AND e.role = 0
      UNION ALL
      SELECT e.home
      FROM (SELECT s.identifier_id FROM endpoint_state s
            WHERE s.state BETWEEN :state AND :state AND s.current = 1 AND s.kind = 0 LIMIT :asked) s
      CROSS JOIN profile_identifier e
      WHERE e.identifier_id = s.identifier_id AND e.role <> 0
      LIMIT :asked) l
LEFT JOIN profile p ON p.id = l.home
)sql",
        [&](std::optional<base::ProfileId> id) {
            found.countRow();
            if (id) found.add(*id);
        },
        state, kAsked);
    return found;
}

std::vector<base::ProfileId> liveOf(Session& session, const std::vector<base::ProfileId>& ids) {
    IdSet found;
    auto rows = session.lookup<base::ProfileId>(
        "SELECT p.canonical_id FROM {rows id bigint} CROSS JOIN profile p WHERE p.id = {row id}",
        [&](base::ProfileId id) { found.add(id); });
    for (const auto id : ids) rows.add(id);
    rows.run();
    return found.ids();
}

/// Of its segment.
std::optional<IdSet> membersFor(Session& session, const ProfileQuery& query) {
    if (query.segment == nullptr) return std::nullopt;
    IdSet found;
    for (const auto id : listMembers(session, *query.segment, {}, kAsked)) found.add(id);
    if (!found.fits()) return std::nullopt;
    return found;
}

/// By the query's conditions but its search and its segment.
std::optional<IdSet> conditioned(Session& session, const ProfileQuery& query) {
    if (query.tag) {
        auto found = tagged(session, *query.tag);
        if (found.fits()) return found;
    }
    if (query.endpoint && query.endpoint->state && leavesEntry(*query.endpoint->state)) {
        auto found = inState(session, *query.endpoint->state);
        if (found.fits()) return found;
    }
    if (query.category && consentBehind(*query.category)) {
        auto found = consenting(session, *query.category);
        if (found.fits()) return found;
    }
    return std::nullopt;
}

}  // namespace

ProfileCandidates findCandidates(Session& session, const ProfileQuery& query) {
    ProfileCandidates candidates;
    if (query.ids) {
        candidates.found = true;
        candidates.ids = liveOf(session, *query.ids);
        return candidates;
    }
    if (query.search) {
        auto found = identified(session, *query.search, candidates.isCut);
        candidates.identified = found.ids();
        addNamed(session, *query.search, found);
        // Only words are looked for along a list; of very many who list an identifier the first have to do.
        if (found.fits() || query.search->words.empty())
            return {true, true, found.ids(), {}, false, candidates.isCut};
    }
    if (query.alongOrder) return candidates;
    auto found = membersFor(session, query);
    candidates.areMembers = found.has_value();
    if (!found) found = conditioned(session, query);
    if (found) {
        candidates.found = true;
        candidates.ids = found->ids();
    }
    return candidates;
}

}  // namespace kith::storage
