// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/api/event_json.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/base/input_error.hpp"
#include "core/http/problem.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

constexpr std::string_view kLatest = "latest";

/// Where a reader goes on. Without a number: from the first event that there is.
struct Position {
    std::optional<std::int64_t> after = {};
    bool latest = false;  ///< After the last one that there is now.
};

std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end || number < 0) return std::nullopt;
    return number;
}

Position readPosition(Query& query) {
    const auto text = query.text("after");
    if (!text) return {};
    if (*text == kLatest) return {.latest = true};
    const auto number = numberOf(*text);
    if (!number) query.wrong("after", "invalid_value", "must be the id of an event, 0 or `latest`");
    return {.after = number};
}

/// What is lost can't be told any more: the reader begins anew, and the answer says from where.
Response tooOld(const storage::FeedEnds& ends) {
    const auto oldest = eventId(ends.removed + 1);
    const auto after = eventId(ends.removed);
    auto body = http::problemJson(
        Error(ErrorCode::Gone, "Events that follow this one were removed; " + oldest + " is the oldest.",
              {{"?after", "too_old", "begin with after=" + after}}));
    body["oldest_id"] = oldest;
    return Response::text(410, body.dump(), "application/problem+json");
}

Response render(const storage::EventPage& page, std::int64_t after) {
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& event : page.items) writeEvent(json, event);
    json.endArray()
        .member("next_after", eventId(page.items.empty() ? after : page.items.back().number))
        .endObject();
    return Response::renderedJson(200, json.take());
}

Response getEvents(const Services& services, const Request& request) {
    Query query(request);
    const auto position = readPosition(query);
    const auto limit = query.limit();
    query.finish();
    std::int64_t after = 0;
    const auto page = services.database.read([&](storage::Session& session) {
        const auto ends = storage::readFeedEnds(session);
        after = position.latest ? ends.last : position.after.value_or(ends.removed);
        return storage::readEvents(session, after, limit);
    });
    if (after < page.ends.removed) return tooOld(page.ends);
    if (after > page.ends.last) {
        throw base::inputError({{"?after", "unknown_event", "this feed has not come so far"}});
    }
    return render(page, after);
}

}  // namespace

void addEventRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/events", http::Access::Read, services, getEvents));
}

}  // namespace kith::api
