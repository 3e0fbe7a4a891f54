// SPDX-License-Identifier: Apache-2.0
#include "number.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

namespace kith::fields {
namespace {

constexpr int kMaxExponent = 10'000;
/// Of one number, so that its digits and its exponent can't cancel each other out.
constexpr std::size_t kMaxCharacters = kMaxExponent / 2;
constexpr int kMaxDigits = 19;

std::string_view takeDigits(std::string_view& text) noexcept {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto digits = text.substr(0, end);
    text.remove_prefix(end);
    return digits;
}

bool take(std::string_view& text, std::string_view any) noexcept {
    if (text.empty() || any.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// A number taken apart: its value is 0.whole·fraction, shifted.
struct Parts {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    int exponent = 0;
};

std::optional<Parts> takeApart(std::string_view text) noexcept {
    Parts parts;
    parts.negative = take(text, "-");
    parts.whole = takeDigits(text);
    if (parts.whole.empty() || (parts.whole.size() > 1 && parts.whole.front() == '0')) return std::nullopt;
    if (take(text, ".")) {
        parts.fraction = takeDigits(text);
        if (parts.fraction.empty()) return std::nullopt;
    }
    if (take(text, "eE")) {
        const bool down = !text.empty() && text.front() == '-';
        take(text, "+-");
        const auto digits = takeDigits(text);
        if (digits.empty()) return std::nullopt;
        for (const char c : digits) parts.exponent = std::min(parts.exponent * 10 + (c - '0'), kMaxExponent);
        if (down) parts.exponent = -parts.exponent;
    }
    if (!text.empty()) return std::nullopt;
    return parts;
}

/// Equal numbers in one form: sign, digits without zeros at either end, and where they stand.
std::string normalised(const Parts& parts) {
    std::string digits(parts.whole);
    digits.append(parts.fraction);
    const auto first = digits.find_first_not_of('0');
    if (first == std::string::npos) return "0";
    const auto end = digits.find_last_not_of('0') + 1;
    const int exponent = parts.exponent + static_cast<int>(parts.whole.size()) - static_cast<int>(first);
    return (parts.negative ? "-" : "") + digits.substr(first, end - first) + 'e' + std::to_string(exponent);
}

}  // namespace

std::variant<std::int64_t, NumberProblem> parseScaled(std::string_view text, int places) noexcept {
    if (text.size() > kMaxCharacters) return NumberProblem::OutOfRange;
    const auto parts = takeApart(text);
    if (!parts) return NumberProblem::NotANumber;

    // The digits without zeros at either end, and how many zeros follow them in the scaled number.
    const auto digitAt = [&](std::size_t i) {
        return i < parts->whole.size() ? parts->whole[i] : parts->fraction[i - parts->whole.size()];
    };
    const auto size = parts->whole.size() + parts->fraction.size();
    std::size_t first = 0;
    while (first < size && digitAt(first) == '0') ++first;
    if (first == size) return 0;
    std::size_t last = size;
    while (digitAt(last - 1) == '0') --last;
    const int zeros =
        parts->exponent + places - static_cast<int>(parts->fraction.size()) + static_cast<int>(size - last);
    const auto digits = static_cast<int>(last - first);
    if (zeros < 0) return zeros + digits > kMaxDigits ? NumberProblem::OutOfRange : NumberProblem::TooPrecise;
    if (digits + zeros > kMaxDigits) return NumberProblem::OutOfRange;

    std::uint64_t value = 0;
    for (std::size_t i = first; i < last; ++i)
        value = value * 10 + static_cast<std::uint64_t>(digitAt(i) - '0');
    for (int i = 0; i < zeros; ++i) value *= 10;
    const auto limit =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (parts->negative ? 1U : 0U);
    if (value > limit) return NumberProblem::OutOfRange;
    return static_cast<std::int64_t>(parts->negative ? ~value + 1 : value);
}

bool sameNumber(std::string_view a, std::string_view b) {
    if (a.size() > kMaxCharacters || b.size() > kMaxCharacters) return false;
    const auto left = takeApart(a);
    const auto right = takeApart(b);
    return left && right && normalised(*left) == normalised(*right);
}

}  // namespace kith::fields
