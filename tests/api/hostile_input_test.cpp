// SPDX-License-Identifier: Apache-2.0
// Genuine mail, notifications and tracking calls, posted to every route that takes a body: none of them
// expects most of these. Whatever comes, the answer is a problem or a correct acceptance, and nothing is half
// done.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/http/router.hpp"
#include "tests/api/api_server.hpp"
#include "tests/plugins/email/support/keys.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr const char* kBotSecret = "0123456789abcdef";

struct Fixture {
    std::string name;
    std::string content;
    [[nodiscard]] bool isMail() const { return name.ends_with(".eml"); }
};

const std::vector<Fixture>& fixtures() {
    static const auto all = [] {
        std::vector<Fixture> found;
        for (const char* folder : {"bounces", "dsn-postfix", "ses", "tracking"}) {
            for (const auto& entry :
                 std::filesystem::directory_iterator(std::filesystem::path(KITH_FIXTURES) / folder)) {
                if (entry.path().extension() != ".eml" && entry.path().extension() != ".json") continue;
                std::ifstream file(entry.path(), std::ios::binary);
                found.push_back({entry.path().filename(), {std::istreambuf_iterator<char>(file), {}}});
            }
        }
        std::ranges::sort(found, {}, &Fixture::name);
        return found;
    }();
    return all;
}

/// A server that takes SendGrid's events if they are signed with a key of the test.
struct Target {
    explicit Target(storage::Engine engine)
        : sendGrid(SigningKey::ec()),
          api(engine,
              {"plugins.load.email.options.sendgrid.public_keys=[" + sendGrid.publicKeyBase64() + "]"}) {
        victim["fields"] = {{"nickname", "Ann"}};
        api.observe(victim);
    }

    /// A call of each route that takes a body, as a caller who may make it.
    [[nodiscard]] std::vector<Call> inbound() const {
        std::vector<Call> calls;
        for (const auto* route : api.instance().router().routes()) {
            if (route->method == http::Method::Get) continue;
            Call call{.method = std::string(http::methodName(route->method)), .path = pathOf(route->pattern)};
            call.type = route->mediaTypes.empty() ? "application/json" : route->mediaTypes.front();
            call.headers = {{"X-Telegram-Bot-Api-Secret-Token", kBotSecret}};
            call.key = route->access == http::Access::Public  ? api.open
                       : route->access == http::Access::Admin ? api.admin
                                                              : api.write;
            calls.push_back(call);
            for (const auto& type : route->mediaTypes) {
                call.type = type;
                call.key = api.admin;
                calls.push_back(call);
            }
        }
        return calls;
    }

    ApiAnswer send(Call call, const std::string& body) {
        call.body = body;
        if (call.path.ends_with("/sendgrid")) {
            const auto time = std::to_string(base::toMillis(base::SystemClock().now()) / 1'000);
            call.headers = {{"X-Twilio-Email-Event-Webhook-Timestamp", time},
                            {"X-Twilio-Email-Event-Webhook-Signature",
                             sendGrid.sign(email::Digest::Sha256, time + body)}};
        }
        return api.call(call);
    }

    [[nodiscard]] std::size_t people() {
        return api.get("/v1/profiles?known=any&limit=500").body["items"].size();
    }

    Json victim = person("external_id", "victim");
    SigningKey sendGrid;
    ApiServer api;

private:
    static std::string pathOf(std::string pattern) {
        for (const auto& [name, value] : {std::pair<std::string, std::string>{"{bot}", "shop"},
                                          {"{ref}", "external_id:victim"},
                                          {"{id}", "01jd3w5v9z8q1"}}) {
            if (const auto at = pattern.find(name); at != std::string::npos)
                pattern.replace(at, name.size(), value);
        }
        return pattern;
    }
};

/// Whether something of the body was taken.
bool isAcceptance(const ApiAnswer& answer) {
    if (answer.status >= 400) return false;
    const auto results = answer.body.value("results", Json::array({answer.body}));
    return std::any_of(results.begin(), results.end(),
                       [](const Json& result) { return result.value("result", "") != "rejected"; });
}

}  // namespace

TEST_CASE("mail posted to a route is refused, whichever the route, and makes nobody", "[api]") {
    Target target(eachEngine());
    const auto before = target.api.profile("external_id:victim");
    REQUIRE(fixtures().size() > 350);
    const auto calls = target.inbound();
    REQUIRE(calls.size() > 20);
    for (const auto& fixture : fixtures()) {
        if (!fixture.isMail()) continue;
        for (const auto& call : calls) {
            const auto answer = target.send(call, fixture.content);
            INFO(fixture.name << " to " << call.method << ' ' << call.path << "\n"
                              << answer.text.substr(0, 500));
            CHECK(answer.status < 500);
            CHECK_FALSE(isAcceptance(answer));
        }
    }
    CHECK(target.people() == 1);
    CHECK(target.api.profile("external_id:victim") == before);
}

TEST_CASE("a document posted to a route is refused, or taken whole", "[api]") {
    Target target(eachEngine());
    for (const auto& fixture : fixtures()) {
        if (fixture.isMail()) continue;
        for (const auto& call : target.inbound()) {
            const auto before = target.people();
            const auto answer = target.send(call, fixture.content);
            INFO(fixture.name << " to " << call.method << ' ' << call.path << "\n"
                              << answer.text.substr(0, 500));
            CHECK(answer.status < 500);
            const bool expected = call.path.ends_with("/ses") && fixture.name.starts_with("json-amazonses");
            CHECK((answer.status == 200 && isAcceptance(answer)) == expected);
            if (!expected) CHECK(target.people() == before);
        }
    }
    // What was taken came with everything it said.
    const auto bounced = target.api.profile("email:bounce@simulator.amazonses.com");
    CHECK(bounced["identifiers"][0]["endpoint"]["state"] == "blacklisted");
    CHECK(bounced["activity"]["by_channel"]["email"]["undelivered"] == 2);
    const auto complained = target.api.profile("email:complaint@simulator.amazonses.com");
    CHECK(complained["identifiers"][0]["endpoint"]["state"] == "complained");
    CHECK(target.people() == 3);
}

TEST_CASE("mail inside an observation comes back byte for byte, or is refused whole", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    std::size_t kept = 0;
    for (const auto& fixture : fixtures()) {
        const auto someone = somebody();
        auto text = Json(fixture.content).dump(-1, ' ', false, Json::error_handler_t::replace);
        const auto readable = Json::parse(text);
        const auto body =
            R"({"identifiers":)" + someone["identifiers"].dump() + R"(,"fields":{"last_name":)" + text +
            R"(},"activities":[{"channel":"mail","event":"received","properties":{"raw":)" + text + "}}]}";
        const auto answer =
            api.call({.method = "POST", .path = "/v1/observations", .key = api.write, .body = body});
        INFO(fixture.name << ' ' << answer.text.substr(0, 500));
        if (answer.status == 200) {
            ++kept;
            const auto timeline = api.get("/v1/profiles/" + refOf(someone) + "/activity").body;
            CHECK(timeline["items"][0]["properties"]["raw"] == readable);
            // A name takes 500 characters.
            const auto fields = api.profile(refOf(someone))["fields"];
            if (answer.body["warnings"].empty())
                CHECK(fields["last_name"] == readable);
            else
                CHECK(answer.body["warnings"][0]["pointer"] == "/fields/last_name");
        } else {
            const bool hasNul = fixture.content.find('\0') != std::string::npos;
            CHECK(answer.errors() == std::vector<std::string>{hasNul ? "/fields/last_name nul"
                                                                     : "/activities/0/properties too_long"});
            CHECK(api.get("/v1/profiles/" + refOf(someone)).status == 404);
        }
    }
    CHECK(kept > 300);
}

TEST_CASE("mail sent to a bot becomes a message of that text", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    std::int64_t number = 5'000'000;
    for (const auto& fixture : fixtures()) {
        ++number;
        const auto text = Json(fixture.content).dump(-1, ' ', false, Json::error_handler_t::replace);
        const auto person =
            R"({"id":)" + std::to_string(number) + R"(,"type":"private","is_bot":false,"first_name":"Ann"})";
        const auto body = R"({"update_id":)" + std::to_string(number) +
                          R"(,"message":{"date":1767225600,"chat":)" + person + R"(,"from":)" + person +
                          R"(,"text":)" + text + "}}";
        const auto answer = api.call({.method = "POST",
                                      .path = "/channels/telegram/updates/shop",
                                      .body = body,
                                      .headers = {{"X-Telegram-Bot-Api-Secret-Token", kBotSecret}}});
        INFO(fixture.name << ' ' << answer.text.substr(0, 500));
        REQUIRE(answer.status == 200);
        if (answer.body["result"] == "rejected") {
            CHECK((fixture.content.size() > 30'000 || fixture.content.find('\0') != std::string::npos));
            continue;
        }
        const auto timeline = api.get("/v1/profiles/telegram:" + std::to_string(number) + "/activity").body;
        CHECK(timeline["items"][0]["properties"]["text"] == Json::parse(text));
    }
}

TEST_CASE("a wrong member of a channel's body fails nothing, and touches nobody whom it doesn't name",
          "[api]") {
    Target target(eachEngine());
    const auto before = target.api.profile("external_id:victim");
    const std::string nul(1, '\0');
    const auto long511 = std::string(511, 'x') + "\xC3\xA4";
    const std::vector<Json> values = {nullptr,
                                      true,
                                      0,
                                      -1,
                                      1e308,
                                      1e-308,
                                      18'446'744'073'709'551'615U,
                                      "",
                                      nul,
                                      "a" + nul + "b",
                                      "\xED\x9F\xBF\xEE\x80\x80",
                                      "\n\t\x7f",
                                      long511,
                                      std::string(149, 'x') + "\xC3\xA4\xC3\xA4",
                                      Json::array(),
                                      Json::object(),
                                      {{"id", nul}},
                                      {nul},
                                      {{nul, nul}},
                                      "2026-13-45T99:99:99Z",
                                      "9999-12-31T23:59:59-23:59"};
    const Json person{{"id", 77}, {"type", "private"}, {"is_bot", false}, {"first_name", "Ann"}};
    const std::vector<std::pair<std::string, Json>> bodies = {
        {"/channels/push/tokens",
         {{"token", "token-0123456789"},
          {"app_id", "shop"},
          {"platform", "ios"},
          {"app_version", "1"},
          {"os_version", "1"},
          {"model", "m"},
          {"identifiers", Json::array()},
          {"language", "en"},
          {"time_zone", "Europe/Kyiv"},
          {"at", "2026-01-01T00:00:00Z"}}},
        {"/channels/push/subscriptions",
         {{"subscription",
           {{"endpoint", "https://push.example/x"},
            {"expirationTime", 1},
            {"keys", {{"p256dh", "B" + std::string(86, 'A')}, {"auth", std::string(22, 'A')}}}}},
          {"app_id", "shop"},
          {"at", "2026-01-01T00:00:00Z"}}},
        {"/channels/push/receipts",
         {{"id", "r"},
          {"token", "token-0123456789"},
          {"status", "opened"},
          {"at", "2026-01-01T00:00:00Z"},
          {"message", {{"id", "m"}, {"name", "n"}}},
          {"error", "410"}}},
        {"/channels/telegram/updates/shop",
         {{"update_id", 1}, {"message", {{"date", 1}, {"chat", person}, {"from", person}, {"text", "hi"}}}}},
        {"/channels/telegram/links",
         {{"bot", "shop"},
          {"identifier", {{"type", "external_id"}, {"value", "victim"}}},
          {"expires_in_days", 1}}},
        {"/channels/widget/events",
         {{"cookie", "0123456789abcdefghijkl"},
          {"session", "s"},
          {"events", Json::array({{{"type", "shown"},
                                   {"widget", "w"},
                                   {"display", "display-0123456789abcdef"},
                                   {"age_ms", 1},
                                   {"url", "/"},
                                   {"frequency", {{"kind", "once"}}},
                                   {"values", Json::object()}}})}}},
        {"/channels/email/ses",
         Json::parse(
             R"({"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General",
            "bouncedRecipients":[{"emailAddress":"b@example.com","action":"failed","status":"5.1.1","diagnosticCode":"x"}],
            "timestamp":"2026-01-01T00:00:00Z","feedbackId":"f"},"mail":{"timestamp":"2026-01-01T00:00:00Z","messageId":"m","destination":["b@example.com"],"tags":{"message":["x"]}}})")},
        {"/channels/email/sendgrid",
         Json::parse(
             R"([{"email":"s@example.com","timestamp":1767225600,"event":"bounce","sg_event_id":"e","sg_message_id":"m","reason":"550","status":"5.1.1","type":"bounce","message":"x","asm_group_id":1}])")},
    };
    REQUIRE(
        target.api
            .call(
                {.method = "PUT",
                 .path = "/channels/widget/definitions/w",
                 .key = target.api.write,
                 .body =
                     R"({"name": "W", "frequency": {"kind": "once"}, "title": "t", "text": "x", "form": ["email"]})"})
            .status == 200);
    for (const auto& [path, body] : bodies) {
        const auto places = body.flatten();
        for (const auto& [pointer, unused] : places.items()) {
            // Every place in the document, the containers around it included.
            for (Json::json_pointer at(pointer); !at.empty(); at = at.parent_pointer()) {
                for (const auto& value : values) {
                    auto changed = body;
                    changed[at] = value;
                    const auto answer =
                        target.send({.method = "POST",
                                     .path = path,
                                     .key = target.api.write,
                                     .headers = {{"X-Telegram-Bot-Api-Secret-Token", kBotSecret}}},
                                    changed.dump());
                    INFO(path << ' ' << at.to_string() << ' ' << value.dump().substr(0, 60) << "\n"
                              << answer.text.substr(0, 500));
                    CHECK(answer.status < 500);
                    const auto results = answer.body.is_object()
                                             ? answer.body.value("results", Json::array({answer.body}))
                                             : Json::array();
                    for (const auto& result : results) {
                        if (result.value("result", "") == "rejected")
                            CHECK(result["problem"]["status"] < 500);
                    }
                }
            }
        }
    }
    CHECK(target.api.profile("external_id:victim") == before);
}
