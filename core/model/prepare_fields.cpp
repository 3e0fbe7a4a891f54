// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/draft.hpp"
#include "core/model/json.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

/// A JSON value as a field's type sees it; owns what is not borrowed from the JSON.
class Input {
public:
    explicit Input(const json& value) {
        switch (value.type()) {
            case json::value_t::null:
                break;
            case json::value_t::boolean:
                input_.kind = FieldInput::Kind::Boolean;
                input_.truth = value.get<bool>();
                break;
            case json::value_t::string:
                set(FieldInput::Kind::Text, value.get_ref<const std::string&>());
                break;
            case json::value_t::binary:
                set(FieldInput::Kind::Number, numberToken(value));
                break;
            case json::value_t::number_integer:
            case json::value_t::number_unsigned:
            case json::value_t::number_float:
                own_ = value.dump();
                set(FieldInput::Kind::Number, own_);
                break;
            default:
                own_ = canonicalJson(value);
                set(FieldInput::Kind::Json, own_);
                break;
        }
    }
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    [[nodiscard]] const FieldInput& get() const { return input_; }
    [[nodiscard]] bool tooLong() const {
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

std::optional<FieldValue> readValue(Draft& draft, const FieldDefinition& field, const json& value,
                                    const Where& where) {
    const Input input(value);
    if (input.tooLong()) {
        draft.leftOut(where, "too_long", "the value is too long for a field");
        return std::nullopt;
    }
    auto result = field.validator->validate(input.get());
    if (const auto* invalid = std::get_if<Invalid>(&result)) {
        draft.leftOut(where, invalid->code, invalid->detail);
        return std::nullopt;
    }
    return std::get<FieldValue>(std::move(result));
}

bool contains(const std::vector<FieldValue>& values, const FieldValue& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// The elements of one array of a set, each once.
std::vector<FieldValue> readElements(Draft& draft, const FieldDefinition& field, const json& array,
                                     const Where& where) {
    std::vector<FieldValue> values;
    std::size_t index = 0;
    for (const auto& element : array) {
        const Where at(where, index++);
        auto value = readValue(draft, field, element, at);
        if (value && value->elementKey().empty()) {
            draft.leftOut(at, "empty", "an element of a set is not empty");
        } else if (value && !contains(values, *value)) {
            values.push_back(*std::move(value));
        }
    }
    return values;
}

void write(Draft& draft, const FieldDefinition& field, FieldWrite::Op op, FieldValue value = {}) {
    draft.out.fields.push_back({field.key, op, std::move(value)});
}

void readChanges(Draft& draft, const FieldDefinition& field, const json& value, const Where& where) {
    std::size_t elements = 0;
    for (const auto& [name, change] : value.items()) {
        if (name != "add" && name != "remove") {
            draft.leftOut({where, name}, "unknown_member", "a set takes `add` and `remove`");
            return;
        }
        if (!change.is_array()) {
            draft.leftOut({where, name}, "wrong_type", "must be an array");
            return;
        }
        elements += change.size();
    }
    if (elements > bounds::kSetElements) {
        draft.leftOut(where, "too_many", "at most " + std::to_string(bounds::kSetElements) + " elements");
        return;
    }
    std::vector<FieldValue> removed;
    if (const auto* remove = memberOf(value, "remove")) {
        removed = readElements(draft, field, *remove, {where, "remove"});
    }
    if (const auto* add = memberOf(value, "add")) {
        for (auto& added : readElements(draft, field, *add, {where, "add"})) {
            if (!contains(removed, added)) write(draft, field, FieldWrite::Op::Add, std::move(added));
        }
    }
    for (auto& element : removed) write(draft, field, FieldWrite::Op::Remove, std::move(element));
}

void readSet(Draft& draft, const FieldDefinition& field, const json& value, const Where& where) {
    if (value.is_object()) {
        readChanges(draft, field, value, where);
    } else if (!value.is_array()) {
        draft.leftOut(where, "wrong_type", "must be an array, or an object of `add` and `remove`");
    } else if (value.size() > bounds::kSetElements) {
        draft.leftOut(where, "too_many", "at most " + std::to_string(bounds::kSetElements) + " elements");
    } else {
        if (draft.edit) write(draft, field, FieldWrite::Op::Clear);
        for (auto& element : readElements(draft, field, value, where)) {
            write(draft, field, FieldWrite::Op::Add, std::move(element));
        }
    }
}

}  // namespace

void readFields(Draft& draft, const json& value, const Where& where) {
    const auto* members = value.get_ptr<const json::object_t*>();
    if (members == nullptr) {
        draft.findings.wrong(where, "wrong_type", "must be an object");
        return;
    }
    if (members->size() > bounds::kFields) {
        draft.findings.wrong(where, "too_many", "at most " + std::to_string(bounds::kFields));
        return;
    }
    draft.out.fields.reserve(members->size());
    for (const auto& [key, member] : *members) {
        const Where at(where, key);
        const auto* field = draft.definitions.field(key);
        if (field == nullptr) {
            draft.leftOut(at, "unknown_field", "there is no such field");
        } else if (field->archived) {
            draft.leftOut(at, "archived_field", "the field is archived, and takes no values");
        } else if (member.is_null()) {
            write(draft, *field, FieldWrite::Op::Clear);
        } else if (field->isSet) {
            readSet(draft, *field, member, at);
        } else if (auto read = readValue(draft, *field, member, at)) {
            write(draft, *field, FieldWrite::Op::Set, *std::move(read));
        }
    }
}

}  // namespace kith::model
