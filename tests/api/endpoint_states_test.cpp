// SPDX-License-Identifier: Apache-2.0
// States of endpoints that people set by hand, and where they are listed and counted.
#include <catch2/catch.hpp>

#include "tests/api/contact.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("a state that can't be set is refused with the reason, and nothing is written", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const auto before = ann.profile();
    CHECK(ann.set(Json::object()).errors() == Errors{"/state required", "/reason required"});
    CHECK(ann.set(Json::array()).errors() == Errors{" wrong_type"});
    CHECK(ann.set({{"state", "gone"}, {"reason", "x"}}).errors() == Errors{"/state invalid_value"});
    CHECK(ann.set({{"state", "blocked"}, {"reason", nullptr}}).errors() == Errors{"/reason required"});
    CHECK(ann.set({{"state", "blocked"}, {"reason", std::string(201, 'x')}}).errors() ==
          Errors{"/reason too_long"});
    CHECK(ann.set({{"state", "blocked"}, {"reason", "x"}, {"detail", std::string(2'001, 'x')}}).errors() ==
          Errors{"/detail too_long"});
    CHECK(ann.set({{"state", "complained"}, {"reason", "x"}, {"until", kAt}}).errors() ==
          Errors{"/until not_allowed"});
    CHECK(ann.set({{"state", "blocked"}, {"reason", "x"}, {"at", "2999-01-01T00:00:00Z"}}).errors() ==
          Errors{"/at future_time"});
    CHECK(ann.set({{"state", "active"}, {"reason", "double_opt_in"}}).errors() ==
          Errors{"/reason invalid_value"});
    CHECK(ann.set({{"state", "blocked"}, {"reason", "x"}, {"value", ann.email}}).errors() ==
          Errors{"/value unknown_member"});
    CHECK(api.call({.method = "POST",
                    .path = ann.path(),
                    .key = api.read,
                    .body = R"({"state": "blocked", "reason": "x"})"})
              .status == 403);
    CHECK(ann.profile() == before);
}

TEST_CASE("a state is set of what the profile lists alone", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const Contact bea(api);
    const Json state{{"state", "blacklisted"}, {"reason", "by_hand"}};
    const auto of = [&](const std::string& ref, const std::string& type, const std::string& value) {
        return api.post("/v1/profiles/" + ref + "/endpoints/" + type + '/' + value + "/states", state);
    };
    for (const auto& value : {bea.email, freshEmail()}) {
        const auto foreign = of(ann.id, "email", value);
        CHECK(foreign.status == 404);
        CHECK(says(foreign, "attach it first"));
    }
    CHECK(of(ann.id, "pigeon", "1").status == 404);
    CHECK(of(ann.id, "email", "nobody").status == 400);
    CHECK(of(base::ProfileId{1}.text(), "email", ann.email).status == 404);
    CHECK(standing(api, bea.email).empty());
    CHECK(bea.endpoint()["states"].empty());
    CHECK(of("email:" + ann.email, "email", ann.email).status == 200);
    REQUIRE(remove(api, "/v1/profiles/" + ann.id).status == 200);
    CHECK(of(ann.id, "email", ann.email).status == 410);
}

TEST_CASE("a state that was set is shown with who set it, when and why", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const auto version = ann.profile()["version"].get<int>();
    const auto answer = ann.set(
        {{"state", "blacklisted"}, {"reason", "They asked by phone"}, {"detail", "Bea took the call"}});
    REQUIRE(answer.status == 200);
    CHECK(answer.header("ETag") == '"' + std::to_string(version + 1) + '"');
    CHECK(answer.body == ann.profile());
    CHECK(ann.endpoint()["state"] == "blacklisted");
    const auto shown = ann.shown("blacklisted");
    CHECK(shown["reason"] == "They asked by phone");
    CHECK(shown["detail"] == "Bea took the call");
    CHECK(shown["until"].is_null());
    CHECK(shown["lifted"].is_null());
    CHECK(shown["evidence"]["source"] == kStaff);
    CHECK(shown["evidence"]["evidence"] == "attested");
    CHECK(shown["evidence"]["observed_at"] == shown["since"]);
    const auto change = api.get("/v1/profiles/" + ann.id + "/changes").body["items"][0];
    CHECK(change["kind"] == "endpoint");
    CHECK(change["after"] == "blacklisted");
    CHECK(change["observation"] == shown["evidence"]);
    CHECK(standing(api, ann.email)[0]["reason"] == "They asked by phone");
}

TEST_CASE("a state that somebody else said is shown with its observation", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    auto bounced = person("email", ann.email);
    bounced["id"] = fresh("bounce");
    bounced["source"] = {{"type", "plugin"}, {"name", "provider"}};
    bounced["endpoints"] = {
        {{"type", "email"}, {"value", ann.email}, {"state", "complained"}, {"reason", "abuse"}, {"at", kAt}}};
    api.observe(bounced);
    const auto shown = ann.shown("complained");
    CHECK(shown["since"] == kAt);
    CHECK(shown["evidence"]["given_id"] == bounced["id"]);
    CHECK(shown["evidence"]["source"] == bounced["source"]);
}

TEST_CASE("whoever only shares an endpoint moves on too when its state is set there", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    auto bea = person("external_id", fresh("p"));
    auto owner = person("email", ann.email);
    owner["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("p")}});
    api.observe(owner);
    bea["identifiers"].push_back({{"type", "email"}, {"value", ann.email}});
    const auto id = api.observe(bea)["profile_id"].get<std::string>();
    REQUIRE(id != ann.id);
    const auto before = api.profile(id)["version"].get<int>();
    const auto owners = ann.profile()["version"].get<int>();
    const auto answer = api.post("/v1/profiles/" + id + "/endpoints/email/" + ann.email + "/states",
                                 {{"state", "blacklisted"}, {"reason", "by_hand"}});
    REQUIRE(answer.status == 200);
    CHECK(answer.body["id"] == id);
    CHECK(answer.body["version"] == before + 1);
    CHECK(stateOf(answer.body) == "blacklisted");
    CHECK(ann.profile()["version"] == owners + 1);
    CHECK(stateOf(ann.profile()) == "blacklisted");
}

TEST_CASE("a profile that moved on keeps its endpoints as they are", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const Json state{{"state", "blacklisted"}, {"reason", "by_hand"}};
    const auto set = ann.set(state, {{"If-Match", "\"" + ann.profile()["version"].dump() + "\""}});
    REQUIRE(set.status == 200);
    const HeaderList old{{"If-Match", "\"1\""}};
    REQUIRE(ann.profile()["version"] != 1);
    CHECK(ann.set({{"state", "complained"}, {"reason", "x"}}, old).status == 412);
    CHECK(ann.lift("blacklisted", {{"reason", "x"}}, old).status == 412);
    CHECK(ann.profile() == set.body);
    CHECK(ann.lift("blacklisted", {{"reason", "x"}}, {{"If-Match", set.header("ETag")}}).status == 204);
}

TEST_CASE("a call that comes again under its Idempotency-Key is carried out once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const Json failure{{"state", "blocked"}, {"reason", "mailbox_full"}};
    const HeaderList once{{"Idempotency-Key", fresh("once")}};
    const auto first = ann.set(failure, once);
    REQUIRE(first.status == 200);
    CHECK(ann.set(failure, once).body == first.body);
    CHECK(ann.set({{"state", "blocked"}, {"reason", "x"}}, once).code() == "id_reused");
    CHECK(ann.set(failure, {{"Idempotency-Key", fresh("once")}}).body["version"] > first.body["version"]);

    ann.had("blacklisted");
    const HeaderList lifting{{"Idempotency-Key", fresh("once")}};
    CHECK(ann.lift("blacklisted", {{"reason", "x"}}, lifting).status == 204);
    const auto lifted = ann.profile();
    CHECK(ann.lift("blacklisted", {{"reason", "x"}}, lifting).status == 204);
    CHECK(ann.lift("blacklisted", {{"reason", "y"}}, lifting).code() == "id_reused");
    CHECK(ann.lift("blacklisted", {{"reason", "x"}}).status == 404);
    CHECK(ann.profile() == lifted);
}

TEST_CASE("failures told by hand climb the ladder, and time releases each block", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const auto fail = [&](const std::string& day) {
        const auto at = "2025-01-0" + day + "T00:00:00Z";
        REQUIRE(ann.set({{"state", "blocked"}, {"reason", "mailbox_full"}, {"at", at}}).status == 200);
        return ann.shown("blocked");
    };
    for (const auto& [day, end] :
         {std::pair{"1", "2025-01-02T00:00:00.000Z"}, std::pair{"2", "2025-01-04T00:00:00.000Z"},
          std::pair{"3", "2025-01-06T00:00:00.000Z"}, std::pair{"4", "2025-04-04T00:00:00.000Z"},
          std::pair{"5", "2025-04-05T00:00:00.000Z"}}) {
        const auto shown = fail(day);
        CHECK(shown["until"] == end);
        CHECK(shown["lifted"] == Json{{"at", end},
                                      {"by", "time"},
                                      {"reason", nullptr},
                                      {"proof", nullptr},
                                      {"observation", nullptr}});
    }
    CHECK(ann.endpoint()["state"] == "active");
    REQUIRE(ann.set({{"state", "blocked"}, {"reason", "mailbox_full"}}).status == 200);
    CHECK(ann.endpoint()["state"] == "blocked");
    CHECK(ann.shown("blocked")["lifted"].is_null());
}

TEST_CASE("suppressions are counted by type, state and reason, known by their hash or not", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("r");
    const Contact known(api);
    const Contact released(api);
    for (const auto& each : {known.email, released.email, freshEmail()}) {
        REQUIRE(api.post("/v1/suppressions", suppression(each, "blacklisted", reason)).status == 200);
        REQUIRE(api.post("/v1/suppressions", suppression(each, "complained", reason)).status == 200);
    }
    REQUIRE(released.lift("blacklisted", {{"reason", "works"}}).status == 204);
    const auto counts = [&](const std::string& filter) {
        const auto answer = api.get("/v1/suppressions/counts?reason=" + reason + filter);
        REQUIRE(answer.status == 200);
        return answer.body;
    };
    const auto item = [&](const char* state, int count) {
        return Json{{"type", "email"}, {"state", state}, {"reason", reason}, {"count", count}};
    };
    CHECK(counts("") == Json{{"items", {item("complained", 3), item("blacklisted", 2)}},
                             {"other_reasons", 0},
                             {"total", 5},
                             {"at_least", false}});
    CHECK(counts("&state=complained")["items"] == Json::array({item("complained", 3)}));
    CHECK(counts("&lifted=true")["items"] == Json::array({item("blacklisted", 1)}));
    CHECK(counts("&type=phone")["total"] == 0);
    CHECK(api.get("/v1/suppressions/counts?state=gone").errors() == Errors{"?state invalid_value"});
    CHECK(api.get("/v1/suppressions/counts?limit=1").status == 400);
    CHECK(api.call({.path = "/v1/suppressions/counts", .key = api.open}).status == 403);
}

TEST_CASE("states that suppress nothing are counted by their reason if they are asked for", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("r");
    const Contact ann(api);
    const Contact bea(api);
    const auto counts = [&](const std::string& filter) {
        const auto answer = api.get("/v1/suppressions/counts?reason=" + reason + filter);
        REQUIRE(answer.status == 200);
        return answer.body["items"];
    };
    const auto one = [&](const char* state, int count) {
        return Json::array({Json{{"type", "email"}, {"state", state}, {"reason", reason}, {"count", count}}});
    };
    for (const auto* each : {&ann, &bea})
        REQUIRE(each->set({{"state", "unconfirmed"}, {"reason", reason}, {"at", kAt}}).status == 200);
    CHECK(counts("") == Json::array());
    CHECK(counts("&state=unconfirmed") == one("unconfirmed", 2));
    CHECK(counts("&state=active") == Json::array());

    REQUIRE(ann.set({{"state", "active"}, {"reason", reason}}).status == 200);
    CHECK(ann.endpoint()["state"] == "active");
    CHECK(counts("&state=unconfirmed") == one("unconfirmed", 1));
    CHECK(counts("&state=unconfirmed&lifted=true") == one("unconfirmed", 1));
    CHECK(counts("&state=active") == one("active", 1));
    CHECK(counts("") == Json::array());
    // They are in no list of suppressions, and end by no call about one.
    CHECK(standing(api, bea.email).empty());
    CHECK(api.get("/v1/suppressions?state=unconfirmed").errors() == Errors{"?state invalid_value"});
}

TEST_CASE("people are listed by the state of an endpoint and its reason", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("r");
    const Contact ann(api);
    const Contact bea(api);
    REQUIRE(ann.set({{"state", "blacklisted"}, {"reason", reason}}).status == 200);
    REQUIRE(bea.set({{"state", "complained"}, {"reason", reason}}).status == 200);
    const auto listed = [&](const std::string& query) {
        const auto answer = api.get("/v1/profiles?limit=500&" + query + "&reason=" + reason);
        REQUIRE(answer.status == 200);
        std::vector<std::string> ids;
        for (const auto& each : answer.body["items"]) ids.push_back(each["id"]);
        return ids;
    };
    CHECK(listed("state=blacklisted") == std::vector{ann.id});
    CHECK(listed("channel=email&state=complained") == std::vector{bea.id});
    CHECK(listed("state=blocked").empty());
    REQUIRE(ann.lift("blacklisted", {{"reason", "works"}}).status == 204);
    CHECK(listed("state=blacklisted").empty());
}
