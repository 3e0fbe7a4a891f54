// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/rows.hpp"

#include <utility>

#include "core/base/error.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kSegments = R"(
SELECT id, key, name, description, condition, managed_by, version, created_at, updated_at FROM segment)";

constexpr std::string_view kPut = R"(
INSERT INTO segment (id, key, name, description, kind, condition, managed_by, version, created_at, updated_at)
VALUES (:id, :key, :name, :description, :kind, :condition, :manager, :version, :created, :updated)
ON CONFLICT (key) DO UPDATE
SET name = excluded.name, description = excluded.description, condition = excluded.condition,
    managed_by = excluded.managed_by, version = excluded.version, updated_at = excluded.updated_at
WHERE segment.id = excluded.id)";

constexpr std::string_view kNote = R"(
INSERT INTO segment_use (segment_id, used_id) SELECT CAST(:id AS bigint), id FROM segment WHERE key = :key)";

template <class... Values>
std::vector<Segment> segments(Session& session, std::string_view behind, Values... values) {
    std::vector<Segment> all;
    session.each<SegmentId, std::string, std::string, std::string, std::optional<std::string>, ManagedBy,
                 std::int64_t, base::Time, base::Time>(
        std::string(kSegments) + std::string(behind),
        [&](SegmentId id, std::string key, std::string name, std::string description,
            std::optional<std::string> condition, ManagedBy manager, std::int64_t version, base::Time created,
            base::Time updated) {
            all.push_back({id, std::move(key), std::move(name), std::move(description), std::move(condition),
                           manager, version, created, updated});
        },
        values...);
    return all;
}

}  // namespace

bool hasSegments(Session& session) {
    bool found = false;
    session.each<std::string>(session.dialect().listObjects(),
                              [&](const std::string& name) { found = found || name == "segment"; });
    return found;
}

std::vector<Segment> readSegments(Session& session) {
    return segments(session, " ORDER BY key");
}

std::vector<Segment> readSegments(Session& session, std::string_view after, std::size_t most) {
    return segments(session, " WHERE key > :after ORDER BY key LIMIT :most", after, most);
}

std::optional<Segment> findSegment(Session& session, std::string_view key) {
    auto found = segments(session, " WHERE key = :key", key);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Segment> lockSegments(Session& session) {
    return segments(session, " ORDER BY id{lock segment}");
}

void putSegment(Session& session, const Segment& segment) {
    const auto touched = session.execute(kPut, segment.id, segment.key, segment.name, segment.description,
                                         segment.condition ? 0 : 1, segment.condition, segment.managedBy,
                                         segment.version, segment.createdAt, segment.updatedAt);
    if (touched == 0) throw base::Error(base::ErrorCode::Conflict, "There is a segment of this id.");
}

void noteNamed(Session& session, SegmentId id, const std::vector<std::string>& keys) {
    session.execute("DELETE FROM segment_use WHERE segment_id = :id", id);
    for (const auto& key : keys) session.execute(kNote, id, key);
}

}  // namespace kith::storage
