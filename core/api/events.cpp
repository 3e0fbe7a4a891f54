// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/api/event_feed.hpp"
#include "core/api/event_json.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/base/error.hpp"
#include "core/http/problem.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

constexpr std::string_view kLatest = "latest";
constexpr std::chrono::seconds kMaxWait{60};

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

/// The number was given before the database was set back to an earlier state, and will be given again to
/// another event: the reader, who would miss what comes until then, begins anew.
Response ahead(const storage::FeedEnds& ends) {
    const auto last = eventId(ends.last);
    auto body = http::problemJson(
        Error(ErrorCode::Conflict,
              "This feed ends with event " + last +
                  ", so that it was restored to an earlier state since: read the profiles again.",
              {{"?after", "unknown_event", "go on with after=" + last}}));
    body["last_id"] = last;
    return Response::text(409, body.dump(), "application/problem+json");
}

/// Seconds to wait for a page that would be empty.
std::chrono::seconds readWait(Query& query) {
    const auto text = query.text("wait");
    if (!text) return std::chrono::seconds{0};
    const auto seconds = numberOf(*text);
    if (!seconds || *seconds > kMaxWait.count()) {
        query.wrong("wait", "invalid_value", "must be a number of seconds from 0 to 60");
        return std::chrono::seconds{0};
    }
    return std::chrono::seconds{*seconds};
}

/// What a client that was cut off saw last goes before what it began with.
void resume(const Request& request, Query& query, Position& position) {
    const auto id = request.headers.find("Last-Event-ID");
    if (!id || id->empty()) return;
    position = {.after = numberOf(*id)};
    if (!position.after) query.wrong("Last-Event-ID", "invalid_value", "must be the id of an event");
}

Response streamed(std::string_view type, std::shared_ptr<http::Stream> stream) {
    auto response = Response::text(200, {}, type);
    response.stream = std::move(stream);
    return response;
}

Response follow(const Services& services, const Request& request, std::int64_t after) {
    auto response = streamed("text/event-stream", services.events.follow(after, request.caller->credential()));
    // Proxies that collect answers before they pass them on are asked not to.
    response.headers.set("X-Accel-Buffering", "no");
    return response;
}

Response getEvents(const Services& services, const Request& request) {
    Query query(request);
    auto position = readPosition(query);
    const auto limit = query.limit();
    const auto wait = readWait(query);
    const bool follows = request.headers.hasListMember("Accept", "text/event-stream");
    if (follows) resume(request, query, position);
    query.finish();
    std::int64_t after = 0;
    const auto page = services.database.read([&](storage::Session& session) {
        const auto ends = storage::readFeedEnds(session);
        after = position.latest ? ends.last : position.after.value_or(ends.removed);
        return storage::readEvents(session, after, limit);
    });
    if (position.after && after < page.ends.removed) return tooOld(page.ends);
    // The end was read after the page, so that it is no earlier than whatever gave a number to the reader.
    if (after > page.ends.last) return ahead(page.ends);
    if (follows) return follow(services, request, after);
    if (page.items.empty() && wait.count() > 0)
        return streamed("application/json", services.events.page(after, limit, wait, request.caller->credential()));
    return Response::renderedJson(200, renderEvents(page, after));
}

}  // namespace

void addEventRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/events", http::Access::Read, services, getEvents));
}

}  // namespace kith::api
