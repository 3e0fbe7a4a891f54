// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/api/json_writer.hpp"
#include "core/model/outcome.hpp"

namespace kith::api {

/// One result of `POST /v1/observations`. Everybody who answers for observations renders them here.
void writeOutcome(JsonWriter& json, const model::Outcome& outcome);
[[nodiscard]] std::string outcomeJson(const model::Outcome& outcome);

/// The same for a public key: nothing in it depends on the person.
void writePublicOutcome(JsonWriter& json, const model::Outcome& outcome);

void writeRefusals(JsonWriter& json, const std::vector<model::Refusal>& refused);
void writeViolations(JsonWriter& json, const std::vector<base::Violation>& violations);

}  // namespace kith::api
