// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

std::string minute(int minutes) {
    return base::formatRfc3339(
        base::fromMillis(1'767'225'600'000 + minutes * 60'000LL));  // From 2026-01-01 on.
}

std::string hour(int hours) {
    return minute(hours * 60);
}

Json status(const std::string& id, const std::string& name, int at) {
    return {{"id", id}, {"channel", "email"}, {"status", name}, {"at", hour(at)}};
}

/// Hands in activities of a person, one observation each, and gives the path of the timeline.
std::string tell(ApiServer& api, const Json& someone, const Json& activities) {
    for (const auto& activity : activities) {
        auto observation = someone;
        observation["activities"] = Json::array({activity});
        api.observe(observation);
    }
    return "/v1/profiles/" + refOf(someone) + "/activity";
}

std::vector<std::string> keysOf(const Json& page) {
    std::vector<std::string> keys;
    for (const auto& item : page["items"])
        keys.push_back(item["event"].is_string() ? item["event"].get<std::string>()
                                                 : item["message"]["id"].get<std::string>());
    return keys;
}

/// A timeline of six: messages m1 (read), m2 (undelivered), m3 (push, clicked), the events cart and visit, an
/// order.
std::string sixActivities(ApiServer& api) {
    const auto someone = somebody();
    const auto message = [](const char* id, const char* channel, const char* name, int at) {
        return Json{{"id", fresh(id)},
                    {"channel", channel},
                    {"status", name},
                    {"at", hour(at)},
                    {"message", {{"id", id}, {"name", "Hello"}}}};
    };
    return tell(api, someone,
                {message("m1", "email", "read", 1),
                 message("m2", "email", "undelivered", 2),
                 message("m3", "push", "clicked", 3),
                 {{"channel", "web"},
                  {"event", "cart"},
                  {"at", hour(4)},
                  {"properties", {{"sum", 9.90}, {"n", {1, nullptr}}}}},
                 {{"channel", "web"}, {"event", "visit"}, {"at", hour(5)}},
                 {{"channel", "shop"}, {"kind", "order"}, {"event", "paid"}, {"at", hour(6)}}});
}

}  // namespace

TEST_CASE("a message through a channel that no plugin brings is kept, with a warning", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["activities"] = {{{"id", fresh("m")}, {"channel", "pigeon"}, {"status", "sent"}, {"at", hour(1)}},
                             {{"channel", "web"}, {"event", "visit"}, {"at", hour(2)}}};
    const auto outcome = api.observe(someone);
    REQUIRE(outcome["warnings"].size() == 1);
    CHECK(outcome["warnings"][0]["pointer"] == "/activities/0/channel");
    CHECK(outcome["warnings"][0]["code"] == "unknown_channel");
    CHECK(api.get("/v1/profiles/" + refOf(someone) + "/activity").body["items"].size() == 2);
}

TEST_CASE("a time whose plus the query turned into a space is told how to write it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto path = sixActivities(api);
    const auto refused = api.get(path + "?from=2026-01-01T02:30:00+01:00");
    CHECK(refused.status == 400);
    CHECK(refused.errors() == Errors{"?from invalid_time"});
    CHECK(refused.body["detail"].get<std::string>().find("%2B") != std::string::npos);
    const auto page = api.get(path + "?from=2026-01-01T02:30:00%2B01:00").body;
    CHECK(page["summary"]["total"] == api.get(path + "?from=2026-01-01T01:30:00Z").body["summary"]["total"]);
    CHECK(page["summary"]["total"] == 5);
}

TEST_CASE("a filter that is wrong answers 400", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone) + "/activity?";
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"status=eaten", "?status invalid_value"}, {"kind=parcel", "?kind invalid_value"},
        {"from=today", "?from invalid_time"},      {"to=2026-13-01T00:00:00Z", "?to invalid_time"},
        {"summary=1", "?summary invalid_value"},   {"channel=", "?channel empty"},
        {"event=a&event=b", "?event repeated"},    {"limit=1000", "?limit invalid_value"},
        {"cursor=!", "?cursor invalid_cursor"},    {"type=x", "?type unknown_parameter"},
    };
    for (const auto& [query, error] : wrong) CHECK(api.get(path + query).errors() == Errors{error});
}

TEST_CASE("statuses of one id are one activity that shows the highest reached", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    const auto id = fresh("send");
    auto scanned = status(id, "clicked", 9);
    scanned["machine"] = "scanner";
    auto bounced = status(id, "undelivered", 2);
    bounced["reason"] = "mailbox_full";
    const auto path = tell(api, someone,
                           {status(id, "read", 5), bounced, status(id, "sent", 1), status(id, "read", 7),
                            status(id, "delivered", 4), scanned});
    const auto page = api.get(path).body;
    REQUIRE(page["items"].size() == 1);
    const auto& item = page["items"][0];
    CHECK(item["status"] == "read");
    CHECK(item["at"] == hour(1));
    CHECK(item["status_history"] == Json::array({{{"status", "sent"},
                                                  {"at", hour(1)},
                                                  {"last_at", hour(1)},
                                                  {"reason", nullptr},
                                                  {"machine", nullptr}},
                                                 {{"status", "undelivered"},
                                                  {"at", hour(2)},
                                                  {"last_at", hour(2)},
                                                  {"reason", "mailbox_full"},
                                                  {"machine", nullptr}},
                                                 {{"status", "delivered"},
                                                  {"at", hour(4)},
                                                  {"last_at", hour(4)},
                                                  {"reason", nullptr},
                                                  {"machine", nullptr}},
                                                 {{"status", "read"},
                                                  {"at", hour(5)},
                                                  {"last_at", hour(7)},
                                                  {"reason", nullptr},
                                                  {"machine", nullptr}},
                                                 {{"status", "clicked"},
                                                  {"at", hour(9)},
                                                  {"last_at", hour(9)},
                                                  {"reason", nullptr},
                                                  {"machine", "scanner"}}}));
    CHECK(page["summary"] ==
          Json({{"total", 1}, {"by_channel", {{"email", {{"read", 1}}}}}, {"at_least", false}}));
    CHECK(api.profile(refOf(someone))["activity"]["by_channel"] == Json({{"email", {{"read", 1}}}}));
}

TEST_CASE("every status ranks where the contract puts it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const std::vector<std::string> ranked = {"queued",  "sent",      "delayed",      "uncertain",
                                             "skipped", "delivered", "undelivered",  "closed",
                                             "read",    "clicked",   "unsubscribed", "complained"};
    Json activities = Json::array();
    for (std::size_t i = 0; i + 1 < ranked.size(); ++i) {
        const auto id = fresh("rank");
        activities.push_back(status(id, ranked[i + 1], static_cast<int>(i)));
        activities.push_back(status(id, ranked[i], static_cast<int>(i) + 20));
    }
    const auto page = api.get(tell(api, somebody(), activities)).body;
    REQUIRE(page["items"].size() == ranked.size() - 1);
    for (std::size_t i = 0; i < page["items"].size(); ++i) {
        CHECK(page["items"][i]["status"] == ranked[ranked.size() - 1 - i]);
    }
}

TEST_CASE("an activity stays with the profile that it was first written for", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto first = somebody();
    const auto second = somebody();
    const auto id = fresh("send");
    const auto path = tell(api, first, Json::array({status(id, "sent", 1)}));
    auto misled = second;
    misled["activities"] = {status(fresh("send"), "sent", 1), status(id, "delivered", 2)};
    const auto answer = api.observe(misled);
    REQUIRE(answer["warnings"].size() == 1);
    CHECK(answer["warnings"][0]["pointer"] == "/activities/1");
    CHECK(answer["warnings"][0]["code"] == "other_profile");
    CHECK(api.get(path).body["items"][0]["status"] == "delivered");
    CHECK(api.get("/v1/profiles/" + refOf(second) + "/activity").body["items"].size() == 1);
}

TEST_CASE("an activity of who was merged since is told of without a warning", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto first = person("email", fresh("merged") + "@example.org");
    const auto second = person("email", fresh("merged") + "@example.org");
    const auto id = fresh("send");
    tell(api, first, Json::array({status(id, "sent", 1)}));
    api.observe(second);
    auto both = second;
    both["identifiers"].push_back(first["identifiers"][0]);
    both["activities"] = {status(id, "delivered", 2)};
    const auto answer = api.observe(both);
    REQUIRE(answer["result"] == "merged");
    CHECK(answer["warnings"].empty());
}

TEST_CASE("the timeline shows everything of an activity, newest first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto page = api.get(sixActivities(api)).body;
    CHECK(keysOf(page) == std::vector<std::string>{"paid", "visit", "cart", "m3", "m2", "m1"});
    CHECK(page["next_cursor"].is_null());
    const auto& cart = page["items"][2];
    CHECK(cart["channel"] == "web");
    CHECK(cart["kind"] == "event");
    CHECK(cart["status"].is_null());
    CHECK(cart["status_history"].empty());
    CHECK(cart["at"] == hour(4));
    CHECK(cart["properties"] == Json({{"sum", 9.9}, {"n", {1, nullptr}}}));
    CHECK(cart["source"] == Json({{"type", "api"}, {"name", "test write"}}));
    CHECK(page["items"][5]["message"] == Json({{"id", "m1"}, {"name", "Hello"}}));
    CHECK(page["items"][0]["kind"] == "order");
}

TEST_CASE("the timeline is filtered, and its summary counts what the filter lets through", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto path = sixActivities(api);
    const std::vector<std::pair<std::string, std::vector<std::string>>> filters = {
        {"channel=email", {"m2", "m1"}},
        {"channel=pigeon", {}},
        {"status=clicked", {"m3"}},
        {"kind=message", {"m3", "m2", "m1"}},
        {"kind=order", {"paid"}},
        {"event=visit", {"visit"}},
        {"channel=email&status=read", {"m1"}},
        {"from=" + hour(2) + "&to=" + hour(5), {"cart", "m3", "m2"}},
        {"from=2026-01-01T04%3A00%3A00%2B02%3A00&to=" + hour(4), {"m3", "m2"}},
        {"to=" + hour(1), {}},
    };
    for (const auto& [filter, keys] : filters) {
        const auto page = api.get(path + "?" + filter).body;
        INFO(filter << "\n" << page.dump());
        CHECK(keysOf(page) == keys);
        CHECK(page["summary"]["total"] == keys.size());
        CHECK(page["summary"]["at_least"] == false);
        std::size_t counted = 0;
        for (const auto& channel : page["summary"]["by_channel"]) {
            for (const auto& count : channel) counted += count.get<std::size_t>();
        }
        CHECK(counted == keys.size());
    }
    CHECK(api.get(path).body["summary"]["by_channel"] == Json({{"email", {{"read", 1}, {"undelivered", 1}}},
                                                               {"push", {{"clicked", 1}}},
                                                               {"shop", {{"order", 1}}},
                                                               {"web", {{"event", 2}}}}));
    CHECK_FALSE(api.get(path + "?summary=false").body.contains("summary"));
}

TEST_CASE("pages of the timeline hold everything once, with a filter too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto path = sixActivities(api);
    const std::string filter = GENERATE("", "&kind=message", "&channel=web");
    const auto whole = keysOf(api.get(path + "?limit=500" + filter).body);
    std::vector<std::string> paged;
    std::string cursor;
    for (int pages = 0; pages < 20; ++pages) {
        const auto page = api.get(path + "?limit=1" + filter + cursor).body;
        for (const auto& key : keysOf(page)) paged.push_back(key);
        if (page["next_cursor"].is_null()) break;
        cursor = "&cursor=" + page["next_cursor"].get<std::string>();
    }
    CHECK(paged == whole);
}

TEST_CASE("a page holds 50 unless it is asked for more", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    for (int i = 0; i < 60; ++i)
        someone["activities"].push_back({{"channel", "web"}, {"event", "visit"}, {"at", minute(i)}});
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone) + "/activity";
    CHECK(api.get(path).body["items"].size() == 50);
    CHECK(api.get(path).body["next_cursor"].is_string());
    CHECK(api.get(path + "?limit=500").body["items"].size() == 60);
}

TEST_CASE("without an id, an activity is its observation's and its place there", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["id"] = fresh("visit");
    someone["activities"] = Json(std::vector<Json>(2, {{"channel", "web"}, {"event", "visit"}}));
    api.observe(someone);
    CHECK(api.observe(someone)["result"] == "duplicate");
    const auto path = "/v1/profiles/" + refOf(someone) + "/activity";
    CHECK(api.get(path).body["items"].size() == 2);
    someone.erase("id");
    api.observe(someone);
    CHECK(api.get(path).body["items"].size() == 4);
}

TEST_CASE("a total is exact to 10,000 of what no counter knows, and says so beyond", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    Json batch = Json::array();
    for (int i = 0; i < 101; ++i) {
        auto observation = someone;
        for (int k = 0; k < 100; ++k)
            observation["activities"].push_back(
                {{"channel", "web"}, {"event", k % 2 == 0 ? "even" : "odd"}, {"at", minute(i * 100 + k)}});
        batch.push_back(observation);
    }
    REQUIRE(api.post("/v1/observations", batch).status == 200);
    const auto path = "/v1/profiles/" + refOf(someone) + "/activity?limit=1&";
    CHECK(api.get(path).body["summary"]["total"] == 10'100);
    const auto even = api.get(path + "event=even").body["summary"];
    CHECK(even["at_least"] == true);
    CHECK(even["total"] == 5'000);
    const auto late = api.get(path + "from=" + minute(200)).body["summary"];
    CHECK(late["at_least"] == false);
    CHECK(late["total"] == 9'900);
}

TEST_CASE("a widget shown more often than allowed says so once the cookies are one person's", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto widget = fresh("popup");
    REQUIRE(
        api.call({.method = "PUT",
                  .path = "/channels/widget/definitions/" + widget,
                  .key = api.write,
                  .body = R"({"name": "Popup", "frequency": {"kind": "once"}, "title": "Hi", "text": "x"})"})
            .status == 200);
    const auto show = [&](const std::string& cookie, int ageMs) {
        const Json beacon{{"cookie", cookie},
                          {"session", "s"},
                          {"events",
                           {{{"type", "shown"},
                             {"widget", widget},
                             {"display", fresh("display-0123456789abcdefgh")},
                             {"age_ms", ageMs},
                             {"frequency", {{"kind", "once"}}}}}}};
        const auto answer = api.call({.method = "POST",
                                      .path = "/channels/widget/events?key=" + api.open,
                                      .body = beacon.dump(),
                                      .type = "text/plain",
                                      .headers = {{"User-Agent", "Browser/1"}}});
        CHECK(answer.body == Json({{"results", {{{"result", "accepted"}}}}}));
    };
    const auto before = fresh("cookie-before-0123456789abcdef");
    const auto after = fresh("cookie-after-0123456789abcdef");
    show(before, 60'000);
    show(after, 1'000);
    const auto repeats = [&](const std::string& ref) {
        Json found = Json::array();
        const auto page = api.get("/v1/profiles/" + ref + "/activity").body;
        for (const auto& item : page["items"]) found.push_back(item.value("repeat", Json()));
        return found;
    };
    CHECK(repeats("cookie:" + after) == Json::array({nullptr}));
    auto someone = somebody();
    for (const auto& cookie : {before, after}) {
        auto seen = someone;
        seen["identifiers"].push_back({{"type", "cookie"}, {"value", cookie}});
        api.observe(seen);
    }
    CHECK(repeats(refOf(someone)) ==
          Json::array({{{"allowed", "once"}, {"shown", 2}, {"cause", "storage_cleared"}}, nullptr}));
}
