// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/storage/history.hpp"
#include "core/storage/timeline.hpp"

namespace kith::storage {

/// Removes the homes that hold nothing of what the filter wants, by their counters.
void keepCounted(std::vector<HistoryHome>& homes, const TimelineFilter& filter);

/// From the counters where the filter is one that they know; else counted, over the newest 10,000 activities
/// at most.
[[nodiscard]] TimelineSummary summarise(Session& session, std::span<const HistoryHome> homes,
                                        const TimelineFilter& filter);

}  // namespace kith::storage
