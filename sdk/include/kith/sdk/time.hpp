// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace kith::sdk {

/// Milliseconds since 1970 as RFC 3339 in UTC: `2026-11-20T09:30:00.000Z`, the form that observations take.
[[nodiscard]] inline std::string rfc3339(std::int64_t millis) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{millis}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss<milliseconds> clock{time - day};
    char text[48];
    const int length = std::snprintf(
        text, sizeof(text), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {text, static_cast<std::size_t>(length)};
}

}  // namespace kith::sdk
