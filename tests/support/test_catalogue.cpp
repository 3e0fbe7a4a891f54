// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_catalogue.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "core/model/external_id.hpp"

namespace kith::test {
namespace {

using model::FieldInput;
using model::FieldValue;
using model::IdentifierClass;
using model::Invalid;
using model::ValueKind;

std::string lowered(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

class PlainSource final : public model::IdentifierSource {
public:
    [[nodiscard]] std::vector<model::IdentifierRule> types() const override {
        return {{"email", IdentifierClass::Linking, 5, 1, "email", 3},
                {"phone", IdentifierClass::Linking, 5, 2, ""},
                {"telegram", IdentifierClass::Linking, 3, 3, "telegram"},
                {"push_token", IdentifierClass::Moving, 20, 4, "push"},
                {"web_push", IdentifierClass::Moving, 20, 5, "push"},
                {"device_id", IdentifierClass::Moving, 20, 6, ""},
                {"cookie", IdentifierClass::Moving, 100, 7, "widget"}};
    }
    [[nodiscard]] std::vector<std::string> blockedValues(std::string_view type) const override {
        return type == "cookie" ? std::vector<std::string>{"optout"} : std::vector<std::string>{};
    }
    [[nodiscard]] std::variant<std::string, Invalid> normalize(std::string_view type,
                                                               std::string_view given) const override {
        if (type == "email") {
            if (given.find('@') == std::string_view::npos) return Invalid{"invalid_email", "not an address"};
            return lowered(given);
        }
        const bool digits = given.find_first_not_of("+0123456789") == std::string_view::npos;
        if (type == "phone" && !digits) return Invalid{"invalid_phone", "not a number"};
        return std::string(given);
    }
};

class PlainValidator final : public model::FieldValidator {
public:
    explicit PlainValidator(ValueKind kind) : kind_(kind) {}

    [[nodiscard]] std::variant<FieldValue, Invalid> validate(const FieldInput& input) const override {
        const bool fits = kind_ == ValueKind::Boolean   ? input.kind == FieldInput::Kind::Boolean
                          : kind_ == ValueKind::Integer ? input.kind == FieldInput::Kind::Number
                          : kind_ == ValueKind::Decimal ? input.kind == FieldInput::Kind::Number
                          : kind_ == ValueKind::Json    ? true
                                                        : input.kind == FieldInput::Kind::Text;
        if (!fits) return Invalid{"invalid_value", "not a value of this type"};
        FieldValue value;
        value.kind = kind_;
        if (kind_ == ValueKind::Boolean) {
            value.number = input.truth ? 1 : 0;
        } else if (kind_ == ValueKind::Integer) {
            const auto* end = input.text.data() + input.text.size();
            const auto read = std::from_chars(input.text.data(), end, value.number);
            if (read.ec != std::errc{} || read.ptr != end) return Invalid{"invalid_value", "not an integer"};
        } else {
            value.text = input.text;
        }
        return value;
    }

private:
    ValueKind kind_;
};

model::FieldDefinition field(std::string key, std::string type, ValueKind kind, bool isSet = false) {
    return {
        std::move(key), "test", std::move(type), kind, isSet, false, std::make_unique<PlainValidator>(kind)};
}

}  // namespace

model::Catalogue testCatalogue(const model::Catalogue::BlockedValues& blocked) {
    return testCatalogueWith({}, blocked);
}

model::Catalogue testCatalogueWith(const OtherClasses& classes,
                                   const model::Catalogue::BlockedValues& blocked) {
    static const model::ExternalIdSource externalId;
    static const PlainSource plain;
    std::map<std::string, const model::IdentifierSource*, std::less<>> sources;
    std::vector<model::IdentifierRule> rules;
    for (const model::IdentifierSource* source : {static_cast<const model::IdentifierSource*>(&externalId),
                                                  static_cast<const model::IdentifierSource*>(&plain)}) {
        for (auto& rule : source->types()) {
            if (const auto other = classes.find(rule.type); other != classes.end()) {
                if (!other->second) continue;
                rule.cls = *other->second;
                if (rule.cls == IdentifierClass::Unique) rule.limit = 1;
            }
            sources[rule.type] = source;
            rules.push_back(std::move(rule));
        }
    }
    std::vector<model::FieldDefinition> fields;
    fields.push_back(field("first_name", "text", ValueKind::Text));
    fields.push_back(field("address.street", "text", ValueKind::Text));
    fields.push_back(field("address.town", "text", ValueKind::Text));
    fields.push_back(field("nickname", "text", ValueKind::Text));
    fields.push_back(field("signup", "text", ValueKind::Text));
    fields.back().mergeRule = model::MergeRule::First;
    fields.push_back(field("age_limit", "integer", ValueKind::Integer));
    fields.push_back(field("balance", "decimal", ValueKind::Decimal));
    fields.push_back(field("vip", "boolean", ValueKind::Boolean));
    fields.push_back(field("anything", "json", ValueKind::Json));
    fields.push_back(field("tags", "tags", ValueKind::Text, true));
    fields.push_back(field("interests", "multi_choice", ValueKind::Text, true));
    std::vector<model::Category> categories;
    categories.push_back({"news", {{"en", "News"}}, std::nullopt});
    categories.push_back({"offers", {{"en", "Offers"}}, true});
    return {model::IdentifierRules(std::move(rules)),
            std::move(sources),
            blocked,
            {"email", "push", "telegram", "widget"},
            std::make_shared<const model::Definitions>(0, std::move(fields), std::move(categories))};
}

}  // namespace kith::test
