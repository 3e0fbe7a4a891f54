// SPDX-License-Identifier: Apache-2.0
#include "event.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <kith/sdk.hpp>
#include <kith/sdk/json.hpp>
#include <kith/sdk/time.hpp>

#include "definition.hpp"
#include "identifier.hpp"

namespace kith::widget {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using kith::sdk::Violation;
using nlohmann::json;

constexpr std::size_t kMaxEvents = 50;
constexpr std::int64_t kMaxAgeMs = 86'400'000;
constexpr auto kIdentityToken = "identity_token";
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kTypes = {
    {{"shown", "delivered"}, {"clicked", "clicked"}, {"closed", "closed"}, {"submitted", "clicked"}}};
constexpr std::array<std::string_view, 7> kMembers = {"type", "widget",    "display", "age_ms",
                                                      "url",  "frequency", "values"};

std::string text(const json& object, const char* name, std::size_t most) {
    const auto at = object.find(name);
    if (at == object.end() || !at->is_string() || at->get_ref<const std::string&>().size() > most) return {};
    return at->get<std::string>();
}

/// A form's values: what identifies becomes a claimed identifier, the rest fields.
void addValues(const json& values, const json& definition, json& observation) {
    for (const auto& input : definition["form"]) {
        const auto& name = input.get_ref<const std::string&>();
        const auto value = text(values, name.c_str(), 500);
        if (value.empty()) continue;
        if (name == "email" || name == "phone") {
            observation["identifiers"].push_back({{"type", name}, {"value", value}});
        } else {
            observation["fields"][name] = value;
        }
    }
    const auto category = text(definition, "category", 100);
    if (!category.empty())
        observation["subscriptions"][category] = {{"state", "subscribed"}, {"by", "person"}};
}

/// What a display records of itself; by its frequency and session a later one is found to be a repeat.
json propertiesOf(const json& event, const std::string& display, const std::string& session) {
    json properties = {{"display", display}, {"frequency", event["frequency"]}};
    if (const auto url = text(event, "url", 2'000); !url.empty()) properties["url"] = url;
    if (!session.empty()) properties["session"] = session;
    return properties;
}

std::vector<Violation> check(const json& event, const std::map<std::string, json>& definitions) {
    std::vector<Violation> wrong;
    for (const auto& [name, value] : event.items()) {
        if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
            wrong.push_back({kith::sdk::pointerTo(name), "unknown_member", "There is no such member."});
        }
    }
    const auto type = text(event, "type", 20);
    if (std::none_of(kTypes.begin(), kTypes.end(), [&](const auto& each) { return each.first == type; })) {
        wrong.push_back({"/type", "invalid", "One of shown, clicked, closed, submitted."});
    }
    if (!definitions.contains(text(event, "widget", 64))) {
        wrong.push_back({"/widget", "unknown_widget", "There is no such widget."});
    }
    const auto display = text(event, "display", 64);
    if (display.size() < 22 || !isBase64Url(display))
        wrong.push_back({"/display", "invalid", "22 to 64 random characters of base64url name one display."});
    const auto age = event.value("age_ms", json(0));
    if (!age.is_number_integer() || age.get<std::int64_t>() < 0 || age.get<std::int64_t>() > kMaxAgeMs) {
        wrong.push_back({"/age_ms", "invalid", "How long ago it was: 0 to 86400000."});
    }
    if ((type == "shown" || event.contains("frequency")) &&
        !readFrequency(event.value("frequency", json()))) {
        wrong.push_back({"/frequency", "invalid", "The frequency that the display was allowed by."});
    }
    if (event.contains("values") && !event["values"].is_object()) {
        wrong.push_back({"/values", "invalid", "An object with the form's values."});
    }
    return wrong;
}

bool isSession(const json& session) {
    return session.is_string() && session.get_ref<const std::string&>().size() <= 64 &&
           isBase64Url(session.get_ref<const std::string&>());
}

}  // namespace

json parseBeacon(std::string_view text) {
    auto body = kith::sdk::parseJson(text).value_or(json());
    const std::size_t optional =
        (body.contains("session") ? 1U : 0U) + (body.contains(kIdentityToken) ? 1U : 0U);
    const bool good = body.is_object() && body.contains("cookie") && body["cookie"].is_string() &&
                      body.contains("events") && body["events"].is_array() &&
                      body["events"].size() <= kMaxEvents && isSession(body.value("session", json(""))) &&
                      body.size() == 2 + optional;
    if (!good) {
        throw Failure(Status::InvalidInput, "invalid",
                      "A beacon is {\"cookie\", \"session\", \"identity_token\", \"events\": up to 50}.");
    }
    return body;
}

Seen readEvent(const json& event, const json& beacon, const std::map<std::string, json>& definitions,
               const Visit& visit) {
    if (!event.is_object()) throw Failure(Status::InvalidInput, "invalid", "An event is an object.");
    if (auto wrong = check(event, definitions); !wrong.empty())
        throw Failure(Status::InvalidInput, std::move(wrong));
    const auto type = text(event, "type", 20);
    const auto widget = text(event, "widget", 64);
    const auto display = text(event, "display", 64);
    const auto session = text(beacon, "session", 64);
    const auto& definition = definitions.at(widget);
    const auto atMs = visit.receivedAtMs - event.value("age_ms", std::int64_t{0});
    const auto at = kith::sdk::rfc3339(atMs);
    const auto* status =
        std::find_if(kTypes.begin(), kTypes.end(), [&](auto& each) { return each.first == type; });

    json observation = {{"id", "widget:" + display + ":" + type},
                        {"observed_at", at},
                        {"source", {{"type", "plugin"}, {"name", "widget:" + widget}}},
                        {"identifiers", {{{"type", "cookie"}, {"value", beacon["cookie"]}}}},
                        {"activities",
                         {{{"id", display},
                           {"channel", "widget"},
                           {"kind", "message"},
                           {"message", {{"id", widget}, {"name", definition["name"]}}},
                           {"status", status->second},
                           {"at", at}}}}};
    // Those of a later event would take the place of the display's.
    if (type == "shown") observation["activities"][0]["properties"] = propertiesOf(event, display, session);
    // It names whoever the cookie is of; the server reads it.
    if (const auto token = beacon.find(kIdentityToken); token != beacon.end())
        observation[kIdentityToken] = *token;
    Seen seen;
    if (type == "submitted") {
        const auto values = event.value("values", json::object());
        addValues(values, definition, observation);
        observation["activities"].push_back({{"channel", "widget"},
                                             {"kind", "event"},
                                             {"event", "form_submitted"},
                                             {"at", at},
                                             {"message", {{"id", widget}, {"name", definition["name"]}}},
                                             {"properties", {{"display", display}}}});
    } else if (type == "shown") {
        const auto frequency = *readFrequency(event["frequency"]);
        seen.display = {{"display", display},         {"widget", widget},
                        {"cookie", beacon["cookie"]}, {"session", session},
                        {"agent", visit.agent},       {"frequency", kindName(frequency.kind)},
                        {"days", frequency.days},     {"shown_at", atMs}};
    }
    seen.observation = std::move(observation);
    return seen;
}

}  // namespace kith::widget
