// SPDX-License-Identifier: Apache-2.0
#include "language.hpp"

#include <algorithm>

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/uloc.h>

namespace kith::fields {
namespace {

constexpr std::size_t kMaxTag = 100;

bool isTagCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/// `und`, which ICU keeps as an empty text, is the language of nobody.
bool isKnown(std::string_view language) {
    for (const char* const* each = uloc_getISOLanguages(); *each != nullptr; ++each) {
        if (language == *each) return true;
    }
    return false;
}

std::optional<std::string> canonicalOnce(std::string_view tag) {
    UErrorCode error = U_ZERO_ERROR;
    auto locale = icu::Locale::forLanguageTag({tag.data(), static_cast<std::int32_t>(tag.size())}, error);
    locale.canonicalize(error);
    auto canonical = locale.toLanguageTag<std::string>(error);
    if (U_FAILURE(error) || !isKnown(locale.getLanguage())) return std::nullopt;
    return canonical;
}

}  // namespace

std::optional<std::string> canonicalLanguage(std::string_view tag) {
    if (tag.size() > kMaxTag || !std::all_of(tag.begin(), tag.end(), isTagCharacter)) return std::nullopt;
    auto canonical = canonicalOnce(tag);
    // ICU 72 takes `true` off the end of every extension, and what is left of `x-true` is no tag any more.
    if (canonical && canonicalOnce(*canonical) != canonical) return std::nullopt;
    return canonical;
}

}  // namespace kith::fields
