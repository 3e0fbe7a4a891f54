// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/draft.hpp"
#include "core/model/field_input.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

std::optional<FieldValue> readValue(Draft& draft, const FieldDefinition& field, const json& value,
                                    const Where& where) {
    const JsonFieldInput input(value);
    if (input.tooLong()) {
        draft.fieldLeftOut(where, "too_long", "the value is too long for a field");
        return std::nullopt;
    }
    auto result = field.validator->validate(input.get());
    if (const auto* invalid = std::get_if<Invalid>(&result)) {
        draft.fieldLeftOut(where, invalid->code, invalid->detail);
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
            draft.fieldLeftOut(at, "empty", "an element of a set is not empty");
        } else if (value && !isOfSet(value->elementKey())) {
            draft.fieldLeftOut(at, "control_character", "an element of a set does not begin with U+0001");
        } else if (value && !contains(values, *value)) {
            values.push_back(*std::move(value));
        }
    }
    return values;
}

void write(Draft& draft, const FieldDefinition& field, FieldWrite::Op op, FieldValue value = {}) {
    auto& uses = draft.out.firstUses;
    if (!field.inUse && (uses.empty() || uses.back().field != field.key))
        uses.push_back({field.key, field.type, field.mergeRule});
    draft.out.fields.push_back({field.key, op, std::move(value), field.mergeRule});
}

void readChanges(Draft& draft, const FieldDefinition& field, const json& value, const Where& where) {
    const json* add = nullptr;
    const json* remove = nullptr;
    std::size_t elements = 0;
    for (const auto& [name, change] : value.items()) {
        if (name != "add" && name != "remove") {
            draft.fieldLeftOut({where, name}, "unknown_member", "a set takes `add` and `remove`");
        } else if (!change.is_array()) {
            draft.fieldLeftOut({where, name}, "wrong_type", "must be an array");
        } else {
            (name == "add" ? add : remove) = &change;
            elements += change.size();
        }
    }
    if (elements > bounds::kSetElements) {
        draft.fieldLeftOut(where, "too_many",
                           "at most " + std::to_string(bounds::kSetElements) + " elements");
        return;
    }
    std::vector<FieldValue> removed;
    if (remove != nullptr) removed = readElements(draft, field, *remove, {where, "remove"});
    if (add != nullptr) {
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
        draft.fieldLeftOut(where, "wrong_type", "must be an array, or an object of `add` and `remove`");
    } else if (value.size() > bounds::kSetElements) {
        draft.fieldLeftOut(where, "too_many",
                           "at most " + std::to_string(bounds::kSetElements) + " elements");
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
        if (field == nullptr && draft.refusesUnknownFields) {
            draft.findings.wrong(at, "unknown_field", std::string(whyNoField(key)));
        } else if (field == nullptr) {
            draft.fieldLeftOut(at, "unknown_field", std::string(whyNoField(key)));
        } else if (field->archived) {
            draft.fieldLeftOut(at, "archived_field", "the field is archived, and takes no values");
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
