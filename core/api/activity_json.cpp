// SPDX-License-Identifier: Apache-2.0
#include "core/api/activity_json.hpp"

namespace kith::api {
namespace {

void writeFacts(JsonWriter& json, const model::ActivityFacts& facts) {
    json.member("event", facts.event).key("message");
    if (facts.messageId || facts.messageName) {
        json.beginObject().member("id", facts.messageId).member("name", facts.messageName).endObject();
    } else {
        json.null();
    }
    json.key("endpoint");
    if (facts.endpoint) {
        json.identifier(*facts.endpoint);
    } else {
        json.null();
    }
}

void writeHistory(JsonWriter& json, const std::vector<storage::TimelineStatus>& history) {
    json.key("status_history").beginArray();
    for (const auto& entry : history) {
        json.beginObject()
            .member("status", model::statusName(entry.status))
            .member("at", entry.at)
            .member("last_at", entry.lastAt)
            .textOrNull("reason", entry.reason)
            .textOrNull("machine", entry.machine)
            .endObject();
    }
    json.endArray();
}

}  // namespace

void writeActivity(JsonWriter& json, const storage::TimelineActivity& activity) {
    json.member("channel", activity.channel).member("kind", model::activityKindName(activity.facts.kind));
    writeFacts(json, activity.facts);
    json.key("status");
    if (activity.status) {
        json.text(model::statusName(*activity.status));
    } else {
        json.null();
    }
    writeHistory(json, activity.history);
    json.member("at", activity.at)
        .key("properties")
        .raw(activity.facts.properties ? *activity.facts.properties : "{}");
}

}  // namespace kith::api
