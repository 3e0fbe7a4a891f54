// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/storage/database.hpp"
#include "core/storage/event_feed.hpp"
#include "tests/api/feed.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// The events that follow, once there are so many.
Json eventsAfter(ApiServer& api, const std::string& after, std::size_t count) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (true) {
        auto page = api.get("/v1/events?after=" + after);
        REQUIRE(page.status == 200);
        if (page.body["items"].size() >= count || std::chrono::steady_clock::now() > deadline)
            return page.body["items"];
        std::this_thread::yield();
    }
}

/// Those of a type that follow, once there is one.
Json eventsOf(ApiServer& api, const std::string& after, const std::string& type) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (true) {
        auto found = Json::array();
        const auto page = api.get("/v1/events?after=" + after);
        for (const auto& event : page.body["items"])
            if (event["type"] == type) found.push_back(event);
        if (!found.empty()) return found;
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::yield();
    }
}

}  // namespace

TEST_CASE("a merge that is taken back is told once, with both ids", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const std::string first = api.observe(person("email", fresh("f") + "@example.com"))["profile_id"];
    const std::string second = api.observe(person("email", fresh("s") + "@example.com"))["profile_id"];
    const auto merge = api.post("/v1/merges", {{"profiles", {{{"ref", first}}, {{"ref", second}}}}}).body;
    const auto after = latest(api);
    REQUIRE(api.post("/v1/merges/" + merge["id"].get<std::string>() + "/undo", Json::object()).status == 200);
    const auto events = eventsOf(api, after, "profile.unmerged");
    REQUIRE(events.size() == 1);
    CHECK(events[0]["profile_id"] == first);
    CHECK(events[0]["separated_id"] == second);
}

TEST_CASE("what happened is told in order, by id", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto after = latest(api);
    auto ann = somebody();
    const auto created = api.observe(ann);
    ann["fields"] = {{"first_name", "Ann"}};
    api.observe(ann);
    const auto events = eventsAfter(api, after, 2);
    REQUIRE(events.size() == 2);
    CHECK(events[0]["type"] == "profile.created");
    CHECK(events[0]["profile_id"] == created["profile_id"]);
    CHECK(events[0]["version"] == 1);
    CHECK(events[1]["type"] == "profile.updated");
    CHECK(events[1]["version"] == 2);
    CHECK(std::stoll(events[1]["id"].get<std::string>()) == std::stoll(after) + 2);

    const auto page = api.get("/v1/events?limit=1&after=" + after);
    CHECK(page.body["items"] == Json::array({events[0]}));
    CHECK(page.body["next_after"] == events[0]["id"]);
    const auto rest = api.get("/v1/events?after=" + page.body["next_after"].get<std::string>());
    CHECK(rest.body["items"] == Json::array({events[1]}));
    const auto end = api.get("/v1/events?after=" + events[1]["id"].get<std::string>());
    CHECK(end.body["items"].empty());
    CHECK(end.body["next_after"] == events[1]["id"]);
}

TEST_CASE("a merge is told with both ids, and a state with the address and what it was", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = fresh("merged") + "@example.com";
    const auto ann = person("email", email);
    const auto bob = somebody();
    api.observe(ann);
    api.observe(bob);
    const auto after = latest(api);
    auto both = bob;
    both["identifiers"].push_back(ann["identifiers"][0]);
    const auto outcome = api.observe(both);
    REQUIRE(outcome["absorbed"].size() == 1);
    auto bounced = ann;
    bounced["endpoints"] = {{{"type", "email"}, {"value", email}, {"state", "blacklisted"}}};
    api.observe(bounced);
    const auto events = eventsAfter(api, after, 3);
    REQUIRE(events.size() == 3);
    CHECK(events[0]["profile_id"] == outcome["profile_id"]);
    CHECK(events[0]["absorbed_id"] == outcome["absorbed"][0]);
    CHECK(events[1]["type"] == "profile.updated");
    CHECK(events[2]["type"] == "endpoint.changed");
    CHECK(events[2]["profile_id"] == outcome["profile_id"]);
    CHECK(events[2]["identifier"] == Json{{"type", "email"}, {"value", email}});
    CHECK(events[2]["before"] == "active");
    CHECK(events[2]["after"] == "blacklisted");
}

TEST_CASE("a merge by hand and one by which a conflict was decided are told with both ids", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const std::string conflict = conflictOf(api, two)["id"];
    letMerge(api, two);
    const auto after = latest(api);
    const bool byHand = GENERATE(true, false);
    if (byHand) {
        REQUIRE(api.post("/v1/merges", two.body()).status == 201);
    } else {
        REQUIRE(api.post("/v1/conflicts/" + conflict + "/merge", Json::object()).status == 200);
    }
    const auto events = eventsOf(api, after, "profile.merged");
    REQUIRE(events.size() == 1);
    CHECK(events[0]["profile_id"] == two.firstId);
    CHECK(events[0]["absorbed_id"] == two.secondId);
    CHECK(events[0]["version"] == api.profile(two.firstId)["version"]);
}

TEST_CASE("a deletion, a restoration and an erasure are told", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto ann = somebody();
    const auto email = fresh("ends") + "@example.com";
    ann["identifiers"].push_back({{"type", "email"}, {"value", email}});
    ann["endpoints"] = {{{"type", "email"}, {"value", email}, {"state", "blacklisted"}}};
    const std::string id = api.observe(ann)["profile_id"];
    const auto path = "/v1/profiles/" + id;
    const auto after = latest(api);
    REQUIRE(api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""}).status == 200);
    REQUIRE(api.call({.method = "POST", .path = path + "/restore", .key = api.write, .type = ""}).status ==
            200);
    REQUIRE(api.post(path + "/erase", Json::object()).status == 202);
    latest(api);
    auto events = Json::array();
    const auto told = eventsAfter(api, after, 3);
    for (const auto& event : told)
        if (event["profile_id"] == id) events.push_back(event);
    REQUIRE(events.size() == 3);
    const std::vector<std::string> types{"profile.deleted", "profile.updated", "profile.erased"};
    for (std::size_t i = 0; i < types.size(); ++i) {
        CHECK(events[i]["type"] == types[i]);
        CHECK(events[i]["version"] == i + 2);
    }
}

TEST_CASE("where a reader can't go on from is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto* after : {"x", "-1", "1.5", "99999999999999999999", "Latest"}) {
        CHECK(api.get("/v1/events?after=" + std::string(after)).errors() == Errors{"?after invalid_value"});
    }
    CHECK(api.get("/v1/events?after=").errors() == Errors{"?after empty"});
    CHECK(api.get("/v1/events?limit=501").errors() == Errors{"?limit invalid_value"});
    CHECK(api.get("/v1/events?since=1").errors() == Errors{"?since unknown_parameter"});
    CHECK(api.call({.path = "/v1/events", .key = api.open}).status == 403);
    CHECK(api.call({.path = "/v1/events"}).status == 401);
}

TEST_CASE("a reader that comes from beyond the end is told that the feed was set back", "[api]") {
    ApiServer api(eachEngine());
    api.observe(somebody());
    const auto last = latest(api);
    const auto beyond = std::to_string(std::stoll(last) + 1);
    const auto refused = [&](const Call& call) {
        const auto answer = api.call(call);
        CHECK(answer.status == 409);
        CHECK(answer.code() == "conflict");
        CHECK(answer.errors() == Errors{"?after unknown_event"});
        CHECK(answer.body["last_id"] == last);
    };
    const std::pair<std::string, std::string> streams{"Accept", "text/event-stream"};
    for (const auto& after : {beyond, std::string("9223372036854775807")}) {
        const auto path = "/v1/events?after=" + after;
        refused({.path = path, .key = api.read});
        refused({.path = path + "&wait=60", .key = api.read});
        refused({.path = path, .key = api.read, .headers = {streams}});
        refused({.path = "/v1/events", .key = api.read, .headers = {streams, {"Last-Event-ID", after}}});
    }
    CHECK(api.get("/v1/events?after=" + last).body["next_after"] == last);
    CHECK(latest(api) == beyond);
    CHECK(api.get("/v1/events?after=" + beyond).body["next_after"] == beyond);
}

TEST_CASE("a reader that was away for too long is told so, and where to begin", "[api]") {
    ApiServer api(eachEngine());
    for (int i = 0; i < 3; ++i) api.observe(somebody());
    const auto events = eventsAfter(api, "0", 3);
    REQUIRE(events.size() == 3);
    {
        storage::Database database(api.database());
        const auto session = database.openWriter();
        storage::Transaction transaction(*session);
        const auto tomorrow = base::SystemClock().now() + std::chrono::days{1};
        REQUIRE(storage::removeEvents(*session, tomorrow, 2) == 2);
        transaction.commit();
    }
    for (const auto* after : {"0", "1"}) {
        const auto gone = api.get("/v1/events?after=" + std::string(after));
        CHECK(gone.status == 410);
        CHECK(gone.code() == "gone");
        CHECK(gone.body["oldest_id"] == "3");
        CHECK(gone.errors() == Errors{"?after too_old"});
    }
    for (const auto* path : {"/v1/events", "/v1/events?after=2"}) {
        CHECK(api.get(path).body["items"] == Json::array({events[2]}));
    }
}

TEST_CASE("events are counted", "[api]") {
    auto& api = ApiServer::shared(storage::Engine::Sqlite);
    const auto after = latest(api);
    api.observe(somebody());
    static_cast<void>(eventsAfter(api, after, 1));
    const auto text = api.call({.path = "/metrics", .key = api.read}).text;
    CHECK(text.find("\nkith_events_total ") != std::string::npos);
    CHECK(text.find("\nkith_events_lag_seconds_count ") != std::string::npos);
}
