// SPDX-License-Identifier: Apache-2.0
// What a public key claims of people is no answer to why they are one, or were.
#include <catch2/catch.hpp>

#include "tests/api/site.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("no number of claims changes why somebody is one person", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    Two two(api);
    auto joining = two.both();
    joining["id"] = fresh("joining");
    REQUIRE(api.observe(joining)["result"] == "merged");
    const auto path = "/v1/profiles/" + two.firstId + "/identity";
    const auto between = path + "?between=" + refOf(two.first) + "," + refOf(two.second);
    const auto identity = api.get(path).body;
    const auto chain = api.get(between).body;
    REQUIRE(chain["chain"].size() == 1);
    CHECK(chain["chain"][0]["observation"]["given_id"] == joining["id"]);
    const Json claim{{"identifiers", {two.first["identifiers"][0], two.second["identifiers"][0]}}};
    for (int i = 0; i < 30; ++i) REQUIRE(site.say(claim).body == kAccepted);
    CHECK(api.get(path).body == identity);
    CHECK(api.get(between).body == chain);

    const auto merge = api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"].get<std::string>();
    const auto undone = api.post("/v1/merges/" + merge + "/undo", Json::object());
    REQUIRE(undone.status == 200);
    // Claims of the two themselves may be among those that are not kept.
    CHECK(undone.body["undecided_truncated"] == true);
    REQUIRE(undone.body["undecided"].size() == 1);
    CHECK(undone.body["undecided"][0]["observation"]["given_id"] == joining["id"]);
}

TEST_CASE("claims are no evidence of what a merge would be refused for", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    Customers two(api);
    const auto preview = [&] { return api.post("/v1/merges/preview", two.body()).body["refused"]; };
    const auto before = preview();
    REQUIRE_FALSE(before.empty());
    for (const auto& refused : before) {
        auto claimed = two.both()["identifiers"];
        claimed.push_back(refused["identifier"]);
        for (int i = 0; i < 15; ++i) REQUIRE(site.say({{"identifiers", claimed}}).body == kAccepted);
    }
    CHECK(preview() == before);
}

TEST_CASE("of more claims than are kept an undo says that it may not list all", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto device = cookie();
    const auto browser = cookie();
    auto person = somebody();
    person["identifiers"].push_back(device);
    REQUIRE(api.observe(person)["result"] == "created");
    REQUIRE(api.observe(of(browser))["result"] == "created");
    person["identifiers"].push_back(browser);
    REQUIRE(api.observe(person)["result"] == "merged");
    const int claims = GENERATE(5, 30);
    for (int i = 0; i < claims; ++i)
        REQUIRE(site.say({{"identifiers", {device, browser}}}).body == kAccepted);
    const auto id = api.profile(refOf(person))["id"].get<std::string>();
    const auto merge = api.get("/v1/merges?profile=" + id).body["items"][0]["id"].get<std::string>();
    const auto undone = api.post("/v1/merges/" + merge + "/undo", Json::object());
    REQUIRE(undone.status == 200);
    CHECK(undone.body["undecided_truncated"] == (claims > 10));
}
