// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include <kith/sdk/types.hpp>

namespace kith::fields {

/// Of one text: what the server keeps (KITH_STORAGE_TEXT).
inline constexpr std::size_t kMaxTextBytes = 4'096;

/// How many code points well-formed UTF-8 has.
[[nodiscard]] std::size_t codePoints(std::string_view text) noexcept;

/// Without the white space of Unicode at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// What is said of a value that has more than `most` characters.
[[nodiscard]] sdk::Rejection tooLong(std::size_t most);

}  // namespace kith::fields
