// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::fields {

/// The canonical form of a language tag (BCP 47; RFC 5646, section 4.5, with the aliases of CLDR as in UTS
/// 35, section 3.2.1): `EN-us` is `en-US`, `iw` is `he`, `cmn` is `zh`. Nothing if it is malformed, over 100
/// bytes, or of a language that ICU doesn't know. Thread-safe.
[[nodiscard]] std::optional<std::string> canonicalLanguage(std::string_view tag);

}  // namespace kith::fields
