// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json_fwd.hpp>

#include "core/model/field.hpp"

namespace kith::model {

/// Why a value was not taken: a code in snake_case and a sentence.
struct Invalid {
    std::string code;
    std::string detail;
};

/// A value of a field as it arrived: exact number tokens, so that no digit is lost.
struct FieldInput {
    enum class Kind { Null, Boolean, Number, Text, Json };
    Kind kind = Kind::Null;
    bool truth = false;
    std::string_view text;  ///< The number token as written, the text, or JSON text; borrowed for the call.
};

/// A field's type with its options applied. Thread-safe.
class FieldValidator {
public:
    virtual ~FieldValidator() = default;
    /// For a set, called once per element.
    [[nodiscard]] virtual std::variant<FieldValue, Invalid> validate(const FieldInput& input) const = 0;
};

/// A kind of field, brought by a plugin. Thread-safe.
class FieldType {
public:
    virtual ~FieldType() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual ValueKind kind() const = 0;
    [[nodiscard]] virtual bool isSet() const = 0;
    /// Throws Error{Configuration} whose violations point into `options`.
    [[nodiscard]] virtual std::unique_ptr<FieldValidator> prepare(const nlohmann::json& options) const = 0;
};

}  // namespace kith::model
