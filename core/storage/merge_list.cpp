// SPDX-License-Identifier: Apache-2.0
#include "core/storage/merge_list.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/choices.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/merge_sides.hpp"
#include "core/storage/provenance.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kList = "merges";

using Text = std::optional<std::string>;

std::optional<model::Identifier> maybeIdentifier(Text type, Text value) {
    if (!type || !value) return std::nullopt;
    return model::Identifier{std::move(*type), std::move(*value)};
}

/// Why one was made, and why it was taken back, is told of two who live.
constexpr std::string_view kBothLive = "s.canonical_id <> 0 AND q.canonical_id <> 0";

/// A statement's text with the merges `m` that `from` yields; the rows are its own. A condition says when
/// reasons are told; why one was taken back stands with the prohibition that its undo left.
std::string selectMerges(const std::string& from, std::string_view isReasonTold = kBothLive) {
    return withOrigin(replaceMarks(R"sql(
SELECT m.id, m.at, m.survivor, m.absorbed, m.rule, a.type, a.value, COALESCE(m.joined_a_home, 0), b.type, b.value,
       COALESCE(m.joined_b_home, 0), m.choices, CASE WHEN {told} THEN m.reason END, u.at, u.observation_id,
       CASE WHEN {told} AND u.merge_id IS NOT NULL THEN
           (SELECT l.reason FROM must_not_link l
            WHERE l.a IN (m.survivor, m.absorbed) AND l.observation_id = u.observation_id) END, {origin}
FROM )sql" + from +
                                       R"sql(
CROSS JOIN profile s
CROSS JOIN profile q
LEFT JOIN observation o ON o.id = m.observation_id
LEFT JOIN identifier a ON a.id = m.joined_a
LEFT JOIN identifier b ON b.id = m.joined_b
LEFT JOIN merge_undo u ON u.merge_id = m.id
WHERE s.id = m.survivor AND q.id = m.absorbed)sql",
                                   {{"{told}", isReasonTold}}));
}

/// A merge as it was recorded, of whomever that tells. The homes are those under which the joined identifiers
/// stood: zero if that is not known.
struct Recorded {
    MergeView merge;
    base::ProfileId joinedAHome;
    base::ProfileId joinedBHome;
};

/// Leaves what is of one of the two whom each merge names, as these are now.
void leaveSides(Session& session, std::vector<Recorded>& records, Sides sides) {
    std::vector<MergeHomes> merges;
    for (const auto& [merge, joinedAHome, joinedBHome] : records) {
        auto homes = homesIn(merge.choices);
        homes.insert({merge.survivor, merge.absorbed, joinedAHome, joinedBHome});
        merges.push_back({merge.survivor, merge.absorbed, std::move(homes)});
    }
    keepHomesOfSides(session, merges, sides);
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto& [merge, joinedAHome, joinedBHome] = records[i];
        const auto& homes = merges[i].homes;
        const bool bothCount = homes.contains(merge.survivor) && homes.contains(merge.absorbed);
        const auto isTold = [&](base::ProfileId home) { return home ? homes.contains(home) : bothCount; };
        if (!isTold(joinedAHome)) merge.joinedA.reset();
        if (!isTold(joinedBHome)) merge.joinedB.reset();
        keepChoicesOf(merge.choices, homes);
    }
}

/// The merges of such a statement, the newest first, in which nothing of others is told.
template <class AddRows>
std::vector<MergeView> merges(Session& session, const std::string& sql, Sides sides, AddRows addRows) {
    std::vector<Recorded> records;
    auto rows = lookupWithOrigin<base::MergeId, base::Time, base::ProfileId, base::ProfileId, std::string,
                                 Text, Text, base::ProfileId, Text, Text, base::ProfileId, std::string, Text,
                                 std::optional<base::Time>, std::optional<base::ObservationId>, Text>(
        session, sql,
        [&](base::MergeId id, base::Time at, base::ProfileId survivor, base::ProfileId absorbed,
            std::string rule, Text typeA, Text valueA, base::ProfileId homeA, Text typeB, Text valueB,
            base::ProfileId homeB, std::string choices, Text reason, std::optional<base::Time> undoneAt,
            std::optional<base::ObservationId> undoneBy, Text undoReason, ProvenanceView by) {
            records.push_back({{id, at, survivor, absorbed, std::move(rule),
                                maybeIdentifier(std::move(typeA), std::move(valueA)),
                                maybeIdentifier(std::move(typeB), std::move(valueB)), std::move(choices),
                                std::move(reason).value_or(""),
                                decisionOf(undoneAt, undoneBy, std::move(undoReason)), std::move(by)},
                               homeA,
                               homeB});
        });
    addRows(rows);
    rows.run();
    leaveSides(session, records, sides);
    std::vector<MergeView> merges;
    for (auto& record : records) merges.push_back(std::move(record.merge));
    readDeciders(session, merges, &MergeView::undone);
    std::ranges::sort(merges, std::greater{}, &MergeView::id);
    return merges;
}

std::vector<MergeView> newestMerges(Session& session, base::MergeId before, std::size_t wanted) {
    static const std::string kSql = selectMerges(R"sql({rows before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.at, x.survivor, x.absorbed, x.rule, x.joined_a, x.joined_a_home, x.joined_b, x.joined_b_home,
           x.choices, x.reason, x.observation_id
    FROM merge_record x WHERE x.id < {row before} ORDER BY x.id DESC LIMIT {row wanted}) m)sql");
    return merges(session, kSql, Sides::Living, [&](auto& rows) { rows.add(before, wanted); });
}

/// Those that were taken back, of whom they had made part of somebody else.
std::vector<MergeView> readTakenBackFrom(Session& session, const std::vector<base::ProfileId>& homes) {
    static const std::string kSql = selectMerges("{rows home bigint} CROSS JOIN merge_record m") +
                                    " AND m.absorbed = given.home AND u.merge_id IS NOT NULL";
    return merges(session, kSql, Sides::Living, [&](auto& rows) {
        for (const auto home : homes) rows.add(home);
    });
}

}  // namespace

std::vector<MergeView> readAllMergesOf(Session& session, const std::vector<base::ProfileId>& homes) {
    auto all = readMergesOf(session, homes);
    std::ranges::move(readTakenBackFrom(session, homes), std::back_inserter(all));
    std::ranges::sort(all, std::greater{}, &MergeView::id);
    const auto isSame = [](const MergeView& a, const MergeView& b) { return a.id == b.id; };
    all.erase(std::unique(all.begin(), all.end(), isSame), all.end());
    return all;
}

std::vector<MergeView> readMergesOf(Session& session, const std::vector<base::ProfileId>& homes) {
    static const std::string kSql =
        selectMerges("{rows home bigint} CROSS JOIN merge_record m") + " AND m.survivor = given.home";
    return merges(session, kSql, Sides::Living, [&](auto& rows) {
        for (const auto home : homes) rows.add(home);
    });
}

std::vector<MergeView> readMergesNaming(Session& session, const MergesNaming& which, std::size_t wanted) {
    static const std::string kSql =
        selectMerges(R"sql({rows home bigint, live bigint, after bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.at, x.survivor, x.absorbed, x.rule, x.joined_a, x.joined_a_home, x.joined_b, x.joined_b_home,
           x.choices, x.reason, x.observation_id
    FROM merge_record x
    WHERE (x.survivor = {row home} OR x.absorbed = {row home}) AND x.id > {row after}
      AND NOT (x.absorbed = {row home}
               AND EXISTS (SELECT 1 FROM profile p
                           WHERE p.id = x.survivor
                             AND COALESCE(NULLIF(p.canonical_id, 0), p.removed_live) = {row live}))
    ORDER BY x.id LIMIT {row wanted}) m)sql",
                     "(s.canonical_id <> 0 OR s.removed_live = given.live)"
                     " AND (q.canonical_id <> 0 OR q.removed_live = given.live)");
    auto found = merges(session, kSql, Sides::AlsoRemoved,
                        [&](auto& rows) { rows.add(which.home, which.live, which.after, wanted); });
    std::ranges::reverse(found);
    return found;
}

MergeView readMerge(Session& session, base::MergeId id) {
    static const std::string kSql =
        selectMerges("{rows id bigint} CROSS JOIN merge_record m") + " AND m.id = given.id";
    auto found = merges(session, kSql, Sides::Living, [&](auto& rows) { rows.add(id); });
    if (found.empty()) throw base::Error(base::ErrorCode::NotFound, "There is no such merge.");
    return std::move(found.front());
}

std::optional<base::ProfileId> findSurvivor(Session& session, base::MergeId id) {
    const auto row = session.first<base::ProfileId>("SELECT survivor FROM merge_record WHERE id = :id", id);
    return row ? std::optional(std::get<0>(*row)) : std::nullopt;
}

std::optional<base::MergeId> findMerge(Session& session, base::ProfileId live, base::KeyId key,
                                       std::string_view givenId) {
    for (const auto& merge : readMergesOf(session, standingFor(session, live).homes))
        if (merge.by.key == key && merge.by.givenId == givenId) return merge.id;
    return std::nullopt;
}

MergePage listMerges(Session& session, const std::optional<ProfileRef>& of, const std::string& cursor,
                     std::size_t limit) {
    checkLimit(limit);
    base::MergeId before{std::numeric_limits<std::int64_t>::max()};
    if (!cursor.empty()) before = {readCursor(cursor, kList, 1).numbers.front()};
    MergePage page;
    if (of) {
        page.items = readAllMergesOf(session, readListings(session, *of).homes);
        std::erase_if(page.items, [&](const MergeView& merge) { return merge.id >= before; });
    } else {
        page.items = newestMerges(session, before, limit + 1);
    }
    if (page.items.size() > limit) {
        page.items.erase(page.items.begin() + static_cast<std::ptrdiff_t>(limit), page.items.end());
        page.nextCursor = writeCursor({std::string{kList}, {page.items.back().id.value}, {}});
    }
    return page;
}

}  // namespace kith::storage
