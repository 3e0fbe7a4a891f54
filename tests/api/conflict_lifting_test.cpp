// SPDX-License-Identifier: Apache-2.0
// Conflicts of those whom a prohibition keeps apart, and what becomes of them once it is lifted.
#include <catch2/catch.hpp>

#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;

namespace {

std::string idOfConflict(ApiServer& api, const Two& two) {
    return conflictOf(api, two)["id"].get<std::string>();
}

/// The id of the new prohibition.
std::string forbid(ApiServer& api, const std::string& first, const std::string& second,
                   const std::string& reason) {
    const auto made = api.post("/v1/must-not-links", {{"profiles", {first, second}}, {"reason", reason}});
    REQUIRE(made.status == 201);
    return made.body["id"];
}

void lift(ApiServer& api, const Json& prohibition) {
    const auto path = "/v1/must-not-links/" + prohibition.get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""}).status == 204);
}

}  // namespace

TEST_CASE("a conflict that was forbidden waits again once that is lifted", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Customers two(api);
    const auto before = conflictOf(api, two);
    const auto path = "/v1/conflicts/" + before["id"].get<std::string>();
    const auto forbidden = api.post(path + "/forbid", {{"reason", "not sure"}}).body;
    CHECK(conflictOf(api, two, "&state=forbidden")["decided"]["reason"] == "not sure");
    lift(api, forbidden["must_not_link"]);
    CHECK(conflictOf(api, two) == before);
    CHECK(api.get(path).body == before);
    CHECK(conflictOf(api, two, "&state=forbidden") == nullptr);
    SECTION("and counts what is refused from then on") {
        auto again = two.both();
        again["id"] = fresh("again");
        REQUIRE(api.observe(again)["refused"][0]["code"] == "unique_conflict");
        const auto waiting = conflictOf(api, two);
        CHECK(waiting["observations"] == 2);
        CHECK(waiting["decided"].is_null());
    }
    SECTION("and is decided anew") {
        CHECK(api.post(path + "/forbid", {{"reason", "sure"}}).status == 200);
        CHECK(api.get(path).body["decided"]["reason"] == "sure");
    }
    SECTION("and is over once the two are one, whoever made them one") {
        letMerge(api, two);
        REQUIRE(api.post("/v1/merges", two.body()).status == 201);
        const auto merged = api.get(path).body;
        CHECK(merged["state"] == "merged");
        CHECK(merged["decided"].is_null());
        for (const auto* state : {"open", "forbidden"})
            CHECK(conflictOf(api, two, std::string("&state=") + state) == nullptr);
    }
}

TEST_CASE("a conflict that came up under a prohibition tells who decided that", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const auto first = forbid(api, two.firstId, two.secondId, "mother and daughter");
    REQUIRE(api.observe(two.both())["refused"][0]["code"] == "must_not_link");
    const auto standing = api.get("/v1/must-not-links?profile=" + two.firstId).body["items"][0];
    const auto conflict = conflictOf(api, two, "&state=forbidden");
    CHECK(conflict["decided"]["reason"] == "mother and daughter");
    CHECK(conflict["decided"]["at"] == standing["at"]);
    CHECK(conflict["decided"]["observation"] == standing["observation"]);
    const auto path = "/v1/conflicts/" + conflict["id"].get<std::string>();
    CHECK(api.get(path).body == conflict);

    lift(api, first);
    const auto waiting = conflictOf(api, two);
    CHECK(waiting["id"] == conflict["id"]);
    CHECK(waiting["decided"].is_null());
    CHECK(waiting["detail"].get<std::string>().ends_with(
        "A prohibition kept them apart then, and does no longer."));
    CHECK(api.post(path + "/dismiss", {{"reason", "twins"}}).status == 200);
    // What was put aside stays there.
    lift(api, forbid(api, two.firstId, two.secondId, "twins"));
    CHECK(conflictOf(api, two) == nullptr);
    CHECK(api.get(path).body["state"] == "dismissed");
}

TEST_CASE("a conflict stays forbidden while another prohibition keeps the two apart", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + idOfConflict(api, two);
    const std::string third = api.observe(person("email", fresh("t") + "@example.com"))["profile_id"];
    const auto ofFirst = api.post(path + "/forbid", {{"reason", "twins"}}).body["must_not_link"];
    const auto ofThird = forbid(api, third, two.secondId, "sisters");
    const bool survives = GENERATE(false, true);
    REQUIRE(api.post("/v1/merges", {{"profiles", {{{"ref", two.firstId}}, {{"ref", third}}}},
                                    {"survivor", survives ? two.firstId : third}})
                .status == 201);
    lift(api, ofFirst);
    CHECK(api.get(path).body["state"] == "forbidden");
    lift(api, ofThird);
    CHECK(api.get(path).body["state"] == "open");
    CHECK(api.get(path).body["decided"].is_null());
}

TEST_CASE("a conflict of two who were forbidden elsewhere waits while they may become one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + idOfConflict(api, two);
    const auto prohibition = forbid(api, two.secondId, two.firstId, "twins");
    const auto forbidden = api.get(path).body;
    CHECK(forbidden["state"] == "forbidden");
    CHECK(forbidden["decided"]["reason"] == "twins");
    CHECK(conflictOf(api, two) == nullptr);
    lift(api, prohibition);
    CHECK(api.get(path).body["state"] == "open");
    CHECK(conflictOf(api, two)["decided"].is_null());
}

TEST_CASE("a conflict waits again once a merge was taken back by which the two were kept apart", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const std::string third = api.observe(person("email", fresh("t") + "@example.com"))["profile_id"];
    const auto prohibition = forbid(api, third, two.secondId, "sisters");
    REQUIRE(api.post("/v1/merges", {{"profiles", {{{"ref", two.firstId}}, {{"ref", third}}}}}).status == 201);
    REQUIRE(api.observe(two.both())["refused"][0]["code"] == "must_not_link");
    const auto path = "/v1/conflicts/" + conflictOf(api, two, "&state=forbidden")["id"].get<std::string>();
    CHECK(api.post(path + "/merge", Json::object()).status == 409);
    const auto merge = api.get("/v1/merges?profile=" + third).body["items"][0]["id"].get<std::string>();
    REQUIRE(api.post("/v1/merges/" + merge + "/undo", Json::object()).status == 200);
    CHECK(api.get(path).body["state"] == "open");
    CHECK(conflictOf(api, two)["decided"].is_null());
    CHECK(api.post(path + "/merge", Json::object()).status == 200);
    lift(api, prohibition);
}
