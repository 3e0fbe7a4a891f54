// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "core/base/id.hpp"
#include "core/model/segment/condition.hpp"
#include "core/storage/segment/profile_set.hpp"

namespace kith::storage {

using SegmentId = base::Id<struct SegmentTag>;

/// What a segment holds: whom its condition holds for, or whom it lists.
struct SegmentContent {
    SegmentId id;
    std::optional<model::Condition> condition;  ///< None of a static one.
};

/// Segments by their keys: all that a condition names, and those that these name.
using SegmentBook = std::map<std::string, SegmentContent, std::less<>>;

/// `FROM profile p … WHERE …`: a row of each of those that are asked about for whom the condition holds, over
/// sets, each of which is read by its own index, and the planner joins them. It stands in a text that begins
/// with `text.with()`. Every constant is bound; the text holds none of them. Throws Error{Conflict} for a
/// segment that is not in the book.
[[nodiscard]] std::string membersOf(const model::Condition& condition, const SegmentBook& book,
                                    SegmentText& text);

/// Whom a static segment lists.
[[nodiscard]] std::string listedBy(SegmentId segment, SegmentText& text);

}  // namespace kith::storage
