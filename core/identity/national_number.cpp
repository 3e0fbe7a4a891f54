// SPDX-License-Identifier: Apache-2.0
#include "core/identity/national_number.hpp"

#include <algorithm>
#include <array>

namespace kith::identity {
namespace {

constexpr std::size_t kFewestDigits = 8;

// The country codes of one and two digits; all others have three (ITU-T E.164, list of assigned codes). None
// is the beginning of another one.
constexpr std::array<std::string_view, 2> kOneDigit{"1", "7"};
constexpr std::array<std::string_view, 44> kTwoDigits{
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
    "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
    "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"};

std::size_t countryDigits(std::string_view digits) {
    if (std::ranges::find(kOneDigit, digits.substr(0, 1)) != kOneDigit.end()) return 1;
    const auto two = digits.substr(0, 2);
    return std::ranges::find(kTwoDigits, two) != kTwoDigits.end() ? 2 : 3;
}

}  // namespace

std::optional<std::string> nationalNumber(std::string_view e164) {
    if (!e164.starts_with('+')) return std::nullopt;
    auto digits = e164.substr(1);
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    digits.remove_prefix(std::min(countryDigits(digits), digits.size()));
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() < kFewestDigits) return std::nullopt;
    return std::string(digits);
}

}  // namespace kith::identity
