// SPDX-License-Identifier: Apache-2.0
// The end of a person for good: erased, with a receipt.
#include <catch2/catch.hpp>

#include "tests/api/life_cycle.hpp"
#include "tests/api/site.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("an erasure honours If-Match, and is answered alike when it comes again", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto key = api.newKey("write");
    Call call{.method = "POST",
              .path = ann.path("/erase"),
              .key = key.secret,
              .body = R"({"reason": "operator"})",
              .headers = {{"Idempotency-Key", fresh("erase")}, {"If-Match", "\"99\""}}};
    CHECK(api.call(call).status == 412);
    CHECK(api.profile(ann.id)["id"] == ann.id);
    call.headers.back().second = api.get(ann.path()).header("ETag");
    const auto first = api.call(call);
    REQUIRE(first.status == 202);
    const auto receipt = receiptOf(api, ann.id);
    const auto again = api.call(call);
    CHECK(again.status == 202);
    CHECK(again.header("Location") == first.header("Location"));
    CHECK(again.body == receipt);
    CHECK(receipt["erased_at"] == first.body["erased_at"]);
    CHECK(receipt["reason"] == "operator");
    CHECK(receipt["by"]["source"]["type"] == "api");
    CHECK(receipt["by"]["key_id"] == key.id);
    auto other = call;
    other.body = R"({"reason": "person_request"})";
    CHECK(api.call(other).code() == "id_reused");
    call.headers.clear();
    CHECK(api.call(call).status == 410);
}

TEST_CASE("a deletion that comes again after the erasure says that nothing can be restored", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const HeaderList once{{"Idempotency-Key", fresh("delete")}};
    const auto deleted = remove(api, ann.path(), once);
    REQUIRE(deleted.status == 200);
    CHECK(remove(api, ann.path(), once).body == deleted.body);
    const auto erased = api.post(ann.path("/erase"), Json::object());
    REQUIRE(erased.status == 202);
    const auto isGone = [&] {
        const auto again = remove(api, ann.path(), once);
        CHECK(again.status == 410);
        CHECK(again.body["detail"] ==
              "This profile was erased at " + erased.body["erased_at"].get<std::string>() + '.');
    };
    isGone();
    receiptOf(api, ann.id);
    isGone();
}

TEST_CASE("an erased person leaves a receipt, and an address that is known by its hash", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    CHECK(api.post(ann.path("/erase"), {{"reason", "because"}}).errors() == Errors{"/reason invalid_value"});
    const auto erased = api.post(ann.path("/erase"), {{"reason", "person_request"}});
    CHECK(erased.status == 202);
    CHECK(erased.header("Location") == "/v1/erasures/" + ann.id);
    CHECK(api.get(ann.path()).status == 410);
    const auto receipt = receiptOf(api, ann.id);
    CHECK(receipt["reason"] == "person_request");
    CHECK(receipt["removed"]["activities"] == 1);
    CHECK(receipt["removed"]["fields"] == 1);
    CHECK(receipt["removed"]["identifiers"] == 2);
    CHECK(api.get(ann.path()).body["detail"].get<std::string>().find("was erased at") != std::string::npos);
    CHECK(restore(api, ann.path()).status == 410);
    CHECK(api.post(ann.path("/erase"), Json::object()).status == 410);
    // What was seen before is refused still; whoever comes again is new, and the address as it was.
    auto before = ann.observation;
    before.erase("endpoints");
    CHECK(api.post("/v1/observations", before).errors() == Errors{"/identifiers/0/value released",
                                                                  "/identifiers/1/value released",
                                                                  "/identifiers no_identifier"});
    const auto again = api.observe(ann.again());
    CHECK(again["result"] == "created");
    const auto profile = api.profile(ann.ref());
    CHECK(stateOf(profile) == "blacklisted");
    CHECK(profile["fields"].empty());
    CHECK(profile["identifiers"][0]["endpoint"]["states"][0]["since"] == "2026-01-01T00:00:00.000Z");
    CHECK(profile["identifiers"][0]["endpoint"]["states"][0]["reason"] == "inactive_address");
}

TEST_CASE("a repeated observation of somebody erased is a duplicate still", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["id"] = fresh("once");
    const auto id = api.observe(observation)["profile_id"].get<std::string>();
    REQUIRE(api.post("/v1/profiles/" + id + "/erase", Json::object()).status == 202);
    receiptOf(api, id);
    CHECK(api.observe(observation)["result"] == "duplicate");
}

TEST_CASE("a deleted person can be erased, and what they shared stays with the others", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto other = api.observe(ann.again())["profile_id"].get<std::string>();
    const auto before = api.profile(other);
    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    CHECK(receiptOf(api, ann.id)["removed"]["identifiers"] == 1);
    auto expected = before;
    // The state stays with the address, and not who told of it.
    auto& evidence = expected["identifiers"][0]["endpoint"]["states"][0]["evidence"];
    CHECK(evidence["source"]["name"] == "test write");
    evidence["source"]["name"] = nullptr;
    CHECK(api.profile(other) == expected);
}

TEST_CASE("every id of an erased person answers that they were erased", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto otherId = ann.becomesOneWithAnother();
    const auto path = "/v1/profiles/" + otherId;
    const auto erased = api.post(path + "/erase", Json::object());
    REQUIRE(erased.status == 202);
    CHECK(erased.body["profile_id"] == ann.id);
    const auto since = "This profile was erased at " + erased.body["erased_at"].get<std::string>() + '.';
    const auto allAreGone = [&] {
        for (const auto& id : {ann.id, otherId}) {
            for (const auto* rest : {"", "/activity", "/changes", "/identity"}) {
                const auto gone = api.get("/v1/profiles/" + id + rest);
                CHECK(gone.status == 410);
                CHECK(gone.body["detail"] == since);
            }
            CHECK(restore(api, "/v1/profiles/" + id).status == 410);
        }
    };
    allAreGone();
    const auto receipt = receiptOf(api, otherId);
    CHECK(api.get("/v1/erasures/" + ann.id).body == receipt);
    allAreGone();
}

TEST_CASE("an erasure keeps codes of an address's states, and no free text", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    auto free = ann.again();
    free["endpoints"] = {{{"type", "email"},
                          {"value", ann.email},
                          {"state", "complained"},
                          {"reason", "Ann shouted at us"},
                          {"detail", "550 Ann has no such mailbox"},
                          {"at", "2026-01-03T00:00:00Z"}}};
    api.observe(free);
    free["source"] = {{"type", "console"}, {"name", "staff"}};
    free["endpoints"][0]["state"] = "blacklisted";
    free["endpoints"][0]["reason"] = "Ann rang and cursed";
    api.observe(free);
    const auto statesOf = [&] { return api.profile(ann.ref())["identifiers"][0]["endpoint"]["states"]; };
    const auto before = statesOf();
    REQUIRE(before.size() == 2);
    REQUIRE(before[0]["reason"] == "Ann shouted at us");
    REQUIRE(before[1]["reason"] == "Ann rang and cursed");
    REQUIRE(before[1]["evidence"]["source"]["name"] == "staff");

    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    receiptOf(api, ann.id);
    api.observe(ann.again());
    auto expected = before;
    expected[0]["reason"] = nullptr;
    expected[1]["reason"] = "by_staff";
    for (auto& state : expected) state["detail"] = state["evidence"] = nullptr;
    CHECK(statesOf() == expected);
    const auto exported = api.call({.path = "/v1/profiles/" + ann.ref() + "/export", .key = api.admin});
    REQUIRE(exported.status == 200);
    CHECK(exported.text.find("Ann") == std::string::npos);
}

TEST_CASE("an address that comes again while its erasure goes on is suppressed still", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    const auto again = api.observe(ann.again());
    CHECK(again["result"] == "created");
    const auto profile = api.profile(ann.ref());
    CHECK(profile["id"] == again["profile_id"]);
    CHECK(stateOf(profile) == "blacklisted");
    receiptOf(api, ann.id);
    CHECK(api.profile(ann.ref()) == profile);
}

TEST_CASE("a receipt names what plugins removed", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const Json registration{{"token", fresh("token-0123456789-")},
                            {"app_id", "shop"},
                            {"platform", "ios"},
                            {"identifiers", ann.observation["identifiers"]}};
    const auto put = api.call(
        {.method = "PUT", .path = "/channels/push/tokens", .key = api.write, .body = registration.dump()});
    REQUIRE(put.status == 200);
    REQUIRE(api.post(ann.path("/erase"), Json::object()).status == 202);
    CHECK(receiptOf(api, ann.id)["removed"]["channels.push"] == 1);
}

TEST_CASE("what claims were refused of an erased person's address goes with it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = fresh("ann") + "@example.com";
    const auto holds = [&](const std::string& ref) {
        return api.get("/v1/profiles/" + ref + "/identity").text.find(email) != std::string::npos;
    };
    Site site(api);
    const auto browser = cookie();
    for (int i = 0; i < 5; ++i) REQUIRE(site.say({{"identifiers", {browser, someEmail()}}}).status == 200);
    // More than a browser may claim.
    REQUIRE(site.say({{"identifiers", {browser, person("email", email)["identifiers"][0]}}}).status == 200);
    const auto other = subjectOf(browser);
    const std::string id = api.observe(person("email", email))["profile_id"];
    CHECK(holds(other));
    REQUIRE(api.post("/v1/profiles/" + id + "/erase", Json::object()).status == 202);
    receiptOf(api, id);
    CHECK_FALSE(holds(other));
}
