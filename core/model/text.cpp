// SPDX-License-Identifier: Apache-2.0
#include "core/model/text.hpp"

#include <algorithm>
#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace kith::model {
namespace {

constexpr std::size_t kLanguageTag = 35;
constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";

std::uint8_t byteAt(std::string_view text, std::size_t at) noexcept {
    return static_cast<std::uint8_t>(text[at]);
}

bool isAscii(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

}  // namespace

bool hasControl(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = byteAt(text, at);
        if (byte < 0x20 || byte == 0x7F) return true;
        if (byte == 0xC2 && at + 1 < text.size() && byteAt(text, at + 1) < 0xA0) return true;
    }
    return false;
}

bool isLanguageTag(std::string_view text) noexcept {
    return !text.empty() && text.size() <= kLanguageTag && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(kWhiteSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::string caseFolded(std::string_view text) {
    std::string folded;
    if (isAscii(text)) {
        folded = trimmed(text);
        for (char& c : folded) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        return folded;
    }
    auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    wide.foldCase();
    std::int32_t first = 0;
    std::int32_t end = wide.length();
    while (first < end && u_isUWhiteSpace(wide.charAt(first))) ++first;
    while (first < end && u_isUWhiteSpace(wide.charAt(end - 1))) --end;
    wide.tempSubStringBetween(first, end).toUTF8String(folded);
    return folded;
}

}  // namespace kith::model
