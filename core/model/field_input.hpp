// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/model/bounds.hpp"
#include "core/model/field_type.hpp"
#include "core/model/json.hpp"

namespace kith::model {

/// A JSON value as a field's type sees it; owns what is not borrowed from the JSON.
class JsonFieldInput {
public:
    explicit JsonFieldInput(const nlohmann::json& value) {
        using Type = nlohmann::json::value_t;
        switch (value.type()) {
            case Type::null:
                break;
            case Type::boolean:
                input_.kind = FieldInput::Kind::Boolean;
                input_.truth = value.get<bool>();
                break;
            case Type::string:
                set(FieldInput::Kind::Text, value.get_ref<const std::string&>());
                break;
            case Type::binary:
                set(FieldInput::Kind::Number, numberToken(value));
                break;
            case Type::number_integer:
            case Type::number_unsigned:
            case Type::number_float:
                own_ = value.dump();
                set(FieldInput::Kind::Number, own_);
                break;
            default:
                own_ = canonicalJson(value);
                set(FieldInput::Kind::Json, own_);
                break;
        }
    }
    JsonFieldInput(const JsonFieldInput&) = delete;
    JsonFieldInput& operator=(const JsonFieldInput&) = delete;

    [[nodiscard]] const FieldInput& get() const noexcept { return input_; }
    [[nodiscard]] bool tooLong() const noexcept {
        const bool number = input_.kind == FieldInput::Kind::Number;
        return input_.text.size() > (number ? bounds::kFieldNumber : bounds::kFieldText);
    }

private:
    void set(FieldInput::Kind kind, std::string_view text) {
        input_.kind = kind;
        input_.text = text;
    }

    std::string own_;
    FieldInput input_;
};

}  // namespace kith::model
