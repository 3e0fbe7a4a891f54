// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "core/api/json_writer.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/api/summary_json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/deleted_list.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

void writeDeleted(JsonWriter& json, const storage::DeletedProfile& deleted,
                  std::chrono::milliseconds purgeAfter) {
    json.beginObject()
        .member("id", deleted.id)
        .member("first_name", deleted.firstName)
        .member("last_name", deleted.lastName)
        .key("identifiers")
        .beginArray();
    for (const auto& [identifier, role] : deleted.identifiers) {
        json.beginObject()
            .member("type", identifier.type)
            .member("value", identifier.value)
            .member("role", model::roleName(role))
            .endObject();
    }
    json.endArray()
        .member("deleted_at", deleted.deletedAt)
        .member("purge_at", deleted.deletedAt + purgeAfter)
        .key("source");
    writeSource(json, deleted.source);
    json.endObject();
}

Response listDeletedProfiles(const Services& services, const Request& request) {
    Query query(request);
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    const auto page = services.database.read([&](storage::Session& session) {
        return storage::listDeleted(session, cursor, limit, addressTypes(services.catalogue));
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& deleted : page.items) writeDeleted(json, deleted, services.settings.purgeAfter);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

// Who was deleted is shown to those alone who can undo it.
void addDeletedProfileRoutes(http::Router& router, const Services& services) {
    router.add(
        route(http::Method::Get, "/v1/profiles/deleted", http::Access::Write, services, listDeletedProfiles));
}

}  // namespace kith::api
