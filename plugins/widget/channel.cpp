// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <kith/sdk/json.hpp>
#include <kith/sdk/page.hpp>
#include <string>
#include <vector>

#include "definition.hpp"
#include "embedded.hpp"
#include "event.hpp"

namespace kith::widget {
namespace {

using kith::sdk::Evidence;
using kith::sdk::Failure;
using kith::sdk::Response;
using kith::sdk::Status;
using nlohmann::json;

constexpr std::string_view kDefinitionsMark = "[/* definitions */]";

/// What the browser is told of one event. It dates events by how long ago they were, so one that comes again
/// may differ by a moment: it is a repeat all the same.
json answerOf(const std::string& text) {
    const kith::sdk::Result result(text);
    return result.isRejected() && result.isRepeat() ? json{{"result", "accepted"}} : result.document();
}

/// JSON that may stand inside a script element too: no `</script>` and no line ends that older browsers
/// reject.
std::string scriptSafe(const json& value) {
    auto text = value.dump(-1, ' ', true);
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at))
        text.replace(at, 1, "\\u003c");
    return text;
}

std::string widgetIdOf(const kith::sdk::Request& request) {
    const auto id = request.param("id").value_or("");
    if (!isWidgetId(id)) {
        throw Failure(Status::InvalidInput, "invalid_id", "A widget's id is 1 to 64 of a-z, 0-9, - and _.");
    }
    return std::string(id);
}

}  // namespace

Response Channel::handle(std::size_t route, const kith::sdk::Request& request) {
    switch (static_cast<RouteIndex>(route)) {
        case RouteIndex::Script:
            return script();
        case RouteIndex::Events:
            return takeEvents(request);
        case RouteIndex::ListDefinitions:
            return listDefinitions(request);
        case RouteIndex::PutDefinition:
            return putDefinition(request);
        case RouteIndex::DeleteDefinition:
            return deleteDefinition(request);
    }
    throw Failure(Status::NotFound, "not_found", "This channel has no such route.");
}

Response Channel::script() const {
    auto active = json::array();
    for (auto& [id, definition] : store_.definitions()) {
        if (!definition["active"].get<bool>()) continue;
        auto shown = definition;
        shown["id"] = id;
        active.push_back(std::move(shown));
    }
    std::string text(embedded::kWidgetJs);
    text.replace(text.find(kDefinitionsMark), kDefinitionsMark.size(), scriptSafe(active));
    auto response = Response::text(std::move(text), "text/javascript; charset=utf-8");
    response.headers.emplace_back("Cache-Control", "public, max-age=60");
    response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
}

Response Channel::takeEvents(const kith::sdk::Request& request) const {
    const auto beacon = parseBeacon(request.body());
    const auto definitions = store_.definitions();
    const auto browser = request.header("User-Agent").value_or("");
    const Visit visit{request.receivedAtMs(),
                      browser.empty() ? std::string{} : host_.keyedHash("agent", browser)};
    const auto& events = beacon["events"];
    std::vector<json> results(events.size());
    std::vector<std::size_t> places;
    std::vector<std::pair<std::string, std::string>> texts;
    for (std::size_t i = 0; i < events.size(); ++i) {
        try {
            const auto seen = readEvent(events[i], beacon, definitions, visit);
            texts.emplace_back(seen.observation.dump(), seen.display.is_null() ? "" : seen.display.dump());
            places.push_back(i);
        } catch (const Failure& failure) {
            results[i] = kith::sdk::rejectedResult(failure);
        }
    }
    std::vector<kith::sdk::Observation> items;
    for (const auto& [observation, display] : texts) {
        kith::sdk::Observation item{.json = observation, .evidence = Evidence::Claimed};
        if (!display.empty()) item.payload = display;
        items.push_back(item);
    }
    const auto answers = items.empty() ? std::vector<std::string>{} : host_.observe(items, &request);
    for (std::size_t i = 0; i < answers.size(); ++i) results[places[i]] = answerOf(answers[i]);
    return Response::json(json{{"results", results}}.dump());
}

Response Channel::listDefinitions(const kith::sdk::Request& request) const {
    kith::sdk::Page page(host_, request, "definitions");
    for (auto& [id, definition] : store_.definitions()) {
        auto item = definition;
        item["id"] = id;
        page.add(id, std::move(item));
    }
    return page.answer();
}

Response Channel::putDefinition(const kith::sdk::Request& request) const {
    const auto id = widgetIdOf(request);
    auto definition =
        readDefinition(request.body(), [this](std::string_view key) { return host_.hasCategory(key); });
    store_.putDefinition(id, definition);
    definition["id"] = id;
    return Response::json(definition.dump());
}

Response Channel::deleteDefinition(const kith::sdk::Request& request) const {
    if (!store_.removeDefinition(widgetIdOf(request))) {
        throw Failure(Status::NotFound, "not_found", "There is no such widget.");
    }
    return Response::empty();
}

void Channel::apply(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) {
    store_.apply(session, items);
}

void Channel::panel(kith::sdk::Session session,
                    kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
                    kith::sdk::ObjectSink out) {
    store_.panel(session, profiles, out);
}

void Channel::annotate(kith::sdk::Session session, const kith::sdk::Profile& profile,
                       std::string_view activities, kith::sdk::ObjectSink out) {
    store_.annotate(session, profile, json::parse(activities), out);
}

std::size_t Channel::erase(kith::sdk::Session session, const kith::sdk::Profile& person, std::size_t most) {
    return store_.erase(session, person, most);
}

std::string Channel::exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                              std::string_view cursor, kith::sdk::ObjectSink out) {
    return store_.exported(session, person, cursor, out);
}

}  // namespace kith::widget
