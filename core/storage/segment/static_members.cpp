// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/error.hpp"
#include "core/storage/database.hpp"
#include "core/storage/segment/store.hpp"

namespace kith::storage {
namespace {

/// The id of a static segment, which is there until the transaction ends.
SegmentId lockStatic(Session& session, std::string_view key) {
    const auto found =
        session.first<SegmentId, int>("SELECT id, kind FROM segment WHERE key = :key{lock segment}", key);
    if (!found) throw base::Error(base::ErrorCode::NotFound, "There is no such segment.");
    if (std::get<1>(*found) == 1) return std::get<0>(*found);
    throw base::Error(base::ErrorCode::Conflict,
                      "Only a static segment lists people; this one has a condition.");
}

/// Those that live, and neither merge nor go until the transaction ends: an erasure finds what is written of
/// them.
std::vector<base::ProfileId> lockLiving(Session& session, std::span<const base::ProfileId> profiles) {
    std::vector<base::ProfileId> sorted(profiles.begin(), profiles.end());
    std::ranges::sort(sorted);
    std::vector<base::ProfileId> living;
    auto rows = session.lookup<base::ProfileId>(
        "SELECT p.id FROM {rows id bigint} CROSS JOIN profile p"
        " WHERE p.id = given.id AND p.canonical_id <> 0{lock p}",
        [&](base::ProfileId id) { living.push_back(id); });
    for (const auto id : sorted) rows.add(id);
    rows.run();
    return living;
}

/// All homes of theirs.
std::vector<base::ProfileId> homesOf(Session& session, std::span<const base::ProfileId> profiles) {
    std::vector<base::ProfileId> homes;
    auto found = session.lookup<base::ProfileId, std::optional<base::ProfileId>>(
        "SELECT p.canonical_id, m.id FROM {rows id bigint} CROSS JOIN profile p LEFT JOIN profile m"
        " ON m.canonical_id = p.canonical_id AND m.canonical_id <> m.id"
        " WHERE p.id = given.id AND p.canonical_id <> 0",
        [&](base::ProfileId live, std::optional<base::ProfileId> absorbed) {
            homes.push_back(live);
            if (absorbed) homes.push_back(*absorbed);
        });
    for (const auto id : profiles) found.add(id);
    found.run();
    std::ranges::sort(homes);
    return homes;
}

std::size_t removeMembers(Session& session, SegmentId segment, std::span<const base::ProfileId> profiles) {
    auto remove = session.bulk(
        "DELETE FROM segment_member WHERE (segment_id, home) IN"
        " (SELECT segment_id, home FROM {rows segment_id bigint, home bigint})");
    for (const auto home : homesOf(session, profiles)) remove.add(segment, home);
    return static_cast<std::size_t>(remove.run());
}

}  // namespace

std::size_t SegmentStore::insertMembers(Session& session, SegmentId id,
                                        std::span<const base::ProfileId> profiles) const {
    const auto now = clock_.now();
    auto insert = session.bulk(
        "INSERT INTO segment_member {insert segment_id bigint, home bigint, added_at bigint}"
        " ON CONFLICT (segment_id, home) DO NOTHING");
    for (const auto home : lockLiving(session, profiles)) insert.add(id, home, now);
    return static_cast<std::size_t>(insert.run());
}

SegmentStore::Changed SegmentStore::changeMembers(std::string_view key,
                                                  std::span<const base::ProfileId> remove,
                                                  std::span<const base::ProfileId> add) {
    const auto writer = database_.openWriter();
    Transaction transaction(*writer);
    const auto segment = lockStatic(*writer, key);
    Changed changed;
    changed.removed = removeMembers(*writer, segment, remove);
    changed.added = insertMembers(*writer, segment, add);
    transaction.commit();
    return changed;
}

}  // namespace kith::storage
