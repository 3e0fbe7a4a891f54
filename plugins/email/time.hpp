// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::email {

/// Milliseconds since 1970, of a time as Amazon writes it: RFC 3339, or with a space before an offset that
/// has no colon ("2018-10-08T14:05:45 +0000"). Nothing if it is none, or before 1970.
[[nodiscard]] std::optional<std::int64_t> parseTime(std::string_view text);

/// `2026-11-20T09:30:00.000Z`; for times of the years 1970 to 9999.
[[nodiscard]] std::string formatTime(std::int64_t millis);

}  // namespace kith::email
