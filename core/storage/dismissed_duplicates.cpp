// SPDX-License-Identifier: Apache-2.0
#include "core/storage/dismissed_duplicates.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "core/base/error.hpp"
#include "core/storage/database.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;
using base::ProfileId;

constexpr std::string_view kNewest = R"sql(
SELECT d.a, d.b, p.canonical_id, q.canonical_id, d.at, d.key_id, d.source_type, d.source_name, d.reason
FROM (SELECT x.a, x.b, x.at, x.key_id, x.source_type, x.source_name, x.reason
      FROM dismissed_duplicate x WHERE (x.at, x.a, x.b) < (:at, :a, :b)
      ORDER BY x.at DESC, x.a DESC, x.b DESC LIMIT :most) d
CROSS JOIN profile p CROSS JOIN profile q
WHERE p.id = d.a AND q.id = d.b
ORDER BY d.at DESC, d.a DESC, d.b DESC
)sql";

// They name ids that may have been merged since: either may be any home of the two.
constexpr std::string_view kNaming = R"sql(
CROSS JOIN {lateral} (
    SELECT x.a, x.b, x.b AS other, x.at, x.key_id, x.source_type, x.source_name, x.reason
    FROM (SELECT {row live} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row live} AND m.canonical_id <> m.id) h
    CROSS JOIN dismissed_duplicate x WHERE x.a = h.id
    UNION ALL
    SELECT x.a, x.b, x.a, x.at, x.key_id, x.source_type, x.source_name, x.reason
    FROM (SELECT {row live} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row live} AND m.canonical_id <> m.id) h
    CROSS JOIN dismissed_duplicate x WHERE x.b = h.id) d
CROSS JOIN profile p
WHERE p.id = d.other)sql";

constexpr std::string_view kColumns = "d.a, d.b, d.at, d.key_id, d.source_type, d.source_name, d.reason";

constexpr std::string_view kPut = R"(
INSERT INTO dismissed_duplicate (a, b, at, key_id, source_type, source_name, reason)
VALUES (:a, :b, :at, :key, :type, :name, :reason)
ON CONFLICT (a, b) DO NOTHING)";

constexpr std::string_view kCount = R"sql(
SELECT COUNT(*) FROM (SELECT x.a FROM dismissed_duplicate x WHERE x.a = :first
                      UNION ALL SELECT x.b FROM dismissed_duplicate x WHERE x.b = :second LIMIT :most) d
)sql";

constexpr std::string_view kRemove =
    "DELETE FROM dismissed_duplicate WHERE (a, b) IN (SELECT a, b FROM {rows a bigint, b bigint})";

// Whom an id stands for can't change then, neither by a merge nor by an end.
constexpr std::string_view kLock =
    "SELECT p.id, p.canonical_id FROM {rows id bigint} CROSS JOIN profile p WHERE p.id = given.id"
    " ORDER BY p.id {lock p}";

LivePair inOrder(ProfileId one, ProfileId other) {
    return {std::min(one, other), std::max(one, other)};
}

/// One that puts the pair at `place` aside.
struct Found {
    std::size_t place = 0;
    DismissedPair dismissed;
};

std::vector<Found> dismissalsOf(Session& session, std::span<const LivePair> pairs) {
    static const std::string kSql = "SELECT given.place, " + std::string(kColumns) +
                                    " FROM {rows place bigint, live bigint, second bigint}" +
                                    std::string(kNaming) + " AND p.canonical_id = given.second";
    std::vector<Found> found;
    auto rows = session.lookup<std::size_t, ProfileId, ProfileId, base::Time, base::KeyId, std::string,
                               std::string, std::string>(kSql, [&](std::size_t place, ProfileId a,
                                                                   ProfileId b, base::Time at,
                                                                   base::KeyId key, std::string type,
                                                                   std::string name, std::string reason) {
        found.push_back(
            {place, {a, b, pairs[place], {at, std::move(reason), {std::move(type), std::move(name)}, key}}});
    });
    for (std::size_t place = 0; place < pairs.size(); ++place)
        rows.add(place, pairs[place].first, pairs[place].second);
    rows.run();
    return found;
}

std::vector<std::optional<DismissedPair>> firstDismissals(Session& session, std::span<const LivePair> pairs) {
    std::vector<std::optional<DismissedPair>> first(pairs.size());
    for (auto& [place, dismissed] : dismissalsOf(session, pairs)) {
        auto& known = first[place];
        if (!known || dismissed.place() < known->place()) known = std::move(dismissed);
    }
    return first;
}

/// The two as they stay until the transaction is over.
LivePair lockPair(Session& writer, const LivePair& named) {
    std::map<ProfileId, ProfileId> live;
    auto rows = writer.lookup<ProfileId, ProfileId>(
        kLock, [&](ProfileId id, ProfileId canonical) { live.emplace(id, canonical); });
    const auto [one, other] = inOrder(named.first, named.second);
    rows.add(one);
    rows.add(other);
    rows.run();
    for (const auto id : {named.first, named.second})
        if (!live[id]) throwNoProfile(writer, id);
    if (live[one] == live[other]) throw Error(ErrorCode::Conflict, "The two are one profile already.");
    return inOrder(live[one], live[other]);
}

void requireRoom(Session& writer, const LivePair& live) {
    for (const auto id : {live.first, live.second}) {
        const auto known = writer.first<std::int64_t>(kCount, id, id, kMaxDismissed);
        if (known && std::get<0>(*known) >= static_cast<std::int64_t>(kMaxDismissed)) {
            throw Error(ErrorCode::Conflict, "The profile " + id.text() + " is in " +
                                                 std::to_string(kMaxDismissed) +
                                                 " pairs that are put aside; take some of them back first.");
        }
    }
}

DismissedPair put(Session& writer, const LivePair& named, const DismissalView& dismissal) {
    const std::vector live{lockPair(writer, named)};
    if (auto standing = std::move(firstDismissals(writer, live).front())) return *std::move(standing);
    const auto& [a, b] = live.front();
    requireRoom(writer, live.front());
    writer.execute(kPut, a, b, dismissal.at, dismissal.key, dismissal.source.type, dismissal.source.name,
                   dismissal.reason);
    // Somebody may have been faster who named them by other ids, and even have taken it back since.
    if (auto standing = std::move(firstDismissals(writer, live).front())) return *std::move(standing);
    throw Error(ErrorCode::Conflict, "Somebody else decided about the two at the same time. Try again.");
}

}  // namespace

std::vector<DismissedPair> newestDismissed(Session& session, const DismissedPlace& before, std::size_t most) {
    std::vector<DismissedPair> found;
    const auto [at, a, b] = before;
    session.each<ProfileId, ProfileId, ProfileId, ProfileId, base::Time, base::KeyId, std::string,
                 std::string, std::string>(
        kNewest,
        [&](ProfileId namedA, ProfileId namedB, ProfileId liveA, ProfileId liveB, base::Time when,
            base::KeyId key, std::string type, std::string name, std::string reason) {
            found.push_back({namedA,
                             namedB,
                             inOrder(liveA, liveB),
                             {when, std::move(reason), {std::move(type), std::move(name)}, key}});
        },
        at, a, b, most);
    return found;
}

std::vector<DismissedPair> dismissedOf(Session& session, ProfileId live) {
    static const std::string kSql = "SELECT p.canonical_id, " + std::string(kColumns) +
                                    " FROM {rows live bigint}" + std::string(kNaming) +
                                    " AND p.canonical_id <> 0 AND p.canonical_id <> given.live";
    std::vector<DismissedPair> found;
    auto rows = session.lookup<ProfileId, ProfileId, ProfileId, base::Time, base::KeyId, std::string,
                               std::string, std::string>(kSql, [&](ProfileId other, ProfileId a, ProfileId b,
                                                                   base::Time at, base::KeyId key,
                                                                   std::string type, std::string name,
                                                                   std::string reason) {
        found.push_back(
            {a, b, inOrder(live, other), {at, std::move(reason), {std::move(type), std::move(name)}, key}});
    });
    rows.add(live);
    rows.run();
    return found;
}

void keepFirstDismissed(Session& session, std::vector<DismissedPair>& pairs) {
    std::erase_if(pairs, [](const DismissedPair& each) {
        return !each.live.first || each.live.first == each.live.second;
    });
    std::vector<LivePair> lives;
    for (const auto& each : pairs) lives.push_back(each.live);
    const auto first = firstDismissals(session, lives);
    std::vector<DismissedPair> kept;
    for (std::size_t i = 0; i < pairs.size(); ++i)
        if (first[i] && first[i]->place() == pairs[i].place()) kept.push_back(std::move(pairs[i]));
    pairs = std::move(kept);
}

DismissedPair dismissDuplicate(const Database& database, const LivePair& named,
                               const DismissalView& dismissal) {
    const auto writer = database.openWriter();
    Transaction transaction(*writer);
    auto standing = put(*writer, named, dismissal);
    transaction.commit();
    return standing;
}

LivePair restoreDuplicate(const Database& database, const LivePair& named) {
    const auto writer = database.openWriter();
    Transaction transaction(*writer);
    const std::vector live{lockPair(*writer, named)};
    const auto found = dismissalsOf(*writer, live);
    if (found.empty()) throw Error(ErrorCode::NotFound, "The two are not put aside.");
    auto remove = writer->bulk(kRemove);
    for (const auto& [place, dismissed] : found) remove.add(dismissed.a, dismissed.b);
    remove.run();
    transaction.commit();
    return live.front();
}

}  // namespace kith::storage
