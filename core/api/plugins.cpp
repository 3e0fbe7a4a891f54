// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/manager.hpp"

#include <optional>

#include "core/api/json_writer.hpp"
#include "core/api/page.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/plugins/plugin_key.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

template <class Names>
void writeNames(JsonWriter& json, std::string_view key, const Names& named) {
    json.key(key).beginArray();
    for (const auto& one : named) json.text(one.name);
    json.endArray();
}

void writeRoutes(JsonWriter& json, const std::vector<plugins::RouteInfo>& routes) {
    json.key("routes").beginArray();
    for (const auto& route : routes) {
        json.beginObject().member("method", route.method).member("path", route.path).endObject();
    }
    json.endArray();
}

void writePlugin(JsonWriter& json, const plugins::PluginStatus& status) {
    const plugins::Descriptor none;
    const auto& brings = status.descriptor != nullptr ? *status.descriptor : none;
    std::optional<base::KeyId> key;
    if (status.descriptor != nullptr) key = plugins::keyOfPlugin(brings.id);
    json.beginObject()
        .member("name", status.name)
        .member("key_id", key)
        .member("state", plugins::stateName(status.state))
        .member("required", status.required)
        .textOrNull("version", brings.version)
        .key("reasons")
        .beginArray();
    for (const auto& reason : status.reasons) json.text(reason);
    json.endArray();
    writeNames(json, "identifier_types", brings.identifierTypes);
    writeNames(json, "field_types", brings.fieldTypes);
    json.textOrNull("channel", brings.channel ? brings.channel->name : "");
    writeRoutes(json, brings.routes);
    json.endObject();
}

void writeChannel(JsonWriter& json, const plugins::PluginChannel& channel) {
    const auto& info = channel.info();
    json.beginObject()
        .member("name", info.name)
        .member("plugin", channel.name())
        .key("endpoint_types")
        .beginArray();
    for (const auto& type : info.endpointTypes) json.text(type);
    json.endArray().key("statuses").beginArray();
    for (const auto status : info.statuses) json.text(model::statusName(status));
    json.endArray().endObject();
}

/// Two that could not be loaded may have one name; their order is that of the configuration.
std::vector<std::string> placesOf(const std::vector<plugins::PluginStatus>& statuses) {
    std::vector<std::string> places;
    for (std::size_t i = 0; i < statuses.size(); ++i) places.push_back(std::to_string(i));
    return places;
}

std::vector<std::string> namesOf(const std::vector<std::unique_ptr<plugins::PluginChannel>>& channels) {
    std::vector<std::string> names;
    for (const auto& channel : channels) names.emplace_back(channel->info().name);
    return names;
}

Response listPlugins(const Services& services, const Request& request) {
    Query query(request);
    const auto statuses = services.plugins.statuses();
    const auto page = readPage(query, "plugins", placesOf(statuses));
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place) writePlugin(json, statuses[place]);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

Response listChannels(const Services& services, const Request& request) {
    Query query(request);
    const auto& channels = services.plugins.registry().channels();
    const auto page = readPage(query, "channels", namesOf(channels));
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place) writeChannel(json, *channels[place]);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addPluginListRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/plugins", http::Access::Read, services, listPlugins));
    router.add(route(http::Method::Get, "/v1/channels", http::Access::Read, services, listChannels));
}

}  // namespace kith::api
