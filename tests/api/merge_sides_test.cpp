// SPDX-License-Identifier: Apache-2.0
// Of whom a merge is asked: sides that are described wrongly, are not there or have moved on.
#include <catch2/catch.hpp>

#include "tests/api/life_cycle.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("a merge that is described wrongly is refused, and names what is wrong", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    CHECK(api.post("/v1/merges", Json::array()).errors() == Errors{" wrong_type"});
    CHECK(api.post("/v1/merges", {{"profiles", {two.firstId}}}).errors() == Errors{"/profiles wrong_type"});
    const auto bare = api.post("/v1/merges", {{"profiles", {two.firstId, two.secondId}}});
    CHECK(bare.errors() == Errors{"/profiles/0 wrong_type", "/profiles/1 wrong_type"});
    CHECK(bare.body["errors"][0]["detail"] == R"(must be an object, as {"ref": "external_id:42"})");
    auto body = two.body();
    body["profiles"][0]["version"] = "1";
    body["profiles"][1].erase("ref");
    body["survivor"] = 7;
    CHECK(api.post("/v1/merges/preview", body).errors() ==
          Errors{"/profiles/0/version wrong_type", "/profiles/1/ref required", "/survivor wrong_type"});
    body = two.body();
    body["profiles"][1]["ref"] = two.firstId;
    CHECK(api.post("/v1/merges", body).status == 409);
    body = two.body();
    body["survivor"] = api.observe(somebody())["profile_id"];
    CHECK(api.post("/v1/merges", body).errors() == Errors{"/survivor invalid_value"});
    CHECK(api.call({.method = "POST", .path = "/v1/merges", .key = api.read, .body = two.body().dump()})
              .status == 403);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
}

TEST_CASE("a merge of somebody who is not there is refused, and says which side that is", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    auto body = two.body();
    body["profiles"][1]["ref"] = "email:nobody@example.com";
    for (const auto* call : {"/v1/merges", "/v1/merges/preview"}) {
        const auto nobody = api.post(call, body);
        CHECK(nobody.status == 404);
        CHECK(nobody.errors() == Errors{"/profiles/1/ref not_found"});
    }
    body["profiles"][0]["ref"] = "pigeon:7";
    CHECK(api.post("/v1/merges", body).errors() == Errors{"/profiles/0/ref not_found"});
    body = two.body();
    body["survivor"] = "email:nobody@example.com";
    CHECK(api.post("/v1/merges", body).errors() == Errors{"/survivor not_found"});
    const auto gone = api.observe(somebody())["profile_id"].get<std::string>();
    REQUIRE(remove(api, "/v1/profiles/" + gone).status == 200);
    body = two.body();
    body["profiles"][0]["ref"] = gone;
    const auto deleted = api.post("/v1/merges", body);
    CHECK(deleted.status == 410);
    CHECK(deleted.errors() == Errors{"/profiles/0/ref gone"});
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
}

TEST_CASE("a merge takes the survivor that it is told, and the version that was looked at", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    auto body = two.body();
    body["survivor"] = two.secondId;
    body["profiles"][0]["version"] = api.profile(two.firstId)["version"];
    body["profiles"][1]["version"] = api.profile(two.secondId)["version"];
    for (const std::size_t side : {0U, 1U}) {
        const auto id = side == 0 ? two.firstId : two.secondId;
        const auto moved = api.patch("/v1/profiles/" + id, {{"fields", {{"nickname", fresh("moved")}}}});
        REQUIRE(moved.status == 200);
        for (const auto* call : {"/v1/merges", "/v1/merges/preview"}) {
            const auto refused = api.post(call, body);
            CHECK(refused.status == 412);
            CHECK(refused.errors() == Errors{"/profiles/" + std::to_string(side) + "/version version_moved"});
            CHECK(refused.body["errors"][0]["id"] == id);
        }
        body["profiles"][side]["version"] = moved.body["version"];
    }
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
    CHECK(api.post("/v1/merges", body).body["survivor"] == two.secondId);
    CHECK(api.profile(two.firstId)["id"] == two.secondId);
}

TEST_CASE("a preview shows what the two say together of subscriptions and addresses", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const auto say = [&](Json who, const std::string& state, const std::string& at) {
        who["id"] = fresh("says");
        who["observed_at"] = at;
        who["subscriptions"] = {{"news", {{"state", state}, {"by", "person"}, {"at", at}}}};
        REQUIRE(api.observe(who)["warnings"].empty());
    };
    say(two.first, "subscribed", "2026-01-02T00:00:00Z");
    say(two.second, "unsubscribed", "2026-01-03T00:00:00Z");
    const auto address = two.first["identifiers"][0]["value"].get<std::string>();
    REQUIRE(api.post("/v1/profiles/" + two.firstId + "/endpoints/email/" + address + "/states",
                     {{"state", "blacklisted"}, {"reason", "by_hand"}})
                .status < 300);

    const auto preview = api.post("/v1/merges/preview", two.body()).body;
    Json news;
    for (const auto& each : preview["subscriptions"])
        if (each["category"] == "news") news = each;
    CHECK(news["state"] == "unsubscribed");
    CHECK(news["since"] == "2026-01-03T00:00:00.000Z");
    REQUIRE(preview["identifiers"].size() == 2);
    CHECK(preview["identifiers"][0]["endpoint"]["state"] == "blacklisted");
    CHECK(preview["identifiers"][1]["type"] == "phone");

    REQUIRE(api.post("/v1/merges", two.body()).status == 201);
    const auto united = api.profile(two.firstId);
    CHECK(united["subscriptions"] == preview["subscriptions"]);
    CHECK(united["identifiers"] == preview["identifiers"]);
}

TEST_CASE("merges and prohibitions that aren't there are not found", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto nobody = base::MergeId{1}.text();
    CHECK(api.get("/v1/merges/" + nobody).status == 404);
    CHECK(api.get("/v1/merges/x").status == 404);
    CHECK(api.post("/v1/merges/" + nobody + "/undo", Json::object()).status == 404);
    CHECK(api.call({.method = "DELETE", .path = "/v1/must-not-links/" + nobody, .key = api.write}).status ==
          404);
    CHECK(api.get("/v1/conflicts/" + nobody).status == 404);
    CHECK(api.post("/v1/conflicts/" + nobody + "/dismiss", Json::object()).status == 404);
    CHECK(api.post("/v1/conflicts/" + nobody + "/forget", Json::object()).status == 404);
}
