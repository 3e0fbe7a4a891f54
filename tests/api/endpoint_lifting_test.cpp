// SPDX-License-Identifier: Apache-2.0
// States of endpoints that people lift by hand.
#include <catch2/catch.hpp>

#include "tests/api/contact.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("what the organisation decided is lifted with a reason, which stands beside it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    ann.had("blacklisted");
    CHECK(ann.lift("blacklisted", Json::object()).errors() == Errors{"/reason required"});
    const auto bare = remove(api, ann.path("blacklisted"));
    CHECK(bare.status == 400);
    CHECK(bare.errors() == Errors{"/reason required"});
    CHECK(ann.lift("blacklisted", {{"reason", "x"}, {"proof", kLetter}}).errors() ==
          Errors{"/proof not_allowed"});
    CHECK(ann.lift("blacklisted", {{"reason", "x"}, {"address", "email:" + ann.email}}).errors() ==
          Errors{"/address unknown_member"});
    CHECK(ann.lift("gone", {{"reason", "x"}}).status == 404);
    CHECK(ann.lift("complained", {{"reason", "x"}, {"proof", kLetter}}).status == 404);
    CHECK(ann.shown("blacklisted")["lifted"].is_null());

    CHECK(ann.lift("blacklisted", {{"reason", "It works again"}}).status == 204);
    CHECK(ann.endpoint()["state"] == "active");
    const auto lifted = ann.shown("blacklisted")["lifted"];
    CHECK(lifted["by"] == "active");
    CHECK(lifted["reason"] == "It works again");
    CHECK(lifted["proof"].is_null());
    CHECK(lifted["observation"]["source"] == kStaff);
    CHECK(lifted == test::lifted(api, ann.email)[0]["lifted"]);
    CHECK(ann.lift("blacklisted", {{"reason", "x"}}).status == 404);
}

TEST_CASE("an active state that is set lifts what the organisation decided, and nothing that the person said",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    for (const auto* state : {"blacklisted", "unconfirmed", "unsubscribed", "complained"}) ann.had(state);
    REQUIRE(ann.set({{"state", "active"}, {"reason", "by_hand"}}).status == 200);
    CHECK(ann.shown("blacklisted")["lifted"]["by"] == "active");
    CHECK(ann.shown("unconfirmed")["lifted"]["by"] == "active");
    CHECK(ann.shown("unsubscribed")["lifted"].is_null());
    CHECK(ann.endpoint()["state"] == "complained");
    CHECK(ann.lift("active", {{"reason", "x"}}).status == 409);
}

TEST_CASE("what the person said is lifted only with the proof that they asked for it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const auto state = GENERATE(as<std::string>{}, "unsubscribed", "complained");
    ann.had(state);
    ann.had("blacklisted");
    const auto bare = ann.lift(state, {{"reason", "asked_for"}});
    CHECK(bare.status == 409);
    CHECK(bare.errors() == Errors{"/proof proof_required"});
    CHECK(ann.lift(state, {{"reason", "asked_for"}, {"proof", nullptr}}).status == 409);
    CHECK(ann.lift(state, {{"reason", "asked_for"}, {"proof", " \n"}}).errors() == Errors{"/proof empty"});
    CHECK(ann.lift(state, {{"reason", "asked_for"}, {"proof", std::string(2'001, 'x')}}).errors() ==
          Errors{"/proof too_long"});
    CHECK(ann.lift(state, {{"reason", "asked_for"}, {"proof", Json::object()}}).errors() ==
          Errors{"/proof wrong_type"});
    CHECK(ann.lift(state, {{"proof", kLetter}}).errors() == Errors{"/reason required"});
    CHECK(ann.shown(state)["lifted"].is_null());

    const auto version = ann.profile()["version"].get<int>();
    CHECK(ann.lift(state, {{"reason", "asked_for"}, {"proof", kLetter}}).status == 204);
    CHECK(ann.profile()["version"] == version + 1);
    const auto lifted = ann.shown(state)["lifted"];
    CHECK(lifted["by"] == "opt_in");
    CHECK(lifted["reason"] == "asked_for");
    CHECK(lifted["proof"] == kLetter);
    CHECK(lifted["observation"]["source"] == kStaff);
    CHECK(test::lifted(api, ann.email)[0]["lifted"] == lifted);
    CHECK(ann.endpoint()["state"] == "blacklisted");
    const auto change = api.get("/v1/profiles/" + ann.id + "/changes").body["items"][0];
    CHECK(change["kind"] == "endpoint");
    CHECK(change["after"] == "active");
    CHECK(change["reason"] == "asked_for");
    CHECK(change["detail"] == kLetter);
    CHECK(change["observation"] == lifted["observation"]);
    const auto held = api.call({.path = "/v1/profiles/" + ann.id + "/export", .key = api.admin}).body;
    const auto& entry = held["endpoint_states"].back();
    CHECK(entry["kind"] == "told_opt_in");
    CHECK(entry["detail"] == kLetter);

    // Who says so once more means it.
    REQUIRE(ann.set({{"state", state}, {"reason", "called_again"}}).status == 200);
    CHECK(ann.shown(state)["lifted"].is_null());
}

TEST_CASE("a suppression that the person said is lifted with the same proof", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    ann.had("complained");
    const auto id = standing(api, ann.email)[0]["id"].get<std::string>();
    CHECK(lift(api, id, {{"reason", "asked_for"}}).errors() == Errors{"/proof proof_required"});
    CHECK(lift(api, id, {{"reason", "asked_for"}, {"proof", kLetter}}).status == 204);
    CHECK(ann.shown("complained")["lifted"]["proof"] == kLetter);

    // Of an address that nobody has it could not be kept.
    const auto nobodys = freshEmail();
    REQUIRE(api.post("/v1/suppressions", suppression(nobodys, "complained")).status == 200);
    const auto hashed = standing(api, nobodys)[0]["id"].get<std::string>();
    const auto refused =
        lift(api, hashed, {{"reason", "asked_for"}, {"proof", kLetter}, {"address", "email:" + nobodys}});
    CHECK(refused.status == 409);
    CHECK(says(refused, "no words about it are kept"));
    CHECK(standing(api, nobodys).size() == 1);
}

TEST_CASE("a block ends by itself, and not by hand", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    REQUIRE(ann.set({{"state", "blocked"}, {"reason", "x"}, {"until", "2100-01-01T00:00:00Z"}}).status ==
            200);
    for (const auto& body : {Json{{"reason", "x"}}, Json{{"reason", "x"}, {"proof", kLetter}}}) {
        const auto refused = ann.lift("blocked", body);
        CHECK(refused.status == 409);
        CHECK(says(refused, "2100-01-01T00:00:00.000Z"));
    }
    CHECK(ann.endpoint()["state"] == "blocked");
}

TEST_CASE("an unconfirmed address is confirmed by hand unless that would lift more", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    ann.had("unconfirmed");
    ann.had("blacklisted");
    CHECK(ann.lift("unconfirmed", {{"reason", "x"}}).status == 409);
    CHECK(ann.shown("unconfirmed")["lifted"].is_null());
    CHECK(ann.lift("unconfirmed", {{"reason", "x"}, {"proof", kLetter}}).status == 204);
    CHECK(ann.shown("unconfirmed")["lifted"]["proof"] == kLetter);
    CHECK(ann.endpoint()["state"] == "blacklisted");
    const Contact bea(api);
    bea.had("unconfirmed");
    CHECK(bea.lift("unconfirmed", {{"reason", "called"}}).status == 204);
    CHECK(bea.shown("unconfirmed")["lifted"]["by"] == "active");
    CHECK(bea.endpoint()["state"] == "active");
}

TEST_CASE("what was set and lifted by hand outlives the person, and no words of it do", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    ann.had("complained");
    REQUIRE(ann.set({{"state", "blacklisted"}, {"reason", "Ann called"}, {"detail", "Ann again"}}).status ==
            200);
    REQUIRE(ann.lift("complained", {{"reason", "Ann wrote"}, {"proof", kLetter}}).status == 204);
    const auto before = test::lifted(api, ann.email);
    erase(api, ann.email);
    const auto after = test::lifted(api, ann.email);
    REQUIRE(after.size() == 1);
    CHECK(after[0]["state"] == "complained");
    CHECK(after[0]["lifted"]["by"] == "opt_in");
    CHECK(after[0]["lifted"]["at"] == before[0]["lifted"]["at"]);
    CHECK(after[0]["lifted"]["reason"] == "by_staff");
    CHECK(after[0]["lifted"]["proof"].is_null());
    CHECK(after[0]["lifted"]["observation"]["source"] == kStaff);
    const auto stands = standing(api, ann.email);
    REQUIRE(stands.size() == 1);
    CHECK(stands[0]["state"] == "blacklisted");
    CHECK(stands[0]["reason"] == "by_staff");

    api.observe(person("email", ann.email));
    const auto again = api.profile("email:" + ann.email)["identifiers"][0]["endpoint"];
    CHECK(again["state"] == "blacklisted");
    CHECK(again["states"][0]["lifted"] == after[0]["lifted"]);
    CHECK(again["states"][1]["evidence"]["source"] == kStaff);
}
