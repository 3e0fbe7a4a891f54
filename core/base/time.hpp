// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kith::base {

/// Every time in kith: UTC, cut to milliseconds.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Milliseconds since 1970-01-01T00:00:00Z, the form in which times are stored.
[[nodiscard]] inline std::int64_t toMillis(Time time) noexcept {
    return time.time_since_epoch().count();
}
[[nodiscard]] inline Time fromMillis(std::int64_t millis) noexcept {
    return Time{std::chrono::milliseconds{millis}};
}

/// Reads an RFC 3339 date-time (section 5.6) with any offset and any number of fraction digits, cut to
/// milliseconds. A leap second reads as the last millisecond of its minute. Nothing if it is not one, or
/// if the year in UTC is outside 0001 to 9999.
[[nodiscard]] std::optional<Time> parseRfc3339(std::string_view text) noexcept;

/// `2026-11-20T09:30:00.000Z`
[[nodiscard]] std::string formatRfc3339(Time time);

/// Where the current time comes from; injected, so that tests own it. Implementations are thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const noexcept = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Time now() const noexcept override;
};

}  // namespace kith::base
