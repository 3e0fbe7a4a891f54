// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace kith::base {

/// How many bytes the code point has that begins `text`; 0 if it is ill-formed (Unicode table 3-7: an
/// overlong form, a surrogate, something above U+10FFFF), or if there is none.
[[nodiscard]] std::size_t codePointSize(std::string_view text) noexcept;

/// How many code points well-formed UTF-8 has.
[[nodiscard]] std::size_t codePointCount(std::string_view text) noexcept;

/// Well-formed UTF-8.
[[nodiscard]] bool isUtf8(std::string_view text) noexcept;

/// Well-formed UTF-8 without U+0000, which the databases don't hold.
[[nodiscard]] bool isText(std::string_view text) noexcept;

}  // namespace kith::base
