// SPDX-License-Identifier: Apache-2.0
#include "core/api/event_json.hpp"

namespace kith::api {
namespace {

using storage::EventKind;

void writeEndpoint(JsonWriter& json, const storage::Event& event) {
    json.key("identifier");
    if (event.identifier) {
        json.identifier(*event.identifier);
    } else {
        json.null();
    }
    writeState(json, "before", event.before);
    writeState(json, "after", event.after);
}

}  // namespace

std::string eventId(std::int64_t number) {
    return std::to_string(number);
}

void writeState(JsonWriter& json, std::string_view name, std::optional<model::EndpointState> state) {
    json.textOrNull(name, state ? model::endpointStateName(*state) : std::string_view{});
}

void writeEvent(JsonWriter& json, const storage::Event& event) {
    json.beginObject()
        .member("id", eventId(event.number))
        .member("type", storage::kEventKinds.of(event.kind))
        .member("at", event.at)
        .member("profile_id", event.profile)
        .member("version", event.version);
    if (event.kind == EventKind::ProfileMerged) json.member("absorbed_id", event.other);
    if (event.kind == EventKind::ProfileUnmerged) json.member("separated_id", event.other);
    if (event.kind == EventKind::EndpointChanged) writeEndpoint(json, event);
    json.endObject();
}

std::string renderEvent(const storage::Event& event) {
    JsonWriter json;
    writeEvent(json, event);
    return json.take();
}

}  // namespace kith::api
