// SPDX-License-Identifier: Apache-2.0
#include "core/api/export_stream.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/tag_list.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t kMaxPrefix = 256;  ///< A tag of 64 characters has no more bytes.

enum class Count { Exact };
constexpr model::Names<Count, 1> kCounts{{"exact"}};

storage::TagQuery readQuery(const Request& request) {
    Query query(request);
    storage::TagQuery wanted;
    wanted.prefix = query.text("q", kMaxPrefix).value_or("");
    wanted.countsAll = query.choice("count", kCounts).has_value();
    wanted.limit = query.limit();
    wanted.cursor = query.cursor();
    query.finish();
    return wanted;
}

storage::TagPage readPage(const Services& services, const storage::TagQuery& wanted) {
    return services.database.read(
        [&](storage::Session& session) { return storage::listTags(session, wanted); });
}

/// Takes as long as an export may, and keeps a session for it.
storage::TagPage countEverybody(const Services& services, const storage::TagQuery& wanted) {
    const auto slot = services.exports.take();
    return readPage(services, wanted);
}

Response listTags(const Services& services, const Request& request) {
    const auto wanted = readQuery(request);
    const auto page = wanted.countsAll ? countEverybody(services, wanted) : readPage(services, wanted);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& [tag, people, atLeast] : page.items) {
        json.beginObject().member("tag", tag).member("count", people).member("at_least", atLeast).endObject();
    }
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addTagRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/tags", http::Access::Read, services, listTags));
}

}  // namespace kith::api
