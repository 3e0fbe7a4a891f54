// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/catalogue.hpp"
#include "core/storage/segment/condition_sql.hpp"
#include "core/storage/segment/rows.hpp"

namespace kith::catalogue {

/// The condition of a segment, or else what is wrong with it, with pointers to the segment's members.
struct ReadSegment {
    std::optional<model::Condition> condition;
    std::vector<base::Violation> faults;
};

/// Of one that has a condition. Which segments that names is not looked at.
[[nodiscard]] ReadSegment readSegment(const storage::Segment& segment, const model::Catalogue& catalogue);

/// All of them by their keys; of one whose condition does not fit the catalogue nothing is known but its key.
[[nodiscard]] storage::SegmentBook bookOf(const std::vector<storage::Segment>& segments,
                                          const model::Catalogue& catalogue);

/// The same, but of one whose condition does not fit the segments that it names are known.
[[nodiscard]] storage::SegmentBook namingBookOf(const std::vector<storage::Segment>& segments,
                                                const model::Catalogue& catalogue);

}  // namespace kith::catalogue
