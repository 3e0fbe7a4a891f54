// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/storage/audit_log.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kList = "audit";

/// Nobody, if who tried to sign in is nobody known.
void writeUser(JsonWriter& json, const storage::AuditEntry& entry) {
    if (!entry.account) {
        json.null();
        return;
    }
    json.beginObject()
        .member("id", entry.account)
        .member("name", entry.accountName)
        .member("email", entry.accountEmail)
        .endObject();
}

void writeEntry(JsonWriter& json, const storage::AuditEntry& entry) {
    json.beginObject().member("id", entry.id).member("at", entry.at).key("user");
    writeUser(json, entry);
    json.member("action", entry.action)
        .member("method", entry.method)
        .member("route", entry.route)
        .member("profile_id", entry.profile)
        .textOrNull("target", entry.target)
        .member("status", std::int64_t{entry.status})
        .member("address", entry.address)
        .member("request_id", entry.requestId)
        .endObject();
}

Response getAudit(const Services& services, const Request& request) {
    Query query(request);
    storage::AuditFilter filter;
    if (const auto user = query.text("user")) {
        filter.account = base::UserId::parse(*user);
        if (!filter.account) query.wrong("user", "invalid_value", "must be the id of a person");
    }
    if (const auto action = query.text("action")) filter.action = *action;
    filter.from = query.time("from");
    filter.to = query.time("to");
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    storage::AuditId before;
    if (!cursor.empty()) before.value = storage::readCursor(cursor, kList, 1).numbers[0];
    auto entries = services.database.read(
        [&](storage::Session& session) { return storage::readAudit(session, filter, before, limit + 1); });
    std::string next;
    if (entries.size() > limit) {
        entries.pop_back();
        next = storage::writeCursor({std::string(kList), {entries.back().id.value}, {}});
    }
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& entry : entries) writeEntry(json, entry);
    json.endArray();
    writeNextCursor(json, next);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addAuditRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/audit", http::Access::Admin, services, getAudit));
}

}  // namespace kith::api
