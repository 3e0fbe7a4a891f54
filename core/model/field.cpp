// SPDX-License-Identifier: Apache-2.0
#include "core/model/field.hpp"

#include <nlohmann/json.hpp>

#include "core/base/time.hpp"
#include "core/model/names.hpp"

namespace kith::model {
namespace {

constexpr Names<ValueKind, 7> kKinds{{"text", "integer", "decimal", "boolean", "date", "time", "json"}};
constexpr std::uint64_t kMillion = 1'000'000;

/// Millionths without trailing zeros: `-12.5`, `3`.
std::string decimalText(std::int64_t millionths) {
    const bool negative = millionths < 0;
    const auto size =
        negative ? ~static_cast<std::uint64_t>(millionths) + 1 : static_cast<std::uint64_t>(millionths);
    std::string text = (negative ? "-" : "") + std::to_string(size / kMillion);
    if (size % kMillion == 0) return text;
    std::string fraction = std::to_string(kMillion + size % kMillion).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return text + "." + fraction;
}

}  // namespace

std::string_view valueKindName(ValueKind kind) noexcept {
    return kKinds.of(kind);
}

bool isNumeric(ValueKind kind) noexcept {
    return kind == ValueKind::Integer || kind == ValueKind::Decimal || kind == ValueKind::Boolean ||
           kind == ValueKind::Time;
}

nlohmann::json FieldValue::toJson() const {
    switch (kind) {
        case ValueKind::Text:
        case ValueKind::Date:
            return text;
        case ValueKind::Integer:
            return number;
        case ValueKind::Decimal:
            return decimalText(number);
        case ValueKind::Boolean:
            return number != 0;
        case ValueKind::Time:
            return base::formatRfc3339(base::fromMillis(number));
        case ValueKind::Json:
            return nlohmann::json::parse(text);
    }
    return nullptr;
}

std::string FieldValue::elementKey() const {
    return isNumeric(kind) ? std::to_string(number) : text;
}

}  // namespace kith::model
