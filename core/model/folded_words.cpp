// SPDX-License-Identifier: Apache-2.0
#include "core/model/folded_words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "core/base/error.hpp"

namespace kith::model {
namespace {

// Far more than any name has; a field may hold 64 KiB.
constexpr std::size_t kLookedAt = 2'000;

bool isAscii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

/// Letters and digits folded, everything else a blank.
std::string foldedAscii(std::string_view text) {
    std::string folded(text);
    for (char& c : folded) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            c = ' ';
    }
    return folded;
}

void requireSuccess(UErrorCode status) {
    if (U_FAILURE(status) != 0) {
        throw base::Error(base::ErrorCode::Internal, "a name could not be folded");
    }
}

/// Looked up once, by whoever is first: ICU is built without the sanitizers, which see no order in its own
/// first time.
const icu::Normalizer2& decomposing() {
    static const icu::Normalizer2& instance = []() -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const auto* found = icu::Normalizer2::getNFKDInstance(status);
        requireSuccess(status);
        return *found;
    }();
    return instance;
}

std::string foldedUnicode(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    const auto decomposed = decomposing().normalize(source.foldCase(), status);
    requireSuccess(status);
    icu::UnicodeString kept;
    for (int32_t at = 0; at < decomposed.length(); at = decomposed.moveIndex32(at, 1)) {
        const UChar32 c = decomposed.char32At(at);
        if (u_charType(c) == U_NON_SPACING_MARK) continue;
        kept.append(u_isalnum(c) != 0 || u_charType(c) == U_COMBINING_SPACING_MARK ? c : UChar32{' '});
    }
    std::string folded;
    kept.foldCase().toUTF8String(folded);
    return folded;
}

}  // namespace

void cutText(std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    text.resize(bytes);
}

std::vector<std::string> foldedWords(std::string_view text) {
    std::string bounded(text);
    cutText(bounded, kLookedAt);
    const auto folded = isAscii(bounded) ? foldedAscii(bounded) : foldedUnicode(bounded);
    std::vector<std::string> words;
    for (std::size_t at = folded.find_first_not_of(' '); at != std::string::npos;) {
        const auto end = std::min(folded.find(' ', at), folded.size());
        words.push_back(folded.substr(at, end - at));
        at = folded.find_first_not_of(' ', end);
    }
    return words;
}

}  // namespace kith::model
