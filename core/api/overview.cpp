// SPDX-License-Identifier: Apache-2.0
#include "core/storage/overview.hpp"

#include "core/api/day_json.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

constexpr std::chrono::days kDefaultDays{30};
constexpr std::chrono::days kMostDays{366};

std::int64_t numberOf(std::chrono::sys_days day) {
    return day.time_since_epoch().count();
}

storage::DaySpan readSpan(const Request& request, base::Time now) {
    Query query(request);
    const auto first = query.day("from");
    const auto last = query.day("to");
    const auto to = last.value_or(std::chrono::floor<std::chrono::days>(now));
    const auto from = first.value_or(to - kDefaultDays + std::chrono::days{1});
    if (from > to)
        query.wrong("from", "invalid_value", "must not be after `to`, which is today unless it is given");
    else if (to - from >= kMostDays)
        query.wrong("from", "invalid_value", "must be at most 365 days before `to`");
    query.finish();
    return {numberOf(from), numberOf(to)};
}

void writeProfiles(JsonWriter& json, const storage::Overview& overview) {
    json.key("profiles")
        .beginObject()
        .member("known", overview.profiles.known)
        .member("anonymous", overview.profiles.anonymous)
        .key("by_source")
        .beginArray();
    for (const auto& [type, name, profiles] : overview.sources) {
        json.beginObject()
            .member("type", type)
            .textOrNull("name", name)
            .member("known", profiles.known)
            .member("anonymous", profiles.anonymous)
            .endObject();
    }
    json.endArray().key("days").beginArray();
    for (const auto& [day, profiles] : overview.profileDays) {
        json.beginObject()
            .member("day", dayText(day))
            .member("created_known", profiles.known)
            .member("created_anonymous", profiles.anonymous)
            .endObject();
    }
    json.endArray().key("source_days").beginArray();
    for (const auto& [day, type, count] : overview.sourceDays)
        json.beginObject()
            .member("day", dayText(day))
            .member("type", type)
            .member("created", count)
            .endObject();
    json.endArray().endObject();
}

void writeEndpointStates(JsonWriter& json, const storage::Overview& overview) {
    json.key("endpoint_states").beginArray();
    for (const auto& each : overview.endpointStates) {
        json.beginObject()
            .member("type", each.type)
            .member("state", model::endpointStateName(each.state))
            .textOrNull("reason", each.reason)
            .member("count", each.count)
            .endObject();
    }
    json.endArray();
}

void writeConflicts(JsonWriter& json, const storage::Overview& overview) {
    json.key("refused_merges")
        .beginObject()
        .member("open", overview.openConflicts.count)
        .member("at_least", overview.openConflicts.atLeast)
        .key("days")
        .beginArray();
    for (const auto& [day, count] : overview.conflictDays)
        json.beginObject().member("day", dayText(day)).member("count", count).endObject();
    json.endArray().endObject();
}

void writePipeline(JsonWriter& json, const pipeline::Vitals& vitals) {
    json.key("pipeline")
        .beginObject()
        .member("queued", static_cast<std::int64_t>(vitals.queued))
        .member("capacity", static_cast<std::int64_t>(vitals.capacity))
        .member("writers", static_cast<std::int64_t>(vitals.writers))
        .member("groups", vitals.groups)
        .member("retries", vitals.retries)
        .member("last_commit_at", vitals.lastCommitAt)
        .endObject();
}

Response showOverview(const Services& services, const Request& request) {
    const auto now = services.clock.now();
    const auto days = readSpan(request, now);
    const auto overview = services.database.read([&](storage::Session& session) {
        session.beginSnapshot();
        return storage::readOverview(session, days, now);
    });
    JsonWriter json;
    json.beginObject();
    writeProfiles(json, overview);
    json.key("activity").beginObject().key("days");
    writeActivityDays(json, overview.activityDays);
    json.endObject();
    writeEndpointStates(json, overview);
    writeConflicts(json, overview);
    writePipeline(json, services.vitals());
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addOverviewRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/overview", http::Access::Read, services, showOverview));
}

}  // namespace kith::api
