// SPDX-License-Identifier: Apache-2.0
#include "core/storage/name_words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "core/base/error.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kWordBytes = 64;
constexpr std::size_t kWords = 16;
constexpr std::size_t kSortBytes = 200;
// Far more than any name has; a field may hold 64 KiB.
constexpr std::size_t kLookedAt = 2'000;

void cut(std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    text.resize(bytes);
}

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

std::string foldedUnicode(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* decomposing = icu::Normalizer2::getNFKDInstance(status);
    auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    const auto decomposed = decomposing->normalize(source.foldCase(), status);
    if (U_FAILURE(status) != 0) {
        throw base::Error(base::ErrorCode::Internal, "a name could not be folded");
    }
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

std::string folded(std::string_view text) {
    std::string bounded(text);
    cut(bounded, kLookedAt);
    return isAscii(bounded) ? foldedAscii(bounded) : foldedUnicode(bounded);
}

/// Calls `take` with each word of a folded text, in order.
template <class Take>
void eachWord(const std::string& text, const Take& take) {
    for (std::size_t at = text.find_first_not_of(' '); at != std::string::npos;) {
        const auto end = std::min(text.find(' ', at), text.size());
        take(std::string_view{text}.substr(at, end - at));
        at = text.find_first_not_of(' ', end);
    }
}

}  // namespace

std::vector<std::string> nameWords(std::string_view text) {
    std::vector<std::string> words;
    eachWord(folded(text), [&](std::string_view word) {
        if (words.size() == kWords) return;
        cut(words.emplace_back(word), kWordBytes);
    });
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

std::string sortName(std::string_view firstName, std::string_view lastName) {
    std::string name;
    for (const auto part : {lastName, firstName}) {
        eachWord(folded(part), [&](std::string_view word) {
            if (!name.empty()) name += ' ';
            name += word;
        });
    }
    cut(name, kSortBytes);
    return name;
}

}  // namespace kith::storage
