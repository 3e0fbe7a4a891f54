// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/comparison_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/utf8.hpp"

namespace kith::storage {
namespace {

using model::Comparison;
using model::FieldValue;
using model::Operator;

// As the index has it.
constexpr std::size_t kIndexedCharacters = 100;
constexpr std::string_view kIndexed = "substr(f.text_value, 1, 100)";

std::string_view firstCharacters(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; count > 0 && at < text.size(); --count) at += base::codePointSize(text.substr(at));
    return text.substr(0, at);
}

std::string encoded(char32_t point) {
    const auto tail = [point](unsigned shift) {
        return static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
    };
    if (point < 0x80) return {static_cast<char>(point)};
    if (point < 0x800) return {static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
    if (point < 0x10000) return {static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
    return {static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
}

char32_t decoded(std::string_view character) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (character.size() == 1) return byte(0);
    char32_t point = byte(0) & (0x7FU >> character.size());
    for (std::size_t i = 1; i < character.size(); ++i) point = (point << 6U) | (byte(i) & 0x3FU);
    return point;
}

/// The first text in the order of bytes behind all that begin with this one; nothing if there is none.
std::optional<std::string> behind(std::string_view beginning) {
    while (!beginning.empty()) {
        auto last = beginning.size() - 1;
        while ((static_cast<unsigned char>(beginning[last]) & 0xC0U) == 0x80U) --last;
        const auto point = decoded(beginning.substr(last));
        beginning = beginning.substr(0, last);
        if (point == 0x10FFFF) continue;
        return std::string(beginning) + encoded(point == 0xD7FF ? 0xE000 : point + 1);
    }
    return std::nullopt;
}

std::string_view symbolOf(Operator is) noexcept {
    return is == Operator::Less ? "<" : ">";
}

template <class Bind>
std::string listOf(const Comparison& comparison, Bind bind) {
    std::vector<std::string> names;
    for (const auto& value : comparison.values) names.push_back(bind(value));
    return joined(names, ", ");
}

[[noreturn]] void throwNoSuch() {
    throw base::Error(base::ErrorCode::Internal, "A condition has an operator that is not its own.");
}

/// What every kind of value is compared by.
template <class Bind>
std::string compareAny(std::string_view column, const Comparison& comparison, Bind bind) {
    switch (comparison.is) {
        case Operator::Known:
            return fmt::format("{} IS NOT NULL", column);
        case Operator::Equals:
            return fmt::format("{} = {}", column, bind(comparison.values[0]));
        case Operator::OneOf:
            return fmt::format("{} IN ({})", column, listOf(comparison, bind));
        default:
            throwNoSuch();
    }
}

}  // namespace

bool isNegative(Operator is) noexcept {
    return is == Operator::NotEquals || is == Operator::NoneOf || is == Operator::Unknown;
}

Operator positive(Operator is) noexcept {
    if (is == Operator::NotEquals) return Operator::Equals;
    if (is == Operator::NoneOf) return Operator::OneOf;
    if (is == Operator::Unknown) return Operator::Known;
    return is;
}

std::string compareText(std::string_view column, const Comparison& comparison, SegmentText& text) {
    const auto bind = [&](const FieldValue& value) { return text.made.bind(value.text); };
    switch (comparison.is) {
        case Operator::StartsWith: {
            const auto name = bind(comparison.values[0]);
            return fmt::format("substr({}, 1, length(CAST({} AS text))) = {}", column, name, name);
        }
        case Operator::Contains:
            return fmt::format("{}({}, {}) > 0", text.dialect.position(), column, bind(comparison.values[0]));
        default:
            return compareAny(column, comparison, bind);
    }
}

std::string compareNumber(std::string_view column, const Comparison& comparison, SegmentText& text) {
    const auto bind = [&](const FieldValue& value) { return text.made.bind(value.number); };
    switch (comparison.is) {
        case Operator::Less:
        case Operator::Greater:
            return fmt::format("{} {} {}", column, symbolOf(comparison.is), bind(comparison.values[0]));
        case Operator::Between:
            return fmt::format("{} BETWEEN {} AND {}", column, bind(comparison.values[0]),
                               bind(comparison.values[1]));
        default:
            return compareAny(column, comparison, bind);
    }
}

// Of a longer text the beginning is looked up and the rest compared.
std::string compareIndexedText(const Comparison& comparison, SegmentText& text) {
    const auto head = [&](const FieldValue& value) {
        return text.made.bind(firstCharacters(value.text, kIndexedCharacters));
    };
    const auto whole = [&](const FieldValue& value) { return text.made.bind(value.text); };
    switch (comparison.is) {
        case Operator::Known:
            return "f.text_value IS NOT NULL";
        case Operator::Equals:
        case Operator::OneOf:
        case Operator::Contains:
            break;
        case Operator::StartsWith: {
            const auto& wanted = comparison.values[0].text;
            const auto beginning = firstCharacters(wanted, kIndexedCharacters);
            auto range = fmt::format("{} >= {}", kIndexed, text.made.bind(beginning));
            if (const auto end = behind(beginning))
                range += fmt::format(" AND {} < {}", kIndexed, text.made.bind(*end));
            if (beginning.size() == wanted.size()) return range;
            return range + " AND " + compareText("f.text_value", comparison, text);
        }
        case Operator::Less:
        case Operator::Greater: {
            const auto symbol = symbolOf(comparison.is);
            return fmt::format("{} {}= {} AND f.text_value {} {}", kIndexed, symbol,
                               head(comparison.values[0]), symbol, whole(comparison.values[0]));
        }
        case Operator::Between:
            return fmt::format("{} BETWEEN {} AND {} AND f.text_value BETWEEN {} AND {}", kIndexed,
                               head(comparison.values[0]), head(comparison.values[1]),
                               whole(comparison.values[0]), whole(comparison.values[1]));
        default:
            throwNoSuch();
    }
    if (comparison.is == Operator::Contains) return compareText("f.text_value", comparison, text);
    auto test = fmt::format("{} IN ({})", kIndexed, listOf(comparison, head));
    // What ends before its hundredth character is told by its beginning. Of others the rest is compared so
    // that SQLite does not put the constant in the place of the column, which would take the index away.
    const auto isShort = [](const FieldValue& value) {
        return firstCharacters(value.text, kIndexedCharacters - 1).size() == value.text.size();
    };
    if (std::ranges::all_of(comparison.values, isShort)) return test;
    return test + " AND " + compareText("f.text_value || ''", comparison, text);
}

}  // namespace kith::storage
