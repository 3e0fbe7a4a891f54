// SPDX-License-Identifier: Apache-2.0
// Addresses that are not to be written to, as others send them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/api/suppressing.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("an import makes nobody, and holds for an address that comes later", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    CHECK(api.post("/v1/suppressions", suppression(email, "complained")).body ==
          Json{{"result", "recorded"}, {"warnings", Json::array()}});
    CHECK(api.get("/v1/profiles?known=any&q=" + email).body["items"].empty());
    const auto hashed = standing(api, email);
    REQUIRE(hashed.size() == 1);
    CHECK(hashed[0]["value"].is_null());
    CHECK(hashed[0]["state"] == "complained");
    CHECK(hashed[0]["reason"] == "import_test");
    CHECK(hashed[0]["at"] == "2026-01-01T00:00:00.000Z");

    auto optIn = person("email", email);
    optIn["observed_at"] = "2025-12-31T00:00:00Z";
    optIn["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
    api.observe(optIn);
    CHECK(endpointOf(api, email)["state"] == "complained");
    const auto known = standing(api, email);
    REQUIRE(known.size() == 1);
    CHECK(known[0]["value"] == email);
    CHECK(known[0]["hash"].is_null());
    // What was imported is lifted like everything else: by the person, later.
    optIn["observed_at"] = "2026-02-01T00:00:00Z";
    api.observe(optIn);
    CHECK(endpointOf(api, email)["state"] == "active");
    CHECK(standing(api, email).empty());
}

TEST_CASE("an import of a known address changes what its profile shows, and is told", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    const auto id = api.observe(person("email", email))["profile_id"];
    const auto version = api.profile("email:" + email)["version"].get<int>();
    CHECK(api.post("/v1/suppressions", suppression(email, "blacklisted")).status == 200);
    const auto profile = api.profile("email:" + email);
    CHECK(profile["version"] == version + 1);
    CHECK(profile["identifiers"][0]["endpoint"]["state"] == "blacklisted");
    Json told;
    for (int tries = 0; tries < 600 && told.is_null(); ++tries) {
        const auto latest = api.get("/v1/events?after=latest").body["next_after"].get<std::string>();
        const auto after = std::max(0, std::stoi(latest) - 100);
        const auto page = api.get("/v1/events?limit=500&after=" + std::to_string(after)).body;
        for (const auto& event : page["items"])
            if (event["type"] == "endpoint.changed" && event["profile_id"] == id) told = event;
        if (told.is_null()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    REQUIRE(told.is_object());
    CHECK(told["identifier"]["value"] == email);
    CHECK(told["after"] == "blacklisted");
}

TEST_CASE("items of an import are answered one by one, and a repetition changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    auto wrong = suppression(freshEmail(), "active");
    wrong["until"] = "2027-01-01T00:00:00Z";
    const auto items =
        Json::array({suppression(email, "unsubscribed"), wrong, suppression("no address", "blocked"),
                     Json{{"type", "email"}, {"hash", std::string(32, '0')}, {"state", "blocked"}},
                     suppression("test@example.com", "complained")});
    const auto answer = api.post("/v1/suppressions", items);
    CHECK(answer.status == 200);
    const auto& results = answer.body["results"];
    REQUIRE(results.size() == 5);
    CHECK(results[0]["result"] == "recorded");
    CHECK(results[1]["problem"]["errors"][0]["pointer"] == "/state");
    CHECK(results[2]["problem"]["errors"][0]["pointer"] == "/value");
    CHECK(results[3]["problem"]["errors"][0]["code"] == "only_hash");
    CHECK(results[3]["problem"]["index"] == 3);
    CHECK(results[4]["problem"]["errors"][0]["code"] == "blocked_value");
    CHECK(api.post("/v1/suppressions", items).body["results"][0]["result"] == "duplicate");
    CHECK(standing(api, email).size() == 1);
    CHECK(api.post("/v1/suppressions", wrong).status == 400);
    CHECK(api.call({.method = "POST",
                    .path = "/v1/suppressions",
                    .key = api.read,
                    .body = suppression(email, "blocked").dump()})
              .status == 403);
}

TEST_CASE("whoever imports free words for nobody's address is told that they are not kept", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto known = freshEmail();
    const auto nobodys = freshEmail();
    api.observe(person("email", known));
    const auto words = suppression(known, "complained", "Called, and was angry");
    auto lost = words;
    lost["value"] = nobodys;
    const auto code = suppression(freshEmail(), "complained", "called");
    const auto results = api.post("/v1/suppressions", Json::array({words, lost, code})).body["results"];
    for (const auto& each : results) CHECK(each["result"] == "recorded");
    CHECK(results[0]["warnings"].empty());
    CHECK(results[2]["warnings"].empty());
    REQUIRE(results[1]["warnings"].size() == 1);
    CHECK(results[1]["warnings"][0]["pointer"] == "/reason");
    CHECK(results[1]["warnings"][0]["code"] == "not_kept");
    CHECK(standing(api, known)[0]["reason"] == words["reason"]);
    CHECK(standing(api, nobodys)[0]["reason"].is_null());
    lost["state"] = "unsubscribed";
    CHECK(api.post("/v1/suppressions", lost).body["warnings"] == results[1]["warnings"]);
}

TEST_CASE("an import that is sent again with its Idempotency-Key counts once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    api.observe(person("email", email));
    Json failed{{"type", "email"}, {"value", email}, {"state", "blocked"}};
    const auto send = [&](const std::string& once) {
        return api.call({.method = "POST",
                         .path = "/v1/suppressions",
                         .key = api.write,
                         .body = Json::array({failed}).dump(),
                         .headers = {{"Idempotency-Key", once}}});
    };
    const auto once = fresh("once");
    CHECK(send(once).body["results"][0]["result"] == "recorded");
    const auto block = standing(api, email);
    REQUIRE(block.size() == 1);
    CHECK(send(once).body["results"][0]["result"] == "duplicate");
    CHECK(standing(api, email) == block);
    CHECK(send(fresh("once")).body["results"][0]["result"] == "recorded");
    CHECK(standing(api, email) != block);
    failed["reason"] = "mailbox_full";
    CHECK(send(once).body["results"][0]["problem"]["code"] == "id_reused");
}

TEST_CASE("a state that stands already and comes again without a date changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    api.observe(person("email", email));
    auto item = suppression(email, "complained");
    item.erase("at");
    item["detail"] = "He was angry";
    const auto importAs = [&](const Json& each) {
        const auto answer = api.post("/v1/suppressions", each);
        INFO(answer.text);
        REQUIRE(answer.status == 200);
        return answer.body["result"].get<std::string>();
    };
    CHECK(importAs(item) == "recorded");
    const auto stands = standing(api, email);
    const auto profile = api.profile("email:" + email);
    const auto changes = api.get("/v1/profiles/email:" + email + "/changes").body["items"];
    CHECK(importAs(item) == "duplicate");
    auto less = item;
    less.erase("reason");
    less.erase("detail");
    CHECK(importAs(less) == "duplicate");
    CHECK(standing(api, email) == stands);
    CHECK(api.profile("email:" + email) == profile);
    CHECK(api.get("/v1/profiles/email:" + email + "/changes").body["items"] == changes);

    // What says more is news, and so is what has a date of its own.
    auto more = item;
    more["reason"] = "spam_button";
    CHECK(importAs(more) == "recorded");
    CHECK(importAs(suppression(email, "complained")) == "recorded");
    // One that was lifted stands no more.
    auto blacklisted = item;
    blacklisted["state"] = "blacklisted";
    CHECK(importAs(blacklisted) == "recorded");
    CHECK(importAs(blacklisted) == "duplicate");
    const auto now = standing(api, email);
    const auto found =
        std::ranges::find_if(now, [](const Json& each) { return each["state"] == "blacklisted"; });
    REQUIRE(found != now.end());
    REQUIRE(lift(api, (*found)["id"], {{"reason", "works again"}}).status == 204);
    CHECK(importAs(blacklisted) == "recorded");

    auto block = item;
    block["state"] = "blocked";
    block["until"] = "2100-01-01T00:00:00Z";
    CHECK(importAs(block) == "recorded");
    CHECK(importAs(block) == "duplicate");
}

TEST_CASE("words that are not kept of nobody's address make a repetition no news", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    auto item = suppression(email, "unsubscribed", "asked by phone");
    item.erase("at");
    item["detail"] = "On Monday";
    const auto importAs = [&](const Json& each) {
        const auto answer = api.post("/v1/suppressions", each);
        INFO(answer.text);
        REQUIRE(answer.status == 200);
        return answer.body["result"].get<std::string>();
    };
    CHECK(importAs(item) == "recorded");
    const auto stands = standing(api, email);
    REQUIRE(stands.size() == 1);
    CHECK(importAs(item) == "duplicate");
    auto otherWords = item;
    otherWords["reason"] = "asked by mail";
    otherWords.erase("detail");
    CHECK(importAs(otherWords) == "duplicate");
    CHECK(standing(api, email) == stands);

    // A code is kept.
    auto code = item;
    code["reason"] = "by_phone";
    CHECK(importAs(code) == "recorded");
    CHECK(importAs(code) == "duplicate");
    CHECK(importAs(item) == "duplicate");
    CHECK(standing(api, email)[0]["reason"] == "by_phone");

    // Of somebody's address all words are kept.
    api.observe(person("email", email));
    CHECK(importAs(item) == "recorded");
    CHECK(importAs(item) == "duplicate");
    CHECK(standing(api, email)[0]["reason"] == item["reason"]);
    CHECK(importAs(otherWords) == "recorded");
}

TEST_CASE("a suppression that would end before it began is none", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    auto block = suppression(email, "blocked");
    block["until"] = block["at"];
    CHECK(api.post("/v1/suppressions", block).errors() == std::vector<std::string>{"/until invalid_value"});
    block.erase("at");
    CHECK(api.post("/v1/suppressions", block).errors() == std::vector<std::string>{"/until invalid_value"});
    CHECK(standing(api, email).empty());
    CHECK(lifted(api, email).empty());
}
