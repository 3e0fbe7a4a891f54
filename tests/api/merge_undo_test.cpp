// SPDX-License-Identifier: Apache-2.0
// Merges that are taken back, by whom they were made and what stands on them.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/api/life_cycle.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("a merge that a rule made is taken back, with what can't be told apart, and does not come again",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const auto first = api.profile(two.firstId);
    const auto second = api.profile(two.secondId);
    auto joining = two.both();
    joining["id"] = fresh("joining");
    REQUIRE(api.observe(joining)["result"] == "merged");
    const auto merges = api.get("/v1/merges?profile=" + two.secondId).body["items"];
    REQUIRE(merges.size() == 1);
    const std::string merge = merges[0]["id"];

    const auto undone = api.post("/v1/merges/" + merge + "/undo", {{"reason", "twins"}}).body;
    CHECK(undone["profiles"] == Json::array({two.firstId, two.secondId}));
    REQUIRE(undone["undecided"].size() == 1);
    CHECK(undone["undecided"][0]["observation"]["given_id"] == joining["id"]);
    CHECK(undone["undecided"][0]["why"] ==
          "It carried email of the one and phone of the other; what it says stays with " + two.firstId + ".");
    const auto decided = api.get("/v1/merges/" + merge).body["undone"];
    CHECK(decided["reason"] == "twins");
    CHECK(decided["observation"]["source"]["name"] == "test write");
    CHECK(decided["observation"]["id"] != merges[0]["observation"]["id"]);
    CHECK(api.profile(two.secondId)["fields"] == second["fields"]);
    CHECK(api.profile(two.firstId)["fields"] == first["fields"]);
    CHECK(api.profile(two.secondId)["version"] > second["version"]);
    for (const auto& side : {two.firstId, two.secondId}) {
        const auto theirs = api.get("/v1/merges?profile=" + side).body["items"];
        REQUIRE(theirs.size() == 1);
        CHECK(theirs[0]["id"] == merge);
        CHECK(theirs[0]["undone"] == decided);
    }

    CHECK(api.post("/v1/merges/" + merge + "/undo", Json::object()).status == 409);
    joining["id"] = fresh("joining");
    joining["observed_at"] = "2026-01-04T00:00:00Z";
    CHECK(api.observe(joining)["refused"][0]["code"] == "must_not_link");

    const auto forbidden = api.get("/v1/must-not-links?profile=" + two.secondId).body["items"];
    REQUIRE(forbidden.size() == 1);
    CHECK(forbidden[0]["id"] == undone["must_not_link"]);
    CHECK(forbidden[0]["reason"] == "twins");
    CHECK(api.call({.method = "DELETE",
                    .path = "/v1/must-not-links/" + undone["must_not_link"].get<std::string>(),
                    .key = api.write})
              .status == 204);
    joining["id"] = fresh("joining");
    CHECK(api.observe(joining)["result"] == "merged");
    // Each once, though both sides are one now.
    CHECK(api.get("/v1/merges?profile=" + two.secondId).body["items"].size() == 2);
}

TEST_CASE("taking back a merge that later ones stand on names them all", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    REQUIRE(api.observe(two.both())["result"] == "merged");
    const auto latest = [&]() -> std::string {
        return api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"];
    };
    const auto merge = latest();
    std::vector<std::string> later;
    for (int i = 0; i < 2; ++i) {
        auto other = person("email", fresh("t") + "@example.com");
        api.observe(other);
        other["identifiers"].push_back(two.second["identifiers"][0]);
        REQUIRE(api.observe(other)["result"] == "merged");
        later.push_back(latest());
    }
    const auto undo = [&](const std::string& id) {
        return api.post("/v1/merges/" + id + "/undo", Json::object());
    };
    const auto refused = undo(merge);
    CHECK(refused.status == 409);
    CHECK(refused.errors() == Errors{" needed_by_merge", " needed_by_merge"});
    std::vector<std::string> named;
    for (const auto& each : refused.body["errors"]) {
        named.push_back(each["id"]);
        CHECK(each["detail"].get<std::string>().find(named.back()) != std::string::npos);
    }
    CHECK_THAT(named, Catch::UnorderedEquals(later));
    for (const auto& each : later) {
        CHECK(undo(merge).status == 409);
        CHECK(undo(each).status == 200);
    }
    CHECK(undo(merge).status == 200);
}

TEST_CASE("a merge of somebody who was deleted is taken back once they are restored", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    REQUIRE(api.observe(two.both())["result"] == "merged");
    const auto undo = "/v1/merges/" +
                      api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"].get<std::string>() +
                      "/undo";
    const auto deleted =
        api.call({.method = "DELETE", .path = "/v1/profiles/" + two.firstId, .key = api.write, .type = ""});
    REQUIRE(deleted.status == 200);
    const auto gone = api.post(undo, Json::object());
    CHECK(gone.status == 410);
    CHECK(gone.errors() == Errors{" deleted"});
    CHECK(gone.body["errors"][0]["id"] == two.firstId);
    const auto restore = "/v1/profiles/" + two.firstId + "/restore";
    CHECK(gone.body["detail"] == "The profile " + two.firstId + " was deleted at " +
                                     deleted.body["deleted_at"].get<std::string>() +
                                     "; it has to be restored first, by `POST " + restore + "`.");
    REQUIRE(api.call({.method = "POST", .path = restore, .key = api.write, .type = ""}).status == 200);
    CHECK(api.post(undo, Json::object()).status == 200);
}

TEST_CASE("a later merge stands on what joined it also when that has left since", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const auto browser = person("cookie", fresh("cookie-0123456789abcdefghij-"))["identifiers"][0];
    auto withBrowser = two.second;
    withBrowser["identifiers"].push_back(browser);
    api.observe(withBrowser);
    REQUIRE(api.observe(two.both())["result"] == "merged");
    const std::string merge = api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"];
    auto third = person("email", fresh("t") + "@example.com");
    const bool byPhone = GENERATE(true, false);
    CAPTURE(byPhone);
    if (byPhone) {
        api.observe(third);
        third["identifiers"].push_back(two.second["identifiers"][0]);
        REQUIRE(api.observe(third)["result"] == "merged");
        const auto phone = "%2B" + two.second["identifiers"][0]["value"].get<std::string>().substr(1);
        REQUIRE(api.call({.method = "DELETE",
                          .path = "/v1/profiles/" + two.firstId + "/identifiers/phone/" + phone,
                          .key = api.write})
                    .status == 204);
    } else {
        // An anonymous browser, which is absorbed by the other one, which is somebody else's then.
        const auto anonymous = person("cookie", fresh("cookie-0123456789abcdefghij-"));
        api.observe(anonymous);
        auto both = anonymous;
        both["identifiers"].insert(both["identifiers"].begin(), browser);
        REQUIRE(api.observe(both)["result"] == "merged");
        third["identifiers"].push_back(browser);
        REQUIRE(api.observe(third)["result"] == "created");
    }
    const std::string later = api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"];
    const auto refused = api.post("/v1/merges/" + merge + "/undo", Json::object());
    CHECK(refused.status == 409);
    CHECK(refused.errors() == Errors{" needed_by_merge"});
    REQUIRE(api.post("/v1/merges/" + later + "/undo", Json::object()).status == 200);
    CHECK(api.post("/v1/merges/" + merge + "/undo", Json::object()).status == 200);
}

TEST_CASE("a merge by which an id came back has to be taken back first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto made = [&] {
        return api.observe(person("email", fresh("m") + "@example.com"))["profile_id"].get<std::string>();
    };
    const auto merge = [&](const std::string& survivor, const std::string& other) {
        const auto answer = api.post(
            "/v1/merges", {{"profiles", {{{"ref", survivor}}, {{"ref", other}}}}, {"survivor", survivor}});
        REQUIRE(answer.status == 201);
        return answer.body["id"].get<std::string>();
    };
    const auto undo = [&](const std::string& id) {
        return api
            .call({.method = "POST", .path = "/v1/merges/" + id + "/undo", .key = api.write, .type = ""})
            .status;
    };
    const auto a = made();
    const auto b = made();
    const auto x = made();
    const auto z = made();
    const auto first = merge(x, z);
    const auto second = merge(b, x);
    const auto third = merge(a, b);
    REQUIRE(undo(first) == 200);
    REQUIRE(undo(second) == 200);
    const auto fourth = merge(z, a);
    CHECK(undo(third) == 409);
    CHECK(undo(fourth) == 200);
    CHECK(undo(third) == 200);
    for (const auto& id : {a, b, x, z}) CHECK(api.profile(id)["id"] == id);
}
