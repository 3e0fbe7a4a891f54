// SPDX-License-Identifier: Apache-2.0
#include "tests/support/segment_catalogue.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

namespace kith::test {
namespace {

using model::FieldInput;
using model::FieldValue;
using model::Invalid;
using model::Operator;
using model::Operators;
using model::ValueKind;

constexpr Operators kText{Operator::Equals,   Operator::NotEquals, Operator::OneOf,  Operator::StartsWith,
                          Operator::Contains, Operator::Known,     Operator::Unknown};
constexpr Operators kNumber{Operator::Equals,  Operator::NotEquals, Operator::OneOf, Operator::Less,
                            Operator::Greater, Operator::Between,   Operator::Known, Operator::Unknown};
constexpr Operators kBoolean{Operator::Equals, Operator::Known, Operator::Unknown};
constexpr Operators kTime{Operator::Equals,  Operator::NotEquals, Operator::OneOf,      Operator::Less,
                          Operator::Greater, Operator::Between,   Operator::InLastDays, Operator::InNextDays,
                          Operator::Known,   Operator::Unknown};
constexpr Operators kDate{Operator::Equals,     Operator::NotEquals,  Operator::OneOf,
                          Operator::Less,       Operator::Greater,    Operator::Between,
                          Operator::InLastDays, Operator::InNextDays, Operator::Anniversary,
                          Operator::Known,      Operator::Unknown};
constexpr Operators kSet{Operator::Contains, Operator::OneOf, Operator::AllOf,
                         Operator::NoneOf,   Operator::Known, Operator::Unknown};
constexpr Operators kPresence{Operator::Known, Operator::Unknown};

std::optional<std::int64_t> integerOf(std::string_view text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

/// `-12.5` as millionths.
std::optional<std::int64_t> millionthsOf(std::string_view text) {
    const auto point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    auto fraction = point == text.size() ? std::string{} : std::string(text.substr(point + 1));
    if (fraction.size() > 6) return std::nullopt;
    fraction.resize(6, '0');
    return integerOf(digits + fraction);
}

class Validator final : public model::FieldValidator {
public:
    explicit Validator(ValueKind kind) : kind_(kind) {}

    [[nodiscard]] std::variant<FieldValue, Invalid> validate(const FieldInput& input) const override {
        const Invalid invalid{"invalid_value", "is not a value of this kind"};
        const bool isText = input.kind == FieldInput::Kind::Text;
        const bool isNumber = input.kind == FieldInput::Kind::Number;
        std::optional<std::int64_t> number = 0;
        switch (kind_) {
            case ValueKind::Boolean:
                if (input.kind != FieldInput::Kind::Boolean) return invalid;
                return FieldValue{kind_, input.truth ? 1 : 0, {}};
            case ValueKind::Integer:
                number = isNumber ? integerOf(input.text) : std::nullopt;
                break;
            case ValueKind::Decimal:
                number = isNumber || isText ? millionthsOf(input.text) : std::nullopt;
                break;
            case ValueKind::Time:
                number.reset();
                if (const auto time = isText ? base::parseRfc3339(input.text) : std::nullopt)
                    number = base::toMillis(*time);
                break;
            case ValueKind::Date:
                if (!isText || input.text.size() != 10) return invalid;
                return FieldValue{kind_, 0, std::string(input.text)};
            case ValueKind::Json:
                if (!isText) return invalid;
                return FieldValue{kind_, 0, nlohmann::json(std::string(input.text)).dump()};
            default:
                if (!isText || input.text.empty()) return invalid;
                return FieldValue{kind_, 0, std::string(input.text)};
        }
        if (!number) return invalid;
        return FieldValue{kind_, *number, {}};
    }

private:
    ValueKind kind_;
};

class Source final : public model::IdentifierSource {
public:
    [[nodiscard]] std::vector<model::IdentifierRule> types() const override {
        return {{"email", model::IdentifierClass::Linking, 5, 1, "email"},
                {"cookie", model::IdentifierClass::Moving, 100, 2, "widget"}};
    }
    [[nodiscard]] std::vector<std::string> blockedValues(std::string_view /*type*/) const override {
        return {};
    }
    [[nodiscard]] std::variant<std::string, Invalid> normalize(std::string_view type,
                                                               std::string_view given) const override {
        std::string value(given);
        if (type != "email") return value;
        if (value.find('@') == std::string::npos) return Invalid{"invalid_email", "is not an address"};
        std::ranges::transform(value, value.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        return value;
    }
};

model::FieldDefinition field(std::string key, ValueKind kind, Operators operators, bool isSet = false) {
    return {std::move(key), "test", "test", kind, isSet, false, std::make_unique<Validator>(kind), operators};
}

}  // namespace

model::Catalogue segmentCatalogue() {
    static const Source source;
    std::vector<model::FieldDefinition> fields;
    fields.push_back(field("word", ValueKind::Text, kText));
    fields.push_back(field("time_zone", ValueKind::Text, kText));
    fields.push_back(field("count", ValueKind::Integer, kNumber));
    fields.push_back(field("balance", ValueKind::Decimal, kNumber));
    fields.push_back(field("active", ValueKind::Boolean, kBoolean));
    fields.push_back(field("born", ValueKind::Date, kDate));
    fields.push_back(field("seen", ValueKind::Time, kTime));
    fields.push_back(field("notes", ValueKind::Json, kPresence));
    fields.push_back(field("tags", ValueKind::Text, kSet, true));
    fields.push_back(field("interests", ValueKind::Text, kSet, true));
    fields.push_back(field("gone", ValueKind::Text, kText));
    fields.back().archived = true;
    fields.push_back(field("hidden", ValueKind::Text, kText));
    fields.back().indexed = false;
    std::vector<model::Category> categories;
    categories.push_back({"news", {}, std::nullopt});
    categories.push_back({"offers", {}, true});
    categories.push_back({"calls", {}, false});
    categories.push_back({"old", {}, std::nullopt});
    categories.back().archived = true;
    return {model::IdentifierRules(source.types()),
            {{"email", &source}, {"cookie", &source}},
            {},
            {"email", "widget"},
            std::make_shared<const model::Definitions>(0, std::move(fields), std::move(categories))};
}

}  // namespace kith::test
