// SPDX-License-Identifier: Apache-2.0
#include "core/model/language.hpp"

#include <cstdint>
#include <optional>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <kith/sdk/language.hpp>

#include "core/model/text.hpp"

namespace kith::model {
namespace {

std::optional<icu::Locale> localeOf(std::string_view tag) {
    UErrorCode error = U_ZERO_ERROR;
    auto locale = icu::Locale::forLanguageTag({tag.data(), static_cast<std::int32_t>(tag.size())}, error);
    // Of what is malformed ICU may have made a locale without a language, which has a name all the same.
    const bool isKnown =
        U_SUCCESS(error) && !locale.isBogus() && !std::string_view(locale.getLanguage()).empty();
    return isKnown ? std::optional(locale) : std::nullopt;
}

}  // namespace

std::optional<std::string> canonicalLanguage(std::string_view tag) {
    if (!isLanguageTag(tag)) return std::nullopt;
    return sdk::canonicalLanguage(tag);
}

bool isRightToLeft(std::string_view tag) {
    const auto locale = localeOf(tag);
    return locale && locale->isRightToLeft() != 0;
}

std::string ownNameOf(std::string_view tag) {
    const auto locale = localeOf(tag);
    if (!locale) return std::string(tag);
    icu::UnicodeString wide;
    locale->getDisplayName(*locale, wide);
    std::string name;
    wide.toUTF8String(name);
    return name.empty() ? std::string(tag) : name;
}

}  // namespace kith::model
