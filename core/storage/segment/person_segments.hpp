// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/storage/segment/condition_sql.hpp"

namespace kith::storage {

class Session;

/// The segments that a person is in.
struct PersonSegments {
    std::vector<std::string> keys;  ///< In their order.
    bool complete = true;           ///< False if of some segments it could not be said.
};

/// How many conditions are asked about one person, of all segments together.
inline constexpr std::size_t kMaxPersonLeaves = 3'000;

/// Which of all segments a person is in at a time: `homes` are the id of the profile and then its other
/// homes. Each condition is asked once, whoever names its segment, and many in one statement. Of a segment
/// that has conditions beyond kMaxPersonLeaves in the order of the keys, or names one that is not in the book
/// or of which it can't be said, it can't be said. Nobody whom lists don't hold is in any.
[[nodiscard]] PersonSegments segmentsOf(Session& session, const SegmentBook& book,
                                        const std::vector<base::ProfileId>& homes, base::Time now);

}  // namespace kith::storage
