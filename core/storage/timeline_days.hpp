// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/activity.hpp"
#include "core/storage/timeline.hpp"

namespace kith::storage {

class Session;

/// Activities of one day, a number of days since 1970 in UTC.
struct ActivityDayCount {
    std::int64_t day = 0;
    std::string channel;
    std::optional<model::Status> status;  ///< Nothing of those that have none.
    std::int64_t count = 0;
};

struct TimelineDays {
    std::vector<ActivityDayCount> items;  ///< By day, channel, status.
    bool atLeast = false;                 ///< There may be more: only the newest were counted.
};

inline constexpr std::int64_t kMostOfTimelineDays = 10'000;

/// The activities of a profile that the filter lets through, by day: of the newest kMostOfTimelineDays in its
/// period. A counter for each day of each person would have about a row for each activity, and these stand in
/// the order of their times. Throws Error{NotFound}.
[[nodiscard]] TimelineDays readTimelineDays(Session& session, const ProfileRef& ref,
                                            const TimelineFilter& filter);

}  // namespace kith::storage
