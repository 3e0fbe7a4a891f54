// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "core/model/reader.hpp"
#include "core/model/segment/condition.hpp"

namespace kith::model {

/// Reads the condition whose member `activity` stands in `object`.
[[nodiscard]] std::optional<ActivityCondition> readActivity(const nlohmann::json& object, const Where& where,
                                                            Findings& findings);

[[nodiscard]] nlohmann::json activityToJson(const ActivityCondition& condition);

}  // namespace kith::model
