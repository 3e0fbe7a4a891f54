// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kith::fields {

/// Whether it is a date of the Gregorian calendar as ISO 8601 writes it, YYYY-MM-DD, from 0001 to 9999.
[[nodiscard]] bool isDate(std::string_view text) noexcept;

/// Milliseconds since the epoch of an RFC 3339 time, cut to the millisecond. A leap second is the last
/// millisecond of its minute. Nothing if it is none, or outside of the years 0001 to 9999 in UTC.
[[nodiscard]] std::optional<std::int64_t> parseDatetime(std::string_view text) noexcept;

}  // namespace kith::fields
