// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <vector>

#include "core/storage/change_list.hpp"
#include "core/storage/export/place.hpp"
#include "core/storage/history.hpp"
#include "core/storage/timeline.hpp"

namespace kith::storage {

struct ExportedActivity {
    TimelineActivity activity;
    ProvenanceView by;  ///< Of the newest facts.
};

using ActivityPlace = ExportPlace<HistoryKey>;
inline constexpr HistoryKey kNewestActivity{base::Time::max(), std::numeric_limits<std::int64_t>::max()};

/// Newest first: what is heard of an activity can only make it older, so while others write none is missed.
[[nodiscard]] std::vector<ExportedActivity> nextActivities(Session& session, ActivityPlace& place,
                                                           std::size_t wanted);

}  // namespace kith::storage
