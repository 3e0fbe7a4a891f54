// SPDX-License-Identifier: Apache-2.0
#include "core/api/plugin_description.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/api/documents.hpp"
#include "core/plugins/registry.hpp"

namespace kith::api {
namespace {

using Json = nlohmann::ordered_json;  // Readers are shown what the document holds in its order.
using plugins::RouteRight;

std::string_view rightName(RouteRight right) {
    switch (right) {
        case RouteRight::None:
            return {};
        case RouteRight::Public:
            return "public";
        case RouteRight::Read:
            return "read";
        case RouteRight::Write:
            return "write";
        case RouteRight::Admin:
            return "admin";
    }
    return "admin";
}

Json securityOf(RouteRight right) {
    auto ways = Json::array();
    const auto name = rightName(right);
    if (name.empty()) return ways;
    for (const char* scheme : {"bearer", "basic"}) ways.push_back({{scheme, {name}}});
    ways.push_back({{"session", {name}}});
    if (right == RouteRight::Public) ways.push_back({{"publicKey", {name}}});
    return ways;
}

Json parametersOf(std::string_view path) {
    auto parameters = Json::array();
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
        const auto name = path.substr(open + 1, path.find('}', open) - open - 1);
        parameters.push_back({{"name", name},
                              {"in", "path"},
                              {"required", true},
                              {"schema", {{"type", "string"}, {"minLength", 1}}}});
    }
    return parameters;
}

Json bodyOf(const plugins::RouteInfo& route) {
    auto content = Json::object();
    for (const auto& type : route.mediaTypes) content[type] = Json::object();
    if (content.empty())
        content["*/*"] = Json::object();
    else if (route.right == RouteRight::Public)
        content["text/plain"] = Json::object();
    return {{"description", "At most " + std::to_string(route.bodyLimit) + " bytes."},
            {"content", std::move(content)}};
}

/// `email post /channels/email/ses`, as far as it may stand in the address of a page.
std::string idOf(std::string_view plugin, std::string_view method, std::string_view path) {
    auto id = std::string(plugin) + '-' + std::string(method);
    for (const char c : path) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                             c == '_' || c == '.' || c == '-';
        if (isPlain)
            id += c;
        else if (!id.ends_with('-'))
            id += '-';
    }
    return id;
}

Json operationOf(const plugins::PluginRoute& route, std::string_view method) {
    static const Json kProblem{{"$ref", "#/components/responses/Problem"}};
    const auto& plugin = route.plugin->id();
    Json operation{{"operationId", idOf(plugin, method, route.info->path)},
                   {"tags", {plugin}},
                   {"summary", "Brought by the plugin " + plugin},
                   {"security", securityOf(route.info->right)}};
    if (route.info->right == RouteRight::None)
        operation["description"] =
            "Without a key, the plugin itself verifies who calls, or answers everybody: its README says "
            "which.";
    auto parameters = parametersOf(route.info->path);
    if (route.info->right == RouteRight::Public)
        parameters.push_back({{"$ref", "#/components/parameters/kithIdentity"}});
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    if (route.info->bodyLimit != 0) operation["requestBody"] = bodyOf(*route.info);
    operation["responses"] = {{"2XX", {{"description", "The documentation of the plugin says what."}}},
                              {"304", {{"$ref", "#/components/responses/NotModified"}}},
                              {"4XX", kProblem},
                              {"5XX", kProblem}};
    return operation;
}

void addTag(Json& document, const std::string& plugin) {
    auto& tags = document["tags"];
    const bool isThere =
        std::any_of(tags.begin(), tags.end(), [&](const Json& tag) { return tag["name"] == plugin; });
    if (!isThere)
        tags.push_back({{"name", plugin}, {"description", "The routes of the plugin `" + plugin + "`."}});
}

}  // namespace

std::string openapiJsonWith(const plugins::Registry& registry) {
    auto document = Json::parse(openapiJson());
    for (const auto& route : registry.routes()) {
        auto method = route.info->method;
        for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
        addTag(document, route.plugin->id());
        document["paths"][route.info->path][method] = operationOf(route, method);
    }
    return document.dump();
}

}  // namespace kith::api
