// SPDX-License-Identifier: Apache-2.0
#include "core/api/segment_json.hpp"

#include <utility>

#include "core/api/outcome_json.hpp"
#include "core/model/segment/condition_json.hpp"

namespace kith::api {
namespace {

std::string_view nameOf(model::ConditionGroup::Kind kind) noexcept {
    switch (kind) {
        case model::ConditionGroup::Kind::All:
            return "all";
        case model::ConditionGroup::Kind::Any:
            return "any";
        case model::ConditionGroup::Kind::None:
            return "none";
    }
    return {};
}

void writeProblem(JsonWriter& json, const storage::Segment& segment, const storage::UnfitSegments& unfit) {
    json.key("problem");
    const auto found = unfit.find(segment.key);
    if (found == unfit.end()) {
        json.null();
        return;
    }
    auto errors = found->second.violations();
    for (auto& each : errors) each.pointer.insert(0, "/condition");
    json.beginObject().member("detail", found->second.detail()).key("errors");
    writeViolations(json, errors);
    json.endObject();
}

}  // namespace

SegmentAsked::SegmentAsked(const Services& services, storage::Session& session, model::Condition condition)
    : condition_(std::move(condition)),
      book_(services.segments.bookFor(session, condition_)),
      question_{condition_, book_, services.clock.now()} {}

SegmentAsked::SegmentAsked(const Services& services, storage::Session& session, std::string_view key)
    : SegmentAsked(services, session, services.segments.conditionOf(services.segments.find(session, key))) {}

void writeSegment(JsonWriter& json, const storage::Segment& segment, const storage::UnfitSegments& unfit) {
    json.beginObject()
        .member("id", segment.key)
        .member("name", segment.name)
        .textOrNull("description", segment.description)
        .member("kind", segment.condition ? "dynamic" : "static")
        .key("condition");
    if (segment.condition)
        json.raw(*segment.condition);
    else
        json.null();
    writeProblem(json, segment, unfit);
    json.member("managed_by", storage::kManagers.of(segment.managedBy))
        .member("version", segment.version)
        .member("created_at", segment.createdAt)
        .member("updated_at", segment.updatedAt)
        .endObject();
}

void writeReason(JsonWriter& json, const storage::Reason& reason) {
    json.beginObject().member("holds", reason.holds);
    const auto* group = std::get_if<model::ConditionGroup>(&reason.condition->node);
    if (group == nullptr) {
        json.key("condition").raw(model::conditionToJson(*reason.condition).dump());
    } else {
        json.key(nameOf(group->kind)).beginArray();
        for (const auto& child : reason.children) writeReason(json, child);
        json.endArray();
    }
    json.endObject();
}

}  // namespace kith::api
