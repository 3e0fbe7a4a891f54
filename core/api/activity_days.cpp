// SPDX-License-Identifier: Apache-2.0
#include "core/api/activity_filter.hpp"
#include "core/api/day_json.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

Response listActivityDays(const Services& services, const Request& request) {
    Query query(request);
    const auto filter = readTimelineFilter(query);
    query.finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    const auto days = readOf(services, ref, [&](storage::Session& session) {
        return storage::readTimelineDays(session, ref, filter);
    });
    JsonWriter json;
    json.beginObject().key("items");
    writeActivityDays(json, days.items);
    json.member("at_least", days.atLeast);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void writeActivityDays(JsonWriter& json, const std::vector<storage::ActivityDayCount>& days) {
    json.beginArray();
    for (const auto& each : days) {
        json.beginObject().member("day", dayText(each.day)).member("channel", each.channel).key("status");
        if (each.status)
            json.text(model::statusName(*each.status));
        else
            json.null();
        json.member("count", each.count).endObject();
    }
    json.endArray();
}

void addActivityDayRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/profiles/{ref}/activity/days", http::Access::Read, services,
                     listActivityDays));
}

}  // namespace kith::api
