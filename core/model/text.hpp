// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kith::model {

/// Whether a control character stands in well-formed UTF-8: C0, DEL, or C1.
[[nodiscard]] bool hasControl(std::string_view text) noexcept;

/// Whether it has the form of a language tag (BCP 47): 1 to 35 letters, digits and `-` (ASCII).
[[nodiscard]] bool isLanguageTag(std::string_view text) noexcept;

/// Without the white space around it (ASCII).
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// Trimmed of Unicode white space and folded, so that texts which differ in case alone become equal.
/// `text` is well-formed UTF-8.
[[nodiscard]] std::string caseFolded(std::string_view text);

}  // namespace kith::model
