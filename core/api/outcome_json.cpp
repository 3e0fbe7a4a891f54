// SPDX-License-Identifier: Apache-2.0
#include "core/api/outcome_json.hpp"

#include <nlohmann/json.hpp>

#include "core/http/problem.hpp"

namespace kith::api {
namespace {

/// Of a statement of nobody's there is no profile to name.
void writeSubject(JsonWriter& json, const model::Outcome& outcome) {
    const bool isRepeated = outcome.result == model::Result::Duplicate;
    if (!outcome.profile) {
        json.member("result", isRepeated ? model::resultName(outcome.result) : kRecorded);
        return;
    }
    json.member("profile_id", outcome.profile)
        .member("result", model::resultName(outcome.result))
        .key("absorbed")
        .beginArray();
    for (const auto absorbed : outcome.absorbed) json.text(absorbed.text());
    json.endArray();
}

}  // namespace

void writeRejection(JsonWriter& json, const model::Outcome& outcome, const Place* place) {
    auto problem = http::problemJson(
        outcome.problem.value_or(base::Error(base::ErrorCode::Internal, "The server failed.")));
    if (place != nullptr) {
        problem["index"] = place->index;
        if (place->line != 0) problem["line"] = place->line;
    }
    json.beginObject()
        .member("result", model::resultName(model::Result::Rejected))
        .key("problem")
        .raw(problem.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))
        .endObject();
}

void writeRefusals(JsonWriter& json, const std::vector<model::Refusal>& refused) {
    json.beginArray();
    for (const auto& refusal : refused) {
        json.beginObject()
            .member("code", model::refusalCodeName(refusal.code))
            .key("identifier")
            .identifier(refusal.identifier)
            .member("detail", refusal.detail)
            .endObject();
    }
    json.endArray();
}

void writeViolations(JsonWriter& json, const std::vector<base::Violation>& violations) {
    json.beginArray();
    for (const auto& violation : violations) {
        json.beginObject()
            .member("pointer", violation.pointer)
            .member("code", violation.code)
            .member("detail", violation.detail)
            .endObject();
    }
    json.endArray();
}

void writeOutcome(JsonWriter& json, const model::Outcome& outcome, const Place* place) {
    if (outcome.result == model::Result::Rejected) {
        writeRejection(json, outcome, place);
        return;
    }
    json.beginObject();
    writeSubject(json, outcome);
    json.key("refused");
    writeRefusals(json, outcome.refused);
    json.key("warnings");
    writeViolations(json, outcome.warnings);
    json.endObject();
}

std::string outcomeJson(const model::Outcome& outcome) {
    JsonWriter json;
    writeOutcome(json, outcome);
    return json.take();
}

void writePublicOutcome(JsonWriter& json, const model::Outcome& outcome, const Place* place) {
    if (outcome.result == model::Result::Rejected) {
        writeRejection(json, outcome, place);
    } else {
        json.beginObject().member("result", "accepted").endObject();
    }
}

}  // namespace kith::api
