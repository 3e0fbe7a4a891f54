// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::model {

/// The canonical form of a language tag (BCP 47, with the aliases of CLDR): `EN-us` is `en-US`, `iw` is `he`.
/// Nothing if it is malformed, or of a language that ICU doesn't know.
[[nodiscard]] std::optional<std::string> canonicalLanguage(std::string_view tag);

/// Whether a language (BCP 47) is written from right to left, by the script that its tag names or else by
/// its usual one (CLDR). What is no tag is not.
[[nodiscard]] bool isRightToLeft(std::string_view tag);

/// What a language is called in itself (CLDR), as `Deutsch` of `de`; the tag of one whose name is not known.
[[nodiscard]] std::string ownNameOf(std::string_view tag);

}  // namespace kith::model
