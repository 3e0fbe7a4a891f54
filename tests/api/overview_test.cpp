// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// The items of a list whose `name` is that.
Json itemsOf(const Json& list, const std::string& name, const Json& value) {
    auto found = Json::array();
    for (const auto& item : list)
        if (item[name] == value) found.push_back(item);
    return found;
}

Json emailed(const Json& someone, const std::string& status, const std::string& at) {
    auto observation = someone;
    observation["activities"] =
        Json::array({{{"id", fresh("m")}, {"channel", "email"}, {"status", status}, {"at", at}}});
    return observation;
}

}  // namespace

TEST_CASE("the overview is for those who may read, and of days", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    CHECK(api.call({.path = "/v1/overview"}).status == 401);
    CHECK(api.call({.path = "/v1/overview", .key = api.open}).status == 403);
    const auto wrong = [&](const std::string& query) { return api.get("/v1/overview?" + query).errors(); };
    CHECK(wrong("from=yesterday") == Errors{"?from invalid_value"});
    CHECK(wrong("from=2026-02-30") == Errors{"?from invalid_value"});
    CHECK(wrong("to=2026-11-20T00:00:00Z") == Errors{"?to invalid_value"});
    CHECK(wrong("from=2026-11-21&to=2026-11-20") == Errors{"?from invalid_value"});
    CHECK(wrong("from=2025-11-19&to=2026-11-20") == Errors{"?from invalid_value"});
    CHECK(wrong("limit=1") == Errors{"?limit unknown_parameter"});
    CHECK(api.get("/v1/overview?from=2025-11-20&to=2026-11-20").status == 200);
}

TEST_CASE("the overview says how many there are of what", "[api]") {
    ApiServer api(eachEngine());
    auto shown = api.get("/v1/overview");
    REQUIRE(shown.status == 200);
    CHECK(shown.body["profiles"] == Json{{"known", 0},
                                         {"anonymous", 0},
                                         {"by_source", Json::array()},
                                         {"days", Json::array()},
                                         {"source_days", Json::array()}});
    CHECK(shown.body["pipeline"]["last_commit_at"].is_null());
    CHECK(shown.body["pipeline"]["groups"] == 0);

    const auto ann = somebody();
    auto first = ann;
    first["source"] = {{"type", "form"}, {"name", "newsletter"}};
    first["observed_at"] = "2026-01-05T23:59:59Z";
    api.observe(first);
    api.observe(person("cookie", fresh("cookie-0123456789abcdefghij-")));
    api.observe(emailed(ann, "delivered", "2026-01-06T00:00:00Z"));
    api.observe(emailed(ann, "delivered", "2026-01-06T10:00:00Z"));
    api.observe(emailed(ann, "read", "2026-02-01T10:00:00Z"));
    auto stated = person("email", "ann@example.com");
    stated["endpoints"] = Json::array({{{"type", "email"},
                                        {"value", "ann@example.com"},
                                        {"state", "blacklisted"},
                                        {"reason", "inactive_address"}}});
    api.observe(stated);

    shown = api.get("/v1/overview?from=2026-01-05&to=2026-01-31");
    REQUIRE(shown.status == 200);
    const auto& profiles = shown.body["profiles"];
    CHECK(profiles["known"] == 2);
    CHECK(profiles["anonymous"] == 1);
    CHECK(itemsOf(profiles["by_source"], "name", "newsletter") ==
          Json::array({{{"type", "form"}, {"name", "newsletter"}, {"known", 1}, {"anonymous", 0}}}));
    CHECK(profiles["days"] ==
          Json::array({{{"day", "2026-01-05"}, {"created_known", 1}, {"created_anonymous", 0}}}));
    CHECK(profiles["source_days"] ==
          Json::array({{{"day", "2026-01-05"}, {"type", "form"}, {"created", 1}}}));
    CHECK(
        shown.body["activity"]["days"] ==
        Json::array({{{"day", "2026-01-06"}, {"channel", "email"}, {"status", "delivered"}, {"count", 2}}}));
    CHECK(shown.body["endpoint_states"] ==
          Json::array(
              {{{"type", "email"}, {"state", "blacklisted"}, {"reason", "inactive_address"}, {"count", 1}}}));
    CHECK(shown.body["refused_merges"] == Json{{"open", 0}, {"at_least", false}, {"days", Json::array()}});
    const auto& pipeline = shown.body["pipeline"];
    CHECK(pipeline["queued"] == 0);
    CHECK(pipeline["groups"].get<int>() >= 1);
    CHECK(pipeline["last_commit_at"].is_string());
}

TEST_CASE("the overview counts refused merges until they are decided", "[api]") {
    ApiServer api(eachEngine());
    for (const char* phone : {"+380501112233", "+380501112244"}) {
        auto customer = somebody();
        customer["identifiers"].push_back({{"type", "phone"}, {"value", phone}});
        api.observe(customer);
    }
    auto both = person("phone", "+380501112233");
    both["identifiers"].push_back({{"type", "phone"}, {"value", "+380501112244"}});
    both["observed_at"] = "2026-01-05T10:00:00Z";
    api.observe(both);
    const std::string path = "/v1/overview?from=2026-01-01&to=2026-01-31";
    auto refused = api.get(path).body["refused_merges"];
    CHECK(refused["open"] == 1);
    CHECK(refused["days"] == Json::array({{{"day", "2026-01-05"}, {"count", 1}}}));
    const auto conflicts = api.get("/v1/conflicts").body["items"];
    REQUIRE(conflicts.size() == 1);
    const auto id = conflicts[0]["id"].get<std::string>();
    REQUIRE(api.post("/v1/conflicts/" + id + "/dismiss", {{"reason", "known"}}).status == 200);
    refused = api.get(path).body["refused_merges"];
    CHECK(refused["open"] == 0);
    CHECK(refused["days"].size() == 1);
}

TEST_CASE("the activities of a person are counted by day, through the filters of the list", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    const auto path = "/v1/profiles/" + refOf(someone) + "/activity/days";
    CHECK(api.get(path).status == 404);
    api.observe(emailed(someone, "delivered", "2026-01-05T23:59:59.999Z"));
    api.observe(emailed(someone, "delivered", "2026-01-06T00:00:00Z"));
    api.observe(emailed(someone, "clicked", "2026-01-06T12:00:00Z"));
    auto visit = someone;
    visit["activities"] =
        Json::array({{{"channel", "web"}, {"event", "cart"}, {"at", "2026-01-06T13:00:00Z"}}});
    api.observe(visit);
    const auto item = [](const char* day, const char* channel, const Json& status) {
        return Json{{"day", day}, {"channel", channel}, {"status", status}, {"count", 1}};
    };
    const auto days = [&](const std::string& query) {
        const auto answer = api.get(path + query);
        REQUIRE(answer.status == 200);
        CHECK(answer.body["at_least"] == false);
        return answer.body["items"];
    };
    const auto delivered = item("2026-01-06", "email", "delivered");
    const auto clicked = item("2026-01-06", "email", "clicked");
    const auto cart = item("2026-01-06", "web", nullptr);
    CHECK(days("") == Json::array({item("2026-01-05", "email", "delivered"), delivered, clicked, cart}));
    CHECK(days("?from=2026-01-06T00:00:00Z&channel=email") == Json::array({delivered, clicked}));
    CHECK(days("?to=2026-01-06T00:00:00Z").size() == 1);
    CHECK(days("?status=clicked") == Json::array({clicked}));
    CHECK(days("?event=cart") == Json::array({cart}));
    CHECK(days("?kind=event") == Json::array({cart}));
    CHECK(days("?channel=push") == Json::array());
    CHECK(api.get(path + "?status=lost").errors() == Errors{"?status invalid_value"});
    CHECK(api.get(path + "?limit=5").errors() == Errors{"?limit unknown_parameter"});
    CHECK(api.call({.path = path, .key = api.open}).status == 403);
}

TEST_CASE("the chart of a merged person shows all of their homes", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = somebody();
    const auto visitor = person("cookie", fresh("cookie-0123456789abcdefghij-"));
    api.observe(emailed(ann, "sent", "2026-01-05T10:00:00Z"));
    api.observe(emailed(visitor, "sent", "2026-01-05T11:00:00Z"));
    auto both = ann;
    both["identifiers"].push_back(visitor["identifiers"][0]);
    api.observe(both);
    const auto days = api.get("/v1/profiles/" + refOf(ann) + "/activity/days").body["items"];
    REQUIRE(days.size() == 1);
    CHECK(days[0]["count"] == 2);
}
