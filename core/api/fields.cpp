// SPDX-License-Identifier: Apache-2.0
#include "core/api/catalogue_entries.hpp"
#include "core/model/operators.hpp"
#include "core/plugins/manager.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

struct Fields {
    using Entry = storage::StoredField;
    static constexpr const char* kPath = "/v1/fields";
    static constexpr const char* kList = "fields";
    static void write(JsonWriter& json, const storage::StoredField& field);
};

struct FieldGroups {
    using Entry = storage::StoredGroup;
    static constexpr const char* kPath = "/v1/field-groups";
    static constexpr const char* kList = "field-groups";
    static void write(JsonWriter& json, const storage::StoredGroup& group);
};

void Fields::write(JsonWriter& json, const storage::StoredField& field) {
    json.member("key", field.key);
    writeTexts(json, "names", field.names);
    json.textOrNull("group", field.group)
        .member("type", field.type)
        .key("options")
        .raw(field.options)
        .key("display_default");
    if (field.displayDefault)
        json.raw(*field.displayDefault);
    else
        json.null();
    json.member("personal", field.personal)
        .member("indexed", field.indexed)
        .member("merge_rule", model::kMergeRules.of(field.mergeRule))
        .member("built_in", field.managedBy == storage::ManagedBy::Core)
        .member("in_use", field.inUse);
    writeEntryState(json, field);
}

void FieldGroups::write(JsonWriter& json, const storage::StoredGroup& group) {
    json.member("key", group.key);
    writeTexts(json, "names", group.names);
    json.member("position", group.place).member("built_in", group.managedBy == storage::ManagedBy::Core);
    writeEntryState(json, group);
}

void writeType(JsonWriter& json, const plugins::PluginFieldType& type) {
    json.beginObject()
        .member("name", type.name())
        .member("plugin", std::string_view(type.plugin()))
        .member("kind", model::valueKindName(type.kind()))
        .member("set", type.isSet())
        .key("operators")
        .beginArray();
    const model::Operators operators(type.operators());
    for (const auto name : model::kOperatorNames.names) {
        if (operators.has(*model::kOperatorNames.find(name))) json.text(name);
    }
    json.endArray().key("options").raw(type.options().text()).endObject();
}

Response listTypes(const Services& services, const Request& request) {
    Query query(request);
    const auto& types = services.plugins.registry().fieldTypes();
    std::vector<std::string> names;
    for (const auto& type : types) names.emplace_back(type->name());
    const auto page = readPage(query, "field-types", names);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place) writeType(json, *types[place]);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addFieldRoutes(http::Router& router, const Services& services) {
    addEntryRoutes<Fields>(router, services);
    addEntryRoutes<FieldGroups>(router, services);
    router.add(route(http::Method::Get, "/v1/field-types", http::Access::Read, services, listTypes));
}

}  // namespace kith::api
