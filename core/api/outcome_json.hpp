// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/api/json_writer.hpp"
#include "core/model/outcome.hpp"

namespace kith::api {

/// Where an item stood in a body of several.
struct Place {
    std::size_t index = 0;  ///< Among the items, from 0.
    std::size_t line = 0;   ///< Of NDJSON, from 1; else 0.
};

/// The result of what says something of addresses, and not whose they are.
inline constexpr std::string_view kRecorded = "recorded";

/// One result of `POST /v1/observations`. Everybody who answers for observations renders them here.
/// The problem of a rejected one says its place, if it has one.
void writeOutcome(JsonWriter& json, const model::Outcome& outcome, const Place* place = nullptr);
[[nodiscard]] std::string outcomeJson(const model::Outcome& outcome);

/// The same for a public key: nothing in it depends on the person.
void writePublicOutcome(JsonWriter& json, const model::Outcome& outcome, const Place* place = nullptr);

/// What was wrong with one that is rejected.
void writeRejection(JsonWriter& json, const model::Outcome& outcome, const Place* place);
void writeRefusals(JsonWriter& json, const std::vector<model::Refusal>& refused);
void writeViolations(JsonWriter& json, const std::vector<base::Violation>& violations);

}  // namespace kith::api
