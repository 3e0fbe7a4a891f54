// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/uloc.h>

/// Tags of languages. Only for plugins that use ICU (its library `uc`).
namespace kith::sdk {
namespace detail {

inline constexpr std::size_t kMaxLanguageTag = 100;

[[nodiscard]] constexpr bool isOfLanguageTag(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/// `und`, which ICU keeps as an empty text, is the language of nobody.
[[nodiscard]] inline bool isListedLanguage(std::string_view language) {
    for (const char* const* each = uloc_getISOLanguages(); *each != nullptr; ++each) {
        if (language == *each) return true;
    }
    return false;
}

[[nodiscard]] inline std::optional<std::string> canonicalOnce(std::string_view tag) {
    UErrorCode error = U_ZERO_ERROR;
    auto locale = icu::Locale::forLanguageTag({tag.data(), static_cast<std::int32_t>(tag.size())}, error);
    locale.canonicalize(error);
    auto canonical = locale.toLanguageTag<std::string>(error);
    if (U_FAILURE(error) || !isListedLanguage(locale.getLanguage())) return std::nullopt;
    return canonical;
}

}  // namespace detail

/// The canonical form of a language tag (BCP 47; RFC 5646, section 4.5, with the aliases of CLDR as in UTS
/// 35, section 3.2.1): `EN-us` is `en-US`, `iw` is `he`, `cmn` is `zh`. Nothing if it is malformed, over 100
/// bytes, or of a language that ICU doesn't know. Thread-safe.
[[nodiscard]] inline std::optional<std::string> canonicalLanguage(std::string_view tag) {
    if (tag.size() > detail::kMaxLanguageTag || !std::all_of(tag.begin(), tag.end(), detail::isOfLanguageTag))
        return std::nullopt;
    auto canonical = detail::canonicalOnce(tag);
    // ICU 72 takes `true` off the end of every extension, and what is left of `x-true` is no tag any more.
    if (canonical && detail::canonicalOnce(*canonical) != canonical) return std::nullopt;
    return canonical;
}

}  // namespace kith::sdk
