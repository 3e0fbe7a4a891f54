// SPDX-License-Identifier: Apache-2.0
// Whoever may call without being allowed to read is told nothing of who is known.
#include <catch2/catch.hpp>

#include "tests/plugins/channels/push_app.hpp"
#include "tests/plugins/channels/widget_visitor.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// An answer but for what tells one request from another.
Json shapeOf(ApiServer& api, const Call& call) {
    const auto answer = api.call(call);
    Json headers = Json::array();
    for (const auto& [name, value] : answer.headers) {
        if (name != "Request-Id" && name != "Date") headers.push_back({name, value});
    }
    return {{"status", answer.status}, {"headers", headers}, {"body", answer.text}};
}

Call byPublicKey(const ApiServer& api, const std::string& path, const Json& body) {
    return {.method = "POST", .path = "/channels/" + path, .key = api.open, .body = body.dump()};
}

/// What is known of one person, and the same shape of what nobody has seen.
struct Values {
    std::string token = fresh("token-0123456789-");
    std::string endpoint = "https://push.example.net/" + fresh("endpoint-");
    std::string send = fresh("send-");
    std::string email = fresh("uniform-") + "@example.com";
    std::string display = Visitor::newDisplay();
    std::string cookie = fresh("visitor-0123456789abcdef-");
};

Json beacon(const std::string& widget, const Values& of, Json event) {
    event.update({{"widget", widget}, {"display", of.display}});
    return {{"cookie", of.cookie}, {"session", "s"}, {"events", {std::move(event)}}};
}

/// Somebody whom kith knows by all of these, with a send that was opened and a display that was clicked.
Values somebodyKnown(ApiServer& api, const std::string& widget) {
    const Values of;
    api.observe({{"identifiers",
                  {{{"type", "external_id"}, {"value", fresh("uniform-")}},
                   {{"type", "email"}, {"value", of.email}},
                   {{"type", "push_token"}, {"value", of.token}},
                   {{"type", "web_push"}, {"value", of.endpoint}},
                   {{"type", "cookie"}, {"value", of.cookie}}}}});
    const Json opened{{"id", of.send}, {"token", of.token}, {"status", "opened"}};
    const auto answer = api.call(
        {.method = "PUT", .path = "/channels/push/receipts", .key = api.write, .body = opened.dump()});
    CHECK(answer.body["results"][0]["result"] == "updated");
    auto claimed = opened;
    claimed["at"] = "2026-01-01T00:00:00Z";
    shapeOf(api, byPublicKey(api, "push/receipts", claimed));
    shapeOf(api, byPublicKey(api, "widget/events", beacon(widget, of, {{"type", "clicked"}})));
    return of;
}

}  // namespace

TEST_CASE("a public key is answered alike whether the person is known or not", "[channels]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto widget = define(api, {{"form", {"email"}}, {"category", "news"}});
    const auto known = somebodyKnown(api, widget);
    const Values unknown;
    const auto claims = [&](const Values& of) {
        const Json address{{{"type", "email"}, {"value", of.email}}};
        return std::vector<Call>{
            byPublicKey(api, "push/tokens", {{"token", of.token}, {"app_id", "shop"}}),
            byPublicKey(api, "push/tokens",
                        {{"token", token()}, {"app_id", "shop"}, {"identifiers", address}}),
            byPublicKey(api, "push/subscriptions",
                        {{"subscription", subscription(of.endpoint)}, {"app_id", "site"}}),
            byPublicKey(api, "push/receipts", {{"id", of.send}, {"token", token()}, {"status", "opened"}}),
            byPublicKey(api, "push/receipts",
                        {{"id", fresh("send-")}, {"token", of.token}, {"status", "delivered"}}),
            byPublicKey(api, "widget/events", beacon(widget, of, {{"type", "clicked"}, {"age_ms", 5}})),
            byPublicKey(api, "widget/events",
                        beacon(widget, of, {{"type", "submitted"}, {"values", {{"email", of.email}}}})),
        };
    };
    const auto ofKnown = claims(known);
    const auto ofUnknown = claims(unknown);
    for (std::size_t i = 0; i < ofKnown.size(); ++i) {
        INFO(ofKnown[i].path << ' ' << ofKnown[i].body);
        const auto told = shapeOf(api, ofUnknown[i]);
        CHECK(told["status"] == 200);
        CHECK(shapeOf(api, ofKnown[i]) == told);
        // Nor does the second time tell of the first.
        CHECK(shapeOf(api, ofUnknown[i]) == told);
    }
}

TEST_CASE("nobody learns from a provider's route who is known", "[channels]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto mail = fresh("uniform-") + "@example.com";
    api.observe(
        {{"identifiers", {{{"type", "email"}, {"value", mail}}, {{"type", "telegram"}, {"value", "77"}}}}});
    const auto sent = [](const std::string& path, const Json& body) {
        return Call{.method = "POST", .path = "/channels/" + path, .body = body.dump()};
    };
    const auto bounce = [](const std::string& address) {
        return Json{
            {"notificationType", "Bounce"},
            {"bounce", {{"bounceType", "Permanent"}, {"bouncedRecipients", {{{"emailAddress", address}}}}}},
            {"mail", {{"timestamp", "2026-01-01T00:00:00Z"}, {"messageId", "m"}}}};
    };
    const auto update = [](std::int64_t chat) {
        return Json{{"update_id", 1},
                    {"message",
                     {{"date", 1'760'000'000},
                      {"chat", {{"id", chat}, {"type", "private"}}},
                      {"from", {{"id", chat}, {"is_bot", false}, {"first_name", "Ann"}}},
                      {"text", "hello"}}}};
    };
    const auto other = fresh("uniform-") + "@example.com";
    const auto event = [](const std::string& address) {
        return Json::array({{{"event", "delivered"}, {"email", address}, {"timestamp", 1'760'000'000}}});
    };
    const std::vector<std::pair<Call, Call>> pairs{
        {sent("email/ses", bounce(mail)), sent("email/ses", bounce(other))},
        {sent("email/sendgrid", event(mail)), sent("email/sendgrid", event(other))},
        {sent("telegram/updates/shop", update(77)), sent("telegram/updates/shop", update(78))}};
    for (const auto& [known, unknown] : pairs) {
        INFO(known.path);
        const auto told = shapeOf(api, unknown);
        CHECK(told["status"] >= 401);
        CHECK(told["status"] <= 403);
        CHECK(shapeOf(api, known) == told);
    }
}
