// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_list.hpp"

#include <utility>

#include "core/api/json_writer.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/segment_json.hpp"
#include "core/api/source_json.hpp"
#include "core/api/summary_json.hpp"
#include "core/model/bounds.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/vocabulary.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;
using storage::KnownFilter;
using storage::ProfileSort;

constexpr model::Names<KnownFilter, 3, static_cast<int>(KnownFilter::Known)> kKnownFilters{
    {"true", "false", "any"}};
constexpr model::Names<ProfileSort, 3> kSorts{{"-updated_at", "created_at", "name"}};

storage::SourceFilter sourceFilter(std::string_view text) {
    const auto colon = text.find(':');
    storage::SourceFilter filter{std::string(text.substr(0, colon)), std::nullopt};
    if (colon != std::string_view::npos) filter.name = text.substr(colon + 1);
    return filter;
}

std::vector<std::string> typesReachedBy(std::string_view channel, const model::Catalogue& catalogue) {
    std::vector<std::string> types;
    for (const auto& rule : catalogue.rules().all()) {
        if (rule.channel == channel) types.push_back(rule.type);
    }
    return types;
}

/// `state` belongs to the category if one is given, else to the endpoints, as `reason` always does.
void readStates(Query& query, const model::Catalogue& catalogue, storage::ProfileQuery& wanted) {
    if (const auto key = query.text("category")) {
        storage::CategoryFilter filter;
        filter.category = *key;
        const auto definitions = catalogue.definitions();
        const auto* category = definitions->category(*key);
        if (category == nullptr) {
            query.wrong("category", "unknown_category", "there is no such subscription category");
        } else {
            filter.subscribedByDefault = category->subscribedByDefault;
        }
        filter.state = query.choice("state", model::kSubscriptionStates).value_or(filter.state);
        wanted.category = std::move(filter);
    }
    storage::EndpointFilter endpoint;
    const auto channel = query.text("channel");
    if (channel) {
        endpoint.types = typesReachedBy(*channel, catalogue);
        if (endpoint.types.empty()) query.wrong("channel", "unknown_channel", "there is no such channel");
    }
    if (!wanted.category) endpoint.state = query.choice("state", model::kEndpointStates);
    if (const auto reason = query.text("reason", model::bounds::kReason)) endpoint.reason = *reason;
    if (channel || endpoint.state || endpoint.reason) wanted.endpoint = std::move(endpoint);
}

storage::ProfileQuery readQuery(const Request& request, const model::Catalogue& catalogue,
                                std::optional<std::string>& segment) {
    Query query(request);
    storage::ProfileQuery wanted;
    const auto q = query.text("q");
    readStates(query, catalogue, wanted);
    if (const auto source = query.text("source")) wanted.source = sourceFilter(*source);
    if (const auto tag = query.text("tag")) wanted.tag = *tag;
    if (const auto key = query.text("segment")) segment = *key;
    wanted.known = query.choice("known", kKnownFilters).value_or(KnownFilter::Listed);
    wanted.sort = query.choice("sort", kSorts).value_or(ProfileSort::UpdatedDescending);
    wanted.limit = query.limit();
    wanted.cursor = query.cursor();
    query.finish();
    if (q) wanted.search = storage::parseProfileSearch(*q, catalogue);
    return wanted;
}

Response listProfiles(const Services& services, const Request& request) {
    std::optional<std::string> segment;
    auto wanted = readQuery(request, services.catalogue, segment);
    std::optional<SegmentAsked> asked;
    const auto page = services.database.read([&](storage::Session& session) {
        if (segment) wanted.segment = &asked.emplace(services, session, *segment).question();
        return storage::listProfiles(session, wanted, services.clock.now());
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& summary : page.items) writeSummary(json, summary);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addProfileListRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/profiles", http::Access::Read, services, listProfiles));
}

}  // namespace kith::api
