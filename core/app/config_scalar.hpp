// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kith::app {

/// What an unquoted YAML scalar looks like.
enum class Shape {
    Text,
    Boolean,    ///< `true` or `false`
    Number,     ///< A decimal number as JSON writes it.
    Ambiguous,  ///< YAML readers disagree about it: `010`, `0x1F`, `+5`, `.inf`, `True`.
};

[[nodiscard]] Shape shapeOf(std::string_view text);

/// Reads `0`, `-7`, `42`; no sign but minus, no leading zero, no fraction. Nothing if it does not fit.
[[nodiscard]] std::optional<std::int64_t> parseInteger(std::string_view text);

/// Reads one whole number and one unit of `ms`, `s`, `m`, `h`, `d`; the result is in milliseconds.
[[nodiscard]] std::optional<std::int64_t> parseDuration(std::string_view text);

/// Reads one whole number and one unit of `B`, `KiB`, `MiB`, `GiB`; the result is in bytes.
[[nodiscard]] std::optional<std::int64_t> parseSize(std::string_view text);

}  // namespace kith::app
