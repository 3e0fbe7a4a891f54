// SPDX-License-Identifier: Apache-2.0
#include <variant>

#include "core/api/identity_json.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/model/names.hpp"
#include "core/storage/change_list.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

constexpr model::Names<storage::ChangeKind, 7> kKinds{
    {"field", "subscription", "endpoint", "merge", "undo", "identifier", "life"}};

/// Stored JSON text; null if there was no value.
void writeJsonText(JsonWriter& json, std::string_view name, const std::optional<std::string>& text) {
    json.key(name).raw(text ? std::string_view(*text) : "null");
}

std::string_view stateOf(bool subscribed) {
    return subscribed ? "subscribed" : "unsubscribed";
}

void write(JsonWriter& json, const storage::FieldChangeView& change) {
    json.member("kind", "field").member("field", change.field).textOrNull("element", change.element);
    writeJsonText(json, "before", change.before);
    writeJsonText(json, "after", change.after);
}

void write(JsonWriter& json, const storage::ConsentChangeView& change) {
    json.member("kind", "subscription").member("category", change.category).key("before");
    if (change.before) {
        json.text(stateOf(*change.before));
    } else {
        json.null();
    }
    json.member("after", stateOf(change.subscribed))
        .member("by", change.by)
        .textOrNull("text", change.wording)
        .textOrNull("ip", change.ip)
        .member("reason", change.reason)
        .member("comment", change.comment)
        .member("proof", change.proof);
}

void write(JsonWriter& json, const storage::EndpointChangeView& change) {
    json.member("kind", "endpoint").key("identifier").identifier(change.identifier).key("before");
    if (change.before) {
        json.text(model::endpointStateName(*change.before));
    } else {
        json.null();
    }
    json.member("after", model::endpointStateName(change.state))
        .textOrNull("reason", change.reason)
        .textOrNull("detail", change.detail)
        .member("until", change.until);
}

void write(JsonWriter& json, const storage::MergeChangeView& change) {
    json.member("kind", "merge")
        .member("survivor", change.survivor)
        .member("absorbed", change.absorbed)
        .member("rule", change.rule)
        .textOrNull("reason", change.reason)
        .key("choices")
        .raw(change.choices);
}

void write(JsonWriter& json, const storage::UndoChangeView& change) {
    json.member("kind", "undo")
        .member("merge", change.merge)
        .member("survivor", change.survivor)
        .member("absorbed", change.absorbed);
}

void write(JsonWriter& json, const storage::IdentifierChangeView& change) {
    json.member("kind", "identifier")
        .key("identifier")
        .identifier(change.identifier)
        .member("change", change.attached ? "attached" : "detached");
}

void write(JsonWriter& json, const storage::LifeChangeView& change) {
    json.member("kind", "life");
    writeLife(json, change.lives);
}

Response listChanges(const Services& services, const Request& request) {
    Query query(request);
    const auto kind = query.choice("kind", kKinds);
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    const auto page = readOf(services, ref, [&](storage::Session& session) {
        return storage::listChanges(session, ref, cursor, limit, kind);
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& change : page.items) {
        json.beginObject().member("id", change.id).member("at", change.at);
        std::visit([&json](const auto& what) { write(json, what); }, change.what);
        json.key("observation");
        writeProvenance(json, change.by);
        json.endObject();
    }
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addChangeRoutes(http::Router& router, const Services& services) {
    router.add(
        route(http::Method::Get, "/v1/profiles/{ref}/changes", http::Access::Read, services, listChanges));
}

}  // namespace kith::api
