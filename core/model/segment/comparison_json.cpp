// SPDX-License-Identifier: Apache-2.0
#include "core/model/segment/comparison_json.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/model/segment/condition_json.hpp"
#include "core/model/text.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

constexpr std::ptrdiff_t kMaxDigits = 15;

enum class Shape { None, One, Two, List, Days };

Shape shapeOf(Operator is) noexcept {
    switch (is) {
        case Operator::Known:
        case Operator::Unknown:
            return Shape::None;
        case Operator::Between:
            return Shape::Two;
        case Operator::OneOf:
        case Operator::AllOf:
        case Operator::NoneOf:
            return Shape::List;
        case Operator::InLastDays:
        case Operator::InNextDays:
        case Operator::Anniversary:
            return Shape::Days;
        default:
            return Shape::One;
    }
}

bool belongs(std::string_view member, Shape shape) noexcept {
    switch (shape) {
        case Shape::None:
            return false;
        case Shape::One:
            return member == "value";
        case Shape::Two:
            return member == "from" || member == "to";
        case Shape::List:
            return member == "values";
        case Shape::Days:
            return member == "days";
    }
    return false;
}

std::string namesOf(Operators operators) {
    std::string text;
    for (const auto name : kOperatorNames.names) {
        if (!operators.has(*kOperatorNames.find(name))) continue;
        text.append(text.empty() ? "must be one of: " : ", ").append(name);
    }
    return text;
}

bool isAbove(const FieldValue& a, const FieldValue& b) {
    if (a.kind == ValueKind::Json) return a.toJson() > b.toJson();
    return isNumeric(a.kind) ? a.number > b.number : a.text > b.text;
}

class ComparisonReader {
public:
    ComparisonReader(const json& object, const Where& where, const ReadConstant& constant, Findings& findings)
        : object_(object), where_(where), constant_(constant), findings_(findings) {}

    std::optional<Comparison> read(Operators allowed) {
        const auto is = readOperator(allowed);
        if (!is) return std::nullopt;
        Comparison comparison{*is};
        const auto shape = shapeOf(*is);
        for (const auto member : kComparisonMembers) {
            if (member == "is" || belongs(member, shape) || memberOf(object_, member) == nullptr) continue;
            findings_.wrong({where_, member}, "unknown_member",
                            "does not belong to `" + std::string(kOperatorNames.of(*is)) + "`");
            good_ = false;
        }
        if (shape == Shape::One) addConstant("value", comparison);
        if (shape == Shape::List) addList(comparison);
        if (shape == Shape::Two) addRange(comparison);
        if (shape == Shape::Days) comparison.days = readDays(*is);
        return good_ ? std::optional(std::move(comparison)) : std::nullopt;
    }

private:
    void wrong(const Where& where, std::string_view code, std::string detail) {
        findings_.wrong(where, code, std::move(detail));
        good_ = false;
    }

    std::optional<Operator> readOperator(Operators allowed) {
        const auto* name = memberOf(object_, "is");
        if (name == nullptr) {
            wrong({where_, "is"}, "required", namesOf(allowed));
            return std::nullopt;
        }
        const auto* text = name->get_ptr<const std::string*>();
        const auto is = text == nullptr ? std::nullopt : kOperatorNames.find(*text);
        if (is && allowed.has(*is)) return is;
        wrong({where_, "is"}, "invalid_value", namesOf(allowed));
        return std::nullopt;
    }

    const json* required(std::string_view member) {
        const auto* value = memberOf(object_, member);
        if (value == nullptr) wrong({where_, member}, "required", "must be given");
        return value;
    }

    void add(const json& value, const Where& where, Comparison& comparison) {
        auto constant = constant_(comparison.is, value, where, findings_);
        if (!constant) {
            good_ = false;
        } else if (shapeOf(comparison.is) != Shape::List ||
                   std::ranges::find(comparison.values, *constant) == comparison.values.end()) {
            comparison.values.push_back(*std::move(constant));
        }
    }

    void addConstant(std::string_view member, Comparison& comparison) {
        if (const auto* value = required(member)) add(*value, {where_, member}, comparison);
    }

    void addList(Comparison& comparison) {
        const auto* list = required("values");
        if (list == nullptr) return;
        const Where at(where_, "values");
        if (!list->is_array()) return wrong(at, "wrong_type", "must be an array");
        if (list->empty()) return wrong(at, "empty", "must not be empty");
        if (list->size() > bounds::kConditionValues) {
            return wrong(at, "too_many", "at most " + std::to_string(bounds::kConditionValues));
        }
        std::size_t index = 0;
        for (const auto& value : *list) add(value, {at, index++}, comparison);
    }

    void addRange(Comparison& comparison) {
        addConstant("from", comparison);
        addConstant("to", comparison);
        if (good_ && isAbove(comparison.values[0], comparison.values[1])) {
            wrong({where_, "to"}, "out_of_range", "must not be below `from`");
        }
    }

    int readDays(Operator is) {
        const bool optional = is == Operator::Anniversary;
        const auto* days = optional ? memberOf(object_, "days") : required("days");
        if (days == nullptr) return 0;
        if (days->is_number_integer() && *days >= 0 && *days <= bounds::kConditionDays) {
            return days->get<int>();
        }
        wrong({where_, "days"}, "out_of_range",
              "must be a whole number from 0 to " + std::to_string(bounds::kConditionDays));
        return 0;
    }

    const json& object_;
    const Where& where_;
    const ReadConstant& constant_;
    Findings& findings_;
    bool good_ = true;
};

}  // namespace

std::optional<Comparison> readComparison(const json& object, const Where& where, Operators allowed,
                                         const ReadConstant& constant, Findings& findings) {
    return ComparisonReader(object, where, constant, findings).read(allowed);
}

void writeComparison(json& object, const Comparison& comparison) {
    object["is"] = kOperatorNames.of(comparison.is);
    switch (shapeOf(comparison.is)) {
        case Shape::None:
            break;
        case Shape::One:
            object["value"] = comparison.values[0].toJson();
            break;
        case Shape::Two:
            object["from"] = comparison.values[0].toJson();
            object["to"] = comparison.values[1].toJson();
            break;
        case Shape::List: {
            auto& values = object["values"] = json::array();
            for (const auto& value : comparison.values) values.push_back(value.toJson());
            break;
        }
        case Shape::Days:
            object["days"] = comparison.days;
            break;
    }
}

std::optional<FieldValue> readText(Operator /*is*/, const json& value, const Where& where,
                                   Findings& findings) {
    const auto* text = value.get_ptr<const std::string*>();
    if (text == nullptr) {
        findings.wrong(where, "wrong_type", "must be text");
    } else if (text->empty()) {
        findings.wrong(where, "empty", "must not be empty");
    } else if (text->size() > bounds::kConditionText) {
        findings.wrong(where, "too_long", "at most " + std::to_string(bounds::kConditionText) + " bytes");
    } else {
        return FieldValue{ValueKind::Text, 0, *text};
    }
    return std::nullopt;
}

std::optional<FieldValue> readTime(Operator /*is*/, const json& value, const Where& where,
                                   Findings& findings) {
    const auto* text = value.get_ptr<const std::string*>();
    const auto time = text == nullptr ? std::nullopt : base::parseRfc3339(*text);
    if (time) return FieldValue{ValueKind::Time, base::toMillis(*time), {}};
    findings.wrong(where, "invalid_time", "must be a time as in RFC 3339");
    return std::nullopt;
}

std::optional<FieldValue> readBoolean(Operator /*is*/, const json& value, const Where& where,
                                      Findings& findings) {
    if (value.is_boolean()) return FieldValue{ValueKind::Boolean, value.get<bool>() ? 1 : 0, {}};
    findings.wrong(where, "wrong_type", "must be true or false");
    return std::nullopt;
}

std::optional<std::string> readNumber(const json& value, const Where& where, Findings& findings) {
    if (!value.is_number()) {
        findings.wrong(where, "wrong_type", "must be a number");
        return std::nullopt;
    }
    auto token = value.dump();
    if (!value.is_number_float() || !hasManyDigits(token)) return token;
    findings.wrong(where, "too_precise",
                   "a number of more than 15 digits may have lost some: give it as text");
    return std::nullopt;
}

bool hasManyDigits(std::string_view number) noexcept {
    const auto mantissa = number.substr(0, number.find('e'));
    const auto first = std::ranges::find_if(mantissa, [](char c) { return c >= '1' && c <= '9'; });
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return std::count_if(first, mantissa.end(), isDigit) > kMaxDigits;
}

}  // namespace kith::model
