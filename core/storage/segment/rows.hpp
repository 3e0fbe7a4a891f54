// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/storage/catalogue_store.hpp"
#include "core/storage/segment/condition_sql.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// How many segments a deployment has at most.
inline constexpr std::size_t kMaxSegments = 1'000;

struct Segment {
    SegmentId id;
    std::string key;
    std::string name;
    std::string description;
    std::optional<std::string> condition;  ///< JSON, as it is written shortest; none of a static one.
    ManagedBy managedBy = ManagedBy::Api;
    std::int64_t version = 1;
    base::Time createdAt;
    base::Time updatedAt;
};

/// Whether the database's tables hold segments: they are not older than that.
[[nodiscard]] bool hasSegments(Session& session);

/// All of them, by key.
[[nodiscard]] std::vector<Segment> readSegments(Session& session);
/// By key, those that follow `after`, at most `most`.
[[nodiscard]] std::vector<Segment> readSegments(Session& session, std::string_view after, std::size_t most);
[[nodiscard]] std::optional<Segment> findSegment(Session& session, std::string_view key);
/// All of them, which nobody else changes until the transaction ends.
[[nodiscard]] std::vector<Segment> lockSegments(Session& session);

/// Puts one in the place of the one with its id and key, or beside the others. Throws Error{Conflict} if
/// another one has its key.
void putSegment(Session& session, const Segment& segment);
/// Notes which others its condition names. They are there.
void noteNamed(Session& session, SegmentId id, const std::vector<std::string>& keys);

}  // namespace kith::storage
