// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <kith/field_type.h>
#include "types.hpp"

namespace kith::sdk {

enum class ValueKind : kith_value_kind {
    Null = KITH_VALUE_NULL,
    Boolean = KITH_VALUE_BOOLEAN,
    Integer = KITH_VALUE_INTEGER,
    Number = KITH_VALUE_NUMBER,
    Text = KITH_VALUE_TEXT,
    Json = KITH_VALUE_JSON,
    Decimal = KITH_VALUE_DECIMAL,
    Time = KITH_VALUE_TIME,
};

/// A value as it came in. `text` is borrowed; see kith_value_kind for which member a kind uses.
struct Value {
    ValueKind kind;
    std::int64_t integer = 0;
    std::string_view text = {};
};

/// A value as it is stored.
struct Stored {
    ValueKind kind;
    std::int64_t integer = 0;
    std::string text = {};

    [[nodiscard]] static Stored ofText(std::string text) { return {ValueKind::Text, 0, std::move(text)}; }
    [[nodiscard]] static Stored ofInteger(std::int64_t value) { return {ValueKind::Integer, value}; }
    [[nodiscard]] static Stored ofBoolean(bool value) { return {ValueKind::Boolean, value ? 1 : 0}; }
    [[nodiscard]] static Stored ofDecimal(std::int64_t millionths) {
        return {ValueKind::Decimal, millionths};
    }
    [[nodiscard]] static Stored ofTime(std::int64_t millis) { return {ValueKind::Time, millis}; }
    [[nodiscard]] static Stored ofJson(std::string json) { return {ValueKind::Json, 0, std::move(json)}; }

    friend bool operator==(const Stored&, const Stored&) = default;
};

/// One field: its type with its options. Called from many threads at once.
class FieldRule {
public:
    virtual ~FieldRule() = default;

    /// What is stored for `in` (one element, for a set), or why it is no value. Given its own answer (in the
    /// form that it renders to), it answers the same.
    [[nodiscard]] virtual Outcome<Stored> validate(const Value& in) const = 0;
};

/// One declared type of field.
class FieldType {
public:
    virtual ~FieldType() = default;

    /// The rule for a field with these options (a JSON object that passed the type's schema). Throws Failure
    /// with pointers into the options. Called from many threads at once.
    [[nodiscard]] virtual std::unique_ptr<const FieldRule> prepare(std::string_view options) const = 0;
};

}  // namespace kith::sdk
