// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/api/json_writer.hpp"
#include "core/storage/timeline_days.hpp"

namespace kith::api {

/// `YYYY-MM-DD` of a number of days since 1970.
[[nodiscard]] inline std::string dayText(std::int64_t day) {
    constexpr std::size_t kDigits = 10;
    return base::formatRfc3339(base::Time{std::chrono::days{day}}).substr(0, kDigits);
}

/// `[{"day", "channel", "status", "count"}]`; what has no status has null.
void writeActivityDays(JsonWriter& json, const std::vector<storage::ActivityDayCount>& days);

}  // namespace kith::api
