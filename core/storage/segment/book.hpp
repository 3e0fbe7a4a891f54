// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/storage/segment/condition_sql.hpp"

namespace kith::storage {

/// How much one may ask for, with all that it names.
inline constexpr std::size_t kMaxExpandedLeaves = 300;

/// How many conditions one holds, with those of the segments that it names, each time that it does; nothing
/// if it comes back to itself. Stops counting behind kMaxExpandedLeaves.
[[nodiscard]] std::optional<std::size_t> expandedLeaves(const model::Condition& condition,
                                                        const SegmentBook& book);

/// What a condition names and is not in the book: `unknown_segment`, at the place of each, below
/// `/condition`.
[[nodiscard]] std::vector<base::Violation> unknownNamed(const model::Condition& condition,
                                                        const SegmentBook& book);
/// What is wrong with how a segment of the book names others, at `/condition`: `cycle`, `too_many`.
[[nodiscard]] std::optional<base::Violation> excessOf(const SegmentBook& book, std::string_view key);

}  // namespace kith::storage
