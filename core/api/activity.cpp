// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/api/activity_filter.hpp"
#include "core/api/activity_json.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/person.hpp"
#include "core/api/profile_json.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/timeline.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

storage::TimelineQuery readQuery(const Request& request) {
    Query query(request);
    storage::TimelineQuery wanted;
    wanted.filter = readTimelineFilter(query);
    wanted.summary = query.flag("summary").value_or(true);
    wanted.limit = query.limit();
    wanted.cursor = query.cursor();
    query.finish();
    return wanted;
}

std::string activityJson(const storage::TimelineActivity& activity, base::ProfileId live) {
    JsonWriter json;
    json.beginObject().member("id", activity.id).member("profile_id", live);
    writeActivity(json, activity);
    json.key("source");
    writeSource(json, activity.source);
    return json.endObject().take();
}

/// Lets each channel add to its activities what only it can know.
void annotate(const Services& services, storage::Session& session, const storage::TimelinePage& page,
              std::vector<std::string>& rendered) {
    std::optional<model::Person> person;
    for (const auto& channel : services.plugins.registry().channels()) {
        if (!channel->annotates()) continue;
        auto activities = nlohmann::json::array();
        std::vector<std::size_t> places;
        for (std::size_t place = 0; place < page.items.size(); ++place) {
            if (page.items[place].channel != channel->info().name) continue;
            places.push_back(place);
            activities.push_back(nlohmann::json::parse(rendered[place]));
        }
        if (places.empty()) continue;
        if (!person) person = personOf(storage::readProfile(session, page.profile, services.clock.now()));
        channel->annotate(session.raw(), *person, activities);
        session.settle();
        for (std::size_t i = 0; i < places.size(); ++i) {
            rendered[places[i]] =
                activities[i].dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        }
    }
}

void writeSummary(JsonWriter& json, const storage::TimelineSummary& summary) {
    json.key("summary").beginObject().member("total", summary.total).key("by_channel");
    writeCounts(json, summary.counts);
    json.member("at_least", summary.atLeast).endObject();
}

std::vector<std::string> renderItems(const Services& services, storage::Session& session,
                                     const storage::TimelinePage& page) {
    std::vector<std::string> rendered;
    rendered.reserve(page.items.size());
    for (const auto& activity : page.items) rendered.push_back(activityJson(activity, page.profile));
    annotate(services, session, page, rendered);
    return rendered;
}

std::string pageJson(const storage::TimelinePage& page, const std::vector<std::string>& items) {
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& activity : items) json.raw(activity);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    if (page.summary) writeSummary(json, *page.summary);
    return json.endObject().take();
}

Response listActivity(const Services& services, const Request& request) {
    const auto wanted = readQuery(request);
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    return readOf(services, ref, [&](storage::Session& session) {
        const auto page = storage::readTimeline(session, ref, wanted);
        return Response::renderedJson(200, pageJson(page, renderItems(services, session, page)));
    });
}

}  // namespace

void addActivityRoutes(http::Router& router, const Services& services) {
    router.add(
        route(http::Method::Get, "/v1/profiles/{ref}/activity", http::Access::Read, services, listActivity));
}

}  // namespace kith::api
