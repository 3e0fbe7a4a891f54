// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_scalar.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <span>

#include <re2/re2.h>

namespace kith::app {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t factor;
};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<std::int64_t> parseWithUnit(std::string_view text, std::span<const Unit> units) {
    std::size_t digits = 0;
    while (digits < text.size() && isDigit(text[digits])) ++digits;
    const auto count = parseInteger(text.substr(0, digits));
    if (!count) return std::nullopt;
    for (const auto& unit : units) {
        if (text.substr(digits) != unit.name) continue;
        if (*count > std::numeric_limits<std::int64_t>::max() / unit.factor) return std::nullopt;
        return *count * unit.factor;
    }
    return std::nullopt;
}

}  // namespace

Shape shapeOf(std::string_view text) {
    if (text == "true" || text == "false") return Shape::Boolean;
    static const re2::RE2 kDecimal(R"(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?)");
    static const re2::RE2 kAmbiguous(
        R"(True|TRUE|False|FALSE|[-+]?(0x[0-9a-fA-F]+|0o?[0-7]+|[0-9]+\.?[0-9]*([eE][-+]?[0-9]+)?|\.[0-9]+([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN))");
    if (text.size() > 100) return Shape::Text;  // No number is as long as this.
    if (re2::RE2::FullMatch(text, kDecimal)) return Shape::Number;
    if (re2::RE2::FullMatch(text, kAmbiguous)) return Shape::Ambiguous;
    return Shape::Text;
}

std::optional<std::int64_t> parseInteger(std::string_view text) {
    const auto digits = text.substr(text.starts_with('-') ? 1 : 0);
    if (digits.empty() || !isDigit(digits.front()) || (digits.size() > 1 && digits.front() == '0'))
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> parseDuration(std::string_view text) {
    static constexpr std::array<Unit, 5> kUnits{
        {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    return parseWithUnit(text, kUnits);
}

std::optional<std::int64_t> parseSize(std::string_view text) {
    static constexpr std::array<Unit, 4> kUnits{
        {{"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}};
    return parseWithUnit(text, kUnits);
}

}  // namespace kith::app
