// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/api/idempotency_key.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/page.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/base/input_error.hpp"
#include "core/catalogue/editor.hpp"
#include "core/catalogue/entry_json.hpp"
#include "core/http/conditional.hpp"
#include "core/model/json.hpp"
#include "core/storage/database.hpp"

/// The routes of fields, groups and categories, which only differ in what an entry says. A kind of entry has
/// its collection's path and what its entries are called:
/// `struct Kind { using Entry; static constexpr const char *kPath, *kList; static void write(JsonWriter&,
/// const Entry&); }`, the last writing the members of an entry.
namespace kith::api {

/// The end of every entry's members.
void writeEntryState(JsonWriter& json, const storage::CatalogueEntry& entry);
void writeTexts(JsonWriter& json, std::string_view name, const model::Texts& texts);

/// A body with every number as programs read it; in `options` one that has more digits than that is a text,
/// which has them all. Throws like model::parseJson, and Error{InvalidInput} for a
/// number that is too large for that.
[[nodiscard]] nlohmann::json parsePlainJson(std::string_view body);

template <class Kind>
http::Response answerEntry(int status, const typename Kind::Entry& entry) {
    JsonWriter json;
    json.beginObject();
    Kind::write(json, entry);
    auto response = http::Response::renderedJson(status, json.endObject().take());
    response.headers.set("ETag", http::versionTag(entry.version));
    return response;
}

template <class Kind>
typename Kind::Entry findEntry(const Services& services, std::string_view key) {
    auto found = services.database.read(
        [&](storage::Session& session) { return storage::findEntry<typename Kind::Entry>(session, key); });
    if (!found) throw base::Error(base::ErrorCode::NotFound, "There is none of that key.");
    return *std::move(found);
}

template <class Kind>
http::Response listEntries(const Services& services, const http::Request& request) {
    Query query(request);
    const bool archived = query.flag("archived").value_or(false);
    auto entries = services.database.read(
        [](storage::Session& session) { return storage::readEntries<typename Kind::Entry>(session); });
    std::erase_if(entries, [&](const auto& entry) { return entry.archivedAt.has_value() != archived; });
    std::vector<std::string> keys;
    keys.reserve(entries.size());
    for (const auto& entry : entries) keys.push_back(entry.key);
    const auto page = readSortedPage(query, Kind::kList, keys);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place) {
        json.beginObject();
        Kind::write(json, entries[place]);
        json.endObject();
    }
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return http::Response::renderedJson(200, json.endObject().take());
}

template <class Kind>
http::Response postEntry(const Services& services, const http::Request& request) {
    Query(request).finish();
    const bool repeats = idempotencyKey(request).has_value();
    const auto made = services.editor.create<typename Kind::Entry>(parsePlainJson(request.body), repeats);
    auto response = answerEntry<Kind>(201, made);
    response.headers.set("Location", std::string(Kind::kPath) + '/' + made.key);
    return response;
}

template <class Kind>
http::Response getEntry(const Services& services, const http::Request& request) {
    Query(request).finish();
    return answerEntry<Kind>(200, findEntry<Kind>(services, request.param("key")));
}

/// Of the version that If-Match names, if it names one.
template <class Kind>
typename Kind::Entry changeEntry(const Services& services, const http::Request& request,
                                 const nlohmann::json& patch) {
    const auto found = findEntry<Kind>(services, request.param("key"));
    std::optional<std::int64_t> version;
    if (http::requireMatch(request, http::versionTag(found.version))) version = found.version;
    return services.editor.change<typename Kind::Entry>(found.key, patch, version);
}

template <class Kind>
http::Response patchEntry(const Services& services, const http::Request& request) {
    Query(request).finish();
    return answerEntry<Kind>(200, changeEntry<Kind>(services, request, parsePlainJson(request.body)));
}

template <class Kind>
http::Response deleteEntry(const Services& services, const http::Request& request) {
    Query(request).finish();
    static_cast<void>(changeEntry<Kind>(services, request, {{"archived", true}}));
    return http::Response::empty();
}

template <class Kind>
void addEntryRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string all = Kind::kPath;
    const std::string one = all + "/{key}";
    router.add(route(Method::Get, all, Access::Read, services, listEntries<Kind>));
    router.add(route(Method::Post, all, Access::Admin, services, postEntry<Kind>));
    router.add(route(Method::Get, one, Access::Read, services, getEntry<Kind>));
    auto patch = route(Method::Patch, one, Access::Admin, services, patchEntry<Kind>);
    patch.mediaTypes = {"application/merge-patch+json", "application/json"};
    router.add(std::move(patch));
    router.add(route(Method::Delete, one, Access::Admin, services, deleteEntry<Kind>));
}

}  // namespace kith::api
