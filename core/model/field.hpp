// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/id.hpp"
#include "core/model/stamp.hpp"

namespace kith::model {

/// What a field type stores, and so which column and which operators it uses.
enum class ValueKind {
    Text,     ///< UTF-8 text.
    Integer,  ///< 64-bit signed.
    Decimal,  ///< 64-bit signed millionths: 18 digits, 6 of them after the point.
    Boolean,  ///< 0 or 1.
    Date,     ///< `YYYY-MM-DD` as text, which sorts as the dates do.
    Time,     ///< Milliseconds since 1970 in UTC.
    Json,     ///< Canonical JSON text.
};

[[nodiscard]] std::string_view valueKindName(ValueKind kind) noexcept;

/// Kinds kept in the number column; the others are kept as text.
[[nodiscard]] bool isNumeric(ValueKind kind) noexcept;

/// A validated value of a field, in its stored form.
struct FieldValue {
    ValueKind kind = ValueKind::Text;
    std::int64_t number = 0;
    std::string text;

    friend bool operator==(const FieldValue&, const FieldValue&) = default;
    /// The value as the API shows it: decimals as strings, times as RFC 3339.
    [[nodiscard]] nlohmann::json toJson() const;
    /// A set's element as its key within the set; equal values have equal keys.
    [[nodiscard]] std::string elementKey() const;
};

/// Which of a field's statements is its value. Sets have none: each of their elements stands for itself.
enum class MergeRule {
    Latest,  ///< The newest.
    First,   ///< The earliest; once that is cleared, the newest since.
};

/// How an observation understood a field of which it was not known that it had ever had a value: until it
/// has, its type can still change.
struct FieldUse {
    std::string field;
    std::string type;
    MergeRule rule = MergeRule::Latest;
};

/// One statement of an observation about one field. A set field takes Add and Remove per element, and Clear
/// for all of it; any other field takes Set and Clear.
struct FieldWrite {
    enum class Op { Set, Clear, Add, Remove };
    std::string field;
    Op op = Op::Set;
    FieldValue value;                    ///< Unset for Clear.
    MergeRule rule = MergeRule::Latest;  ///< Of the field.
};

/// Of a field whose first value counts a home keeps three rows, whatever arrived: its newest statement, as of
/// any field, and under these names for elements, which no element of a set has, its earliest value and its
/// newest Clear. The earliest value is shown if it is newer than the newest Clear, else what the newest
/// statement says. So what is shown depends on what arrived alone, and not on its order; the first value
/// since a Clear could not be told of any number of rows that is bounded.
inline constexpr std::string_view kFirstElement =
    "\x01"
    "first";
inline constexpr std::string_view kClearElement =
    "\x01"
    "clear";

/// Whether a row with that element is one of a set.
[[nodiscard]] constexpr bool isOfSet(std::string_view element) noexcept {
    return !element.empty() && element.front() != '\x01';
}

/// The newest statement about (field, element) under one home: what is stored, and all that folding needs.
/// A set's row with an empty element is its newest Clear.
struct FieldRow {
    base::ProfileId home;
    std::string field;
    std::string element;   ///< Empty for single values and for a set's Clear; or one of the names above.
    bool present = false;  ///< False for a cleared value and a removed element.
    FieldValue value;
    Stamp stamp;
};

}  // namespace kith::model
