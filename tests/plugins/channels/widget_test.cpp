// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/channels/widget_visitor.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr const char* kScript = "/channels/widget/widget.js";

std::string script(ApiServer& api) {
    const auto answer = api.call({.path = kScript});
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type").starts_with("text/javascript"));
    return answer.text;
}

}  // namespace

TEST_CASE("the script holds the widgets that are active, and anybody gets it", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api, {{"title", "</script><script>alert(1)//\u2028"}});
    const auto text = script(api);
    CHECK(text.find('"' + id + '"') != std::string::npos);
    CHECK(text.find("</script><script>") == std::string::npos);
    const std::vector<std::pair<std::string, std::string>> known{
        {"If-None-Match", api.call({.path = kScript}).header("ETag")}};
    CHECK(api.call({.path = kScript, .headers = known}).status == 304);
    define(api, {{"active", false}}, id);
    CHECK(api.call({.path = kScript, .headers = known}).status == 200);
    CHECK(script(api).find('"' + id + '"') == std::string::npos);

    CHECK(api.call({.method = "DELETE", .path = definitionPath(id), .key = api.write}).status == 204);
    CHECK(api.call({.method = "DELETE", .path = definitionPath(id), .key = api.write}).status == 404);
}

TEST_CASE("only who may write makes widgets", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api);
    const auto put = [&](const std::string& key, const std::string& body) {
        return api.call({.method = "PUT", .path = definitionPath(id), .key = key, .body = body}).status;
    };
    const auto before = api.call({.path = "/channels/widget/definitions", .key = api.read}).body;
    for (const auto& key : {std::string(), api.open, api.read}) {
        CHECK(put(key, R"({"name": "Evil"})") == (key.empty() ? 401 : 403));
        CHECK(api.call({.method = "DELETE", .path = definitionPath(id), .key = key}).status ==
              (key.empty() ? 401 : 403));
    }
    CHECK(api.call({.path = "/channels/widget/definitions", .key = api.open}).status == 403);
    const auto deep = std::string(8'000, '[') + std::string(8'000, ']');
    for (const auto& body : {std::string("{"), std::string("[]"), std::string(R"({"name": ""})"),
                             std::string(R"j({"name": "x", "url": "javascript:alert(1)"})j"),
                             R"({"name": "x", "frequency": )" + deep + "}"}) {
        CHECK(put(api.write, body) == 400);
    }
    CHECK(put(api.write, R"({"name": ")" + std::string(17'000, 'x') + "\"}") == 413);
    CHECK(api.call({.method = "PUT",
                    .path = definitionPath(id),
                    .key = api.write,
                    .body = R"({"name": "a\u0000b"})"})
              .errors() == std::vector<std::string>{"/name invalid"});
    const auto upper = definitionPath("Upper");
    CHECK(api.call({.method = "PUT", .path = upper, .key = api.write, .body = R"({"name": "x"})"}).status ==
          400);
    CHECK(api.call({.path = "/channels/widget/definitions", .key = api.read}).body == before);
}

TEST_CASE("a widget's name is one that its events can be told with", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto& name : {"Summer\tpromo", "Summer\npromo", "Summer\x7Fpromo", "Summer\u0085promo"}) {
        const auto refused = api.call({.method = "PUT",
                                       .path = definitionPath(fresh("widget-")),
                                       .key = api.write,
                                       .body = Json{{"name", name}}.dump()});
        CHECK(refused.status == 400);
        CHECK(refused.errors() == std::vector<std::string>{"/name invalid"});
        CHECK(refused.body["errors"][0]["detail"] == "A text of 1 to 200 bytes, without control characters.");
    }
    const auto id = define(api, {{"name", "Літо\u00A0— 10 %"}, {"title", "Ten\npercent"}});
    const Visitor visitor(api);
    visitor.shows(id, {{"kind", "once"}});
    CHECK(timeline(api, visitor.ref())[0]["message"]["name"] == "Літо\u00A0— 10 %");
}

TEST_CASE("widgets are listed page by page, and one that goes meanwhile moves no other", "[widget]") {
    ApiServer api(eachEngine());
    const std::string path = "/channels/widget/definitions";
    CHECK(pageOf(api, path) == Json{{"items", Json::array()}, {"next_cursor", nullptr}});
    std::vector<std::string> ids;
    for (int i = 10; i < 61; ++i) ids.push_back(define(api, Json::object(), "w" + std::to_string(i)));
    CHECK(namesOnPages(api, path, "id", 2) == ids);
    CHECK(namesOnPages(api, path, "id", 51) == ids);
    CHECK(pageOf(api, path)["items"].size() == 50);
    CHECK(pageOf(api, path, "?limit=500")["next_cursor"] == nullptr);

    const auto first = pageOf(api, path, "?limit=2");
    CHECK(api.call({.method = "DELETE", .path = definitionPath("w11"), .key = api.write}).status == 204);
    const auto second = pageOf(api, path, "?limit=2&cursor=" + first["next_cursor"].get<std::string>());
    CHECK(second["items"][0]["id"] == "w12");
    CHECK(second["items"][1]["id"] == "w13");
    refusesWrongPages(api, path);
}

TEST_CASE("a widget subscribes to a category that there is", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto put = [&](const std::string& category) {
        return api.call({.method = "PUT",
                         .path = definitionPath(fresh("widget-")),
                         .key = api.write,
                         .body = Json{{"name", "Promo"}, {"category", category}}.dump()});
    };
    const auto refused = put("weekly");
    CHECK(refused.status == 400);
    CHECK(refused.errors() == std::vector<std::string>{"/category unknown_category"});
    CHECK(put("offers").status == 200);
    CHECK(put("").status == 200);
}

TEST_CASE("what became of a display is one activity of its cookie's profile", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api, {{"name", "Summer promo"}});
    const Visitor visitor(api);
    const auto closed = visitor.shows(id, {{"kind", "once"}}, 5'000);
    CHECK(visitor.tells({{"type", "closed"}, {"widget", id}, {"display", closed}}) == kAccepted);
    const auto clicked = visitor.shows(id, {{"kind", "once"}}, 4'000);
    // Clicked outranks closed, whichever is told first.
    CHECK(visitor.tells({{"type", "clicked"}, {"widget", id}, {"display", clicked}}) == kAccepted);
    CHECK(visitor.tells({{"type", "closed"}, {"widget", id}, {"display", clicked}}) == kAccepted);

    const auto activities = timeline(api, visitor.ref());
    REQUIRE(activities.size() == 2);
    CHECK(happenings(activities) == std::vector<std::string>{"clicked", "closed"});
    for (const auto& each : activities) {
        CHECK(each["channel"] == "widget");
        CHECK(each["message"] == Json{{"id", id}, {"name", "Summer promo"}});
        CHECK(each["properties"]["url"] == "https://shop.example/sale");
        CHECK(each["properties"]["frequency"] == Json{{"kind", "once"}});
    }
    const auto profile = api.profile(visitor.ref());
    CHECK(profile["known"] == false);
    const auto& panel = profile["channels"]["widget"]["widgets"];
    REQUIRE(panel.size() == 1);
    CHECK(panel[0]["id"] == id);
    CHECK(panel[0]["name"] == "Summer promo");
    CHECK(panel[0]["shown"] == 2);
}

TEST_CASE("a submitted form is a click and an event, and what it says is claimed", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api, {{"form", {"email", "first_name"}}, {"category", "news"}});
    const Visitor visitor(api);
    const auto mail = fresh("form") + "@example.com";
    const auto display = visitor.shows(id, {{"kind", "once"}});
    CHECK(visitor.tells({{"type", "submitted"},
                         {"widget", id},
                         {"display", display},
                         {"values", {{"email", mail}, {"first_name", "Ann"}, {"phone", "+380441234567"}}}}) ==
          kAccepted);
    CHECK(happenings(timeline(api, visitor.ref())) == std::vector<std::string>{"clicked", "form_submitted"});
    const auto profile = api.profile(visitor.ref());
    CHECK(profile["known"] == false);
    CHECK(profile["fields"]["first_name"] == "Ann");
    CHECK(identifierOf(profile, "email", mail)["role"] == "claimed");
    CHECK(profile["identifiers"].size() == 2);
    const auto& subscriptions = profile["subscriptions"];
    CHECK(std::any_of(subscriptions.begin(), subscriptions.end(), [](const Json& each) {
        return each["category"] == "news" && each["state"] == "pending";
    }));
    CHECK(api.get("/v1/profiles/email:" + mail).status == 404);
}

TEST_CASE("what a browser says changes nothing of a known person, and tells nothing of one", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api, {{"form", {"email", "first_name"}}, {"category", "news"}});
    const auto mail = fresh("victim") + "@example.com";
    const Visitor own(api);
    auto known = person("email", mail);
    known["identifiers"].push_back({{"type", "cookie"}, {"value", own.cookie()}});
    known["fields"] = {{"first_name", "Ann"}};
    api.observe(known);
    const auto before = api.profile("email:" + mail);

    const Visitor stranger(api);
    const auto submit = [&](const Visitor& visitor, const std::string& address) {
        return visitor.tells({{"type", "submitted"},
                              {"widget", id},
                              {"display", visitor.newDisplay()},
                              {"values", {{"email", address}, {"first_name", "Mallory"}}}});
    };
    // From the person's own browser, and from a stranger's with the person's address or another: told alike.
    CHECK(submit(own, fresh("mallory") + "@example.com") == kAccepted);
    CHECK(submit(stranger, mail) == kAccepted);
    CHECK(submit(Visitor(api), fresh("nobody") + "@example.com") == kAccepted);

    const auto after = api.profile("email:" + mail);
    CHECK(after["id"] == before["id"]);
    CHECK(after["fields"] == before["fields"]);
    CHECK(after["subscriptions"] == before["subscriptions"]);
    CHECK(identifierOf(after, "email", mail)["endpoint"] == identifierOf(before, "email", mail)["endpoint"]);
    CHECK(api.profile(stranger.ref())["id"] != before["id"]);
    // What the person's own browser did is theirs; what the stranger did is not.
    CHECK(happenings(timeline(api, "email:" + mail)) ==
          std::vector<std::string>{"clicked", "form_submitted"});
}

TEST_CASE("a display that is another's can't be told of", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api);
    const Visitor owner(api);
    const auto display = owner.shows(id, {{"kind", "once"}});
    const Visitor other(api);
    CHECK(other.tells({{"type", "clicked"}, {"widget", id}, {"display", display}}) == kAccepted);
    CHECK(other.shows(id, {{"kind", "unlimited"}}, 0, display) == display);
    CHECK(happenings(timeline(api, owner.ref())) == std::vector<std::string>{"delivered"});
    CHECK(api.profile(owner.ref())["channels"]["widget"]["widgets"][0]["shown"] == 1);
}

TEST_CASE("the beacon takes public keys from their own sites", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api);
    const auto key = api.makeKey("public", Json::array({"https://shop.example"}));
    const auto beacon = [&](const std::string& secret, const std::string& origin) {
        Call call{.method = "POST",
                  .path = "/channels/widget/events?key=" + secret,
                  .body = Visitor(api).beacon(Json::array()).dump(),
                  .type = "text/plain"};
        if (!origin.empty()) call.headers = {{"Origin", origin}};
        return api.call(call);
    };
    const auto good = beacon(key, "https://shop.example");
    CHECK(good.status == 200);
    CHECK(good.header("Access-Control-Allow-Origin") == "https://shop.example");
    CHECK(beacon(key, "https://evil.example").status == 403);
    CHECK(beacon("nobody", "https://shop.example").status == 401);
    CHECK(api.call({.method = "POST", .path = "/channels/widget/events", .body = "{}"}).status == 401);
}

TEST_CASE("a body that is no beacon is refused, and a wrong event costs itself", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api);
    const Visitor visitor(api);
    const auto deep = std::string(30'000, '[') + std::string(30'000, ']');
    for (const auto& body :
         {std::string("{"), std::string("[]"), std::string(R"({"cookie": 1, "events": []})"),
          std::string(R"({"cookie": "c", "session": "\u0000", "events": []})"),
          R"({"cookie": "c", "events": [{"frequency": )" + deep + "}]}"}) {
        CHECK(api.call({.method = "POST", .path = "/channels/widget/events", .key = api.open, .body = body})
                  .status == 400);
    }
    CHECK(api.call({.method = "POST",
                    .path = "/channels/widget/events",
                    .key = api.open,
                    .body = std::string(64UL * 1024 + 1, ' ')})
              .status == 413);

    const auto display = visitor.newDisplay();
    const auto results = visitor.tellsAll({{{"type", "shown"}, {"widget", "nowhere"}, {"display", display}},
                                           5,
                                           {{"type", "clicked"}, {"widget", id}, {"display", display}}});
    CHECK(results[0]["problem"]["errors"][0]["pointer"] == "/widget");
    CHECK(results[1]["result"] == "rejected");
    CHECK(results[2] == kAccepted);
    // A cookie that is none identifies nobody.
    const auto nobody =
        api.call({.method = "POST",
                  .path = "/channels/widget/events",
                  .key = api.open,
                  .body = Json{{"cookie", "short"},
                               {"events", {{{"type", "clicked"}, {"widget", id}, {"display", display}}}}}
                              .dump()});
    CHECK(nobody.status == 200);
    CHECK(nobody.body["results"][0]["result"] == "rejected");
}

TEST_CASE("an event that comes again is accepted and counts once, however old it says it is", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api);
    const Visitor visitor(api);
    const auto display = visitor.shows(id, {{"kind", "once"}}, 1'000);
    const auto profile = api.profile(visitor.ref());
    CHECK(visitor.shows(id, {{"kind", "once"}}, 5'000, display) == display);
    CHECK(api.profile(visitor.ref()) == profile);
    CHECK(timeline(api, visitor.ref()).size() == 1);
}
