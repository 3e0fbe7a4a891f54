// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace kith::fields {

/// How many code points well-formed UTF-8 has.
[[nodiscard]] std::size_t codePoints(std::string_view text) noexcept;

/// Without the white space of Unicode at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

}  // namespace kith::fields
