// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/model/reader.hpp"
#include "core/model/segment/condition.hpp"

namespace kith::model {

/// Reads a constant as the other side stores it. What is wrong is found; nothing then.
using ReadConstant =
    std::function<std::optional<FieldValue>(Operator, const nlohmann::json&, const Where&, Findings&)>;

/// Reads the comparison whose members `is`, `value`, `values`, `from`, `to` and `days` stand in `object`,
/// beside others. It has to be one of `allowed`.
[[nodiscard]] std::optional<Comparison> readComparison(const nlohmann::json& object, const Where& where,
                                                       Operators allowed, const ReadConstant& constant,
                                                       Findings& findings);

/// The members of a comparison.
inline constexpr std::array<std::string_view, 6> kComparisonMembers{"is",   "value", "values",
                                                                    "from", "to",    "days"};

/// Adds them to `object`.
void writeComparison(nlohmann::json& object, const Comparison& comparison);

/// A text to be searched for: 1 to kConditionText bytes.
[[nodiscard]] std::optional<FieldValue> readText(Operator is, const nlohmann::json& value, const Where& where,
                                                 Findings& findings);
/// RFC 3339.
[[nodiscard]] std::optional<FieldValue> readTime(Operator is, const nlohmann::json& value, const Where& where,
                                                 Findings& findings);
[[nodiscard]] std::optional<FieldValue> readBoolean(Operator is, const nlohmann::json& value,
                                                    const Where& where, Findings& findings);
/// The token of a number; nothing, and found to be wrong, if JSON readers could have lost digits of it.
[[nodiscard]] std::optional<std::string> readNumber(const nlohmann::json& value, const Where& where,
                                                    Findings& findings);
/// More digits than every double keeps.
[[nodiscard]] bool hasManyDigits(std::string_view number) noexcept;

}  // namespace kith::model
