// SPDX-License-Identifier: Apache-2.0
#include "text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace kith::fields {
namespace {

/// White_Space of Unicode, as UTF-8.
constexpr std::array<std::string_view, 25> kSpaces{
    "\t",           "\n",           "\v",           "\f",           "\r",           " ",
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
    "\xE3\x80\x80"};

}  // namespace

std::size_t codePoints(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto cutFront = [&] {
        const auto* space =
            std::find_if(kSpaces.begin(), kSpaces.end(), [&](auto each) { return text.starts_with(each); });
        if (space == kSpaces.end()) return false;
        text.remove_prefix(space->size());
        return true;
    };
    const auto cutBack = [&] {
        const auto* space =
            std::find_if(kSpaces.begin(), kSpaces.end(), [&](auto each) { return text.ends_with(each); });
        if (space == kSpaces.end()) return false;
        text.remove_suffix(space->size());
        return true;
    };
    while (cutFront()) continue;
    while (cutBack()) continue;
    return text;
}

sdk::Rejection tooLong(std::size_t most) {
    return {"too_long", "Must have at most " + std::to_string(most) + " characters."};
}

}  // namespace kith::fields
