// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/model/segment/condition.hpp"

namespace kith::storage {

/// What a comparison with days around today means where days begin and end so: values from `low` to `high`,
/// both included. Of a date they are dates; of an anniversary, months and days, where `low` may be the later
/// one, and the range goes over the end of the year; of a time, milliseconds.
struct DayRange {
    model::FieldValue low;
    model::FieldValue high;

    friend bool operator==(const DayRange&, const DayRange&) = default;
};

/// The range in UTC, where whoever has no time zone is counted, and those of the time zones where it is
/// another.
struct DayRanges {
    struct OfZone {
        std::string zone;  ///< Of the IANA time zone database.
        DayRange range;
    };
    DayRange utc;
    std::vector<OfZone> zones;
};

/// Of InLastDays, InNextDays and, of dates, Anniversary.
[[nodiscard]] DayRanges dayRanges(const model::Comparison& comparison, model::ValueKind kind, base::Time now);

/// The day that it is then in a time zone; in UTC if the name is empty or no zone's.
[[nodiscard]] std::chrono::sys_days dayIn(std::string_view zone, base::Time time);

}  // namespace kith::storage
