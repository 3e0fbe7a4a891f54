// SPDX-License-Identifier: Apache-2.0
// Addresses that are not written to: listed, blocked for a while, lifted.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <set>

#include "tests/api/suppressing.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// Who let the address be written to again, of all that is held about it.
Json liftedBy(ApiServer& api, const std::string& email) {
    const auto held = api.call({.path = "/v1/profiles/email:" + email + "/export", .key = api.admin}).body;
    for (const auto& each : held["endpoint_states"])
        if (each["state"] == "active") return each["observation"]["source"];
    return nullptr;
}

/// A failed delivery of that time.
void fail(ApiServer& api, const std::string& email, const std::string& at) {
    auto failed = person("email", email);
    failed["endpoints"] = {
        {{"type", "email"}, {"value", email}, {"state", "blocked"}, {"reason", "mailbox_full"}, {"at", at}}};
    api.observe(failed);
}

}  // namespace

TEST_CASE("each temporary failure counts, also without a date", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    api.observe(person("email", email));
    auto failure = suppression(email, "blocked");
    failure.erase("at");
    for (const int days : {1, 2, 3}) {
        CHECK(api.post("/v1/suppressions", failure).body["result"] == "recorded");
        const auto listed = standing(api, email);
        REQUIRE(listed.size() == 1);
        const auto timeOf = [&](const char* member) {
            return *base::parseRfc3339(listed[0][member].get<std::string>());
        };
        CHECK(timeOf("until") - timeOf("at") == std::chrono::days{days});
    }
}

TEST_CASE("a block leaves the list by time, and with a delivery", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto over = freshEmail();
    const auto blocked = freshEmail();
    auto past = suppression(over, "blocked");
    past["until"] = "2026-01-02T00:00:00Z";
    auto block = suppression(blocked, "blocked");
    block["until"] = "2100-01-01T00:00:00Z";
    REQUIRE(api.post("/v1/suppressions", Json::array({past, block})).status == 200);
    CHECK(standing(api, over).empty());
    const auto listed = standing(api, blocked);
    REQUIRE(listed.size() == 1);
    CHECK(listed[0]["until"] == "2100-01-01T00:00:00.000Z");
    auto delivered = person("email", blocked);
    delivered["activities"] = {{{"id", fresh("m")},
                                {"channel", "email"},
                                {"status", "delivered"},
                                {"endpoint", {{"type", "email"}, {"value", blocked}}},
                                {"at", "2026-01-05T00:00:00Z"}}};
    api.observe(delivered);
    CHECK(standing(api, blocked).empty());
}

TEST_CASE("an address stays suppressed through deletion, erasure and another import", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    auto complaining = person("email", email);
    complaining["observed_at"] = "2026-01-02T00:00:00Z";
    complaining["endpoints"] = {
        {{"type", "email"}, {"value", email}, {"state", "complained"}, {"reason", "abuse"}}};
    const auto first = api.observe(complaining)["profile_id"];
    const auto before = standing(api, email);
    REQUIRE(before.size() == 1);
    REQUIRE(
        api.call({.method = "DELETE", .path = "/v1/profiles/email:" + email, .key = api.write, .type = ""})
            .status == 200);
    CHECK(standing(api, email) == before);
    CHECK(api.observe(person("email", email))["profile_id"] != first);
    CHECK(endpointOf(api, email)["state"] == "complained");
    REQUIRE(api.post("/v1/profiles/" + first.get<std::string>() + "/erase", Json::object()).status == 202);
    erase(api, email);
    receiptOf(api, first);
    const auto hashed = standing(api, email);
    REQUIRE(hashed.size() == 1);
    CHECK(hashed[0]["value"].is_null());
    CHECK(hashed[0]["state"] == "complained");
    CHECK(hashed[0]["reason"] == "abuse");
    api.observe(person("email", email));
    CHECK(endpointOf(api, email)["state"] == "complained");
    CHECK(standing(api, email)[0]["value"] == email);
}

TEST_CASE("the list goes over known addresses and hashes, page by page", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("r");
    std::set<std::string> wanted;
    auto items = Json::array();
    for (int i = 0; i < 7; ++i) {
        const auto email = freshEmail();
        if (i % 2 == 0) api.observe(person("email", email));
        items.push_back(suppression(email, "blacklisted", reason));
        items.push_back(suppression(email, "unsubscribed", reason));
    }
    REQUIRE(api.post("/v1/suppressions", items).status == 200);
    for (const int limit : {1, 3, 500}) {
        std::set<std::string> ids;
        std::size_t values = 0;
        std::string cursor;
        do {
            const auto page =
                api.get("/v1/suppressions?reason=" + reason + "&limit=" + std::to_string(limit) +
                        (cursor.empty() ? "" : "&cursor=" + cursor));
            REQUIRE(page.status == 200);
            for (const auto& each : page.body["items"]) {
                CHECK(ids.insert(each["id"]).second);
                values += each["value"].is_null() ? 0 : 1;
            }
            cursor = page.body["next_cursor"].is_null() ? "" : page.body["next_cursor"].get<std::string>();
        } while (!cursor.empty());
        CHECK(ids.size() == 14);
        CHECK(values == 8);
    }
    const auto listed =
        api.get("/v1/suppressions?state=blacklisted&type=email&limit=500&reason=" + reason).body;
    CHECK(listed["items"].size() == 7);
    CHECK(api.get("/v1/suppressions?type=phone&limit=500&reason=" + reason).body["items"].empty());
    CHECK(api.get("/v1/suppressions?state=active").errors() == Errors{"?state invalid_value"});
    CHECK(api.get("/v1/suppressions?address=nobody").errors() == Errors{"?address invalid_value"});
    CHECK(api.get("/v1/suppressions?cursor=x").errors() == Errors{"?cursor invalid_cursor"});
}

TEST_CASE("what is wrong with an address or a type that is asked for is said", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto said = [&](const std::string& path, const std::string& pointer) {
        const auto answer = api.get(path);
        INFO(answer.text);
        REQUIRE(answer.status == 400);
        REQUIRE(answer.body["errors"].size() == 1);
        CHECK(answer.body["errors"][0]["pointer"] == pointer);
        return answer.body["errors"][0]["detail"].get<std::string>();
    };
    const auto names = [](const std::string& detail, const std::string& words) {
        return detail.find(words) != std::string::npos;
    };
    CHECK(names(said("/v1/suppressions?address=email:nope", "?address"), "@"));
    CHECK(names(said("/v1/suppressions?address=x:y", "?address"), "there is no such type"));
    CHECK(names(said("/v1/suppressions?address=nope", "?address"), "type:value"));
    for (const std::string list : {"", "/counts", "/export"}) {
        const auto detail = said("/v1/suppressions" + list + "?type=carrier_pigeon", "?type");
        CHECK(names(detail, "there is no such type"));
        CHECK(names(detail, "email"));
        CHECK(names(detail, "external_id"));
    }
    CHECK(api.get("/v1/suppressions?type=external_id").status == 200);

    const auto email = freshEmail();
    REQUIRE(api.post("/v1/suppressions", suppression(email, "blacklisted")).status == 200);
    const auto id = standing(api, email)[0]["id"].get<std::string>();
    const auto errorsOf = [&](const std::string& address) {
        return lift(api, id, {{"reason", "x"}, {"address", address}}).errors();
    };
    CHECK(errorsOf("carrier_pigeon:" + email) == Errors{"/address unknown_type"});
    CHECK(errorsOf(email) == Errors{"/address invalid_value"});
    CHECK(errorsOf("email:nope").size() == 1);
    CHECK(standing(api, email).size() == 1);
}

TEST_CASE("an address that comes again between two pages is on one of them", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("r");
    auto items = Json::array();
    for (int i = 0; i < 3; ++i) items.push_back(suppression(freshEmail(), "complained", reason));
    REQUIRE(api.post("/v1/suppressions", items).status == 200);
    const auto path = "/v1/suppressions?limit=1&reason=" + reason;
    auto page = api.get(path).body;
    REQUIRE(page["items"].size() == 1);
    std::set<std::string> came;
    for (const auto& item : items) {
        const auto email = item["value"].get<std::string>();
        if (standing(api, email)[0]["hash"] == page["items"][0]["hash"]) continue;
        api.observe(person("email", email));
        came.insert(email);
    }
    std::multiset<std::string> listed;
    while (page["next_cursor"].is_string()) {
        page = api.get(path + "&cursor=" + page["next_cursor"].get<std::string>()).body;
        for (const auto& each : page["items"]) listed.insert(each["value"].get<std::string>());
    }
    CHECK(listed == std::multiset<std::string>(came.begin(), came.end()));
    CHECK(came.size() == 2);
}

TEST_CASE("staff lift what the organisation decided, and nothing that the person said", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    api.observe(person("email", email));
    for (const auto* state : {"complained", "unsubscribed", "blacklisted", "blocked"}) {
        auto item = suppression(email, state);
        if (item["state"] == "blocked") item["until"] = "2100-01-01T00:00:00Z";
        REQUIRE(api.post("/v1/suppressions", item).status == 200);
    }
    const auto before = standing(api, email);
    REQUIRE(before.size() == 4);
    const Json why{{"reason", "They called: it works again"}};
    for (const auto& each : before) {
        if (each["state"] == "blacklisted") continue;
        CHECK(lift(api, each["id"], why).status == 409);
    }
    CHECK(standing(api, email) == before);
    const auto id = before[1]["id"].get<std::string>();
    CHECK(lift(api, id, Json::object()).errors() == Errors{"/reason required"});
    const auto bare = remove(api, "/v1/suppressions/" + id);
    CHECK(bare.status == 400);
    CHECK(bare.errors() == Errors{"/reason required"});
    CHECK(bare.body["detail"].get<std::string>().find(R"({"reason": ")") != std::string::npos);
    CHECK(lift(api, id, {{"reason", "double_opt_in"}}).errors() == Errors{"/reason invalid_value"});
    CHECK(lift(api, id, {{"reason", "x"}, {"address", "email:" + freshEmail()}}).errors() ==
          Errors{"/address invalid_value"});
    CHECK(lift(api, id, why).status == 204);
    CHECK(lift(api, id, why).status == 404);
    CHECK(lift(api, "x.blacklisted", why).status == 404);
    CHECK(standing(api, email).size() == 3);
    const auto states = endpointOf(api, email)["states"];
    REQUIRE_FALSE(states.empty());
    for (const auto& each : states) {
        if (each["state"] == "blacklisted") CHECK(each["lifted"]["reason"] == why["reason"]);
    }
    CHECK(liftedBy(api, email) == Json{{"type", "console"}, {"name", "test write"}});
}

TEST_CASE("what is known by its hash is lifted by whoever knows the address", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    REQUIRE(api.post("/v1/suppressions", suppression(email, "blacklisted")).status == 200);
    const auto id = standing(api, email)[0]["id"].get<std::string>();
    const auto unnamed = lift(api, id, {{"reason", "x"}});
    CHECK(unnamed.errors() == Errors{"/address required"});
    CHECK(unnamed.text.find(R"(`\"address\": \"type:value\"`)") != std::string::npos);
    CHECK(lift(api, id, {{"reason", "x"}, {"address", "email:" + freshEmail()}}).errors() ==
          Errors{"/address invalid_value"});
    CHECK(lift(api, id, {{"reason", "Free words"}, {"address", "email:" + email}}).status == 204);
    CHECK(standing(api, email).empty());
    CHECK(api.get("/v1/profiles?known=any&q=" + email).body["items"].empty());
    api.observe(person("email", email));
    CHECK(endpointOf(api, email)["state"] == "active");
    CHECK(liftedBy(api, email) == Json{{"type", "console"}, {"name", "test write"}});
}

TEST_CASE("what was lifted before an erasure stays lifted after it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    api.observe(person("email", email));
    REQUIRE(api.post("/v1/suppressions", suppression(email, "blacklisted")).status == 200);
    REQUIRE(lift(api, standing(api, email)[0]["id"], {{"reason", "They called"}}).status == 204);
    erase(api, email);
    CHECK(standing(api, email).empty());
    api.observe(person("email", email));
    CHECK(endpointOf(api, email)["state"] == "active");
}

TEST_CASE("the ladder of temporary blocks goes on after an erasure", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    fail(api, email, "2026-01-01T00:00:00Z");
    fail(api, email, "2026-01-02T00:00:00Z");
    CHECK(endpointOf(api, email)["states"][0]["until"] == "2026-01-04T00:00:00.000Z");
    erase(api, email);
    fail(api, email, "2026-01-03T00:00:00Z");
    CHECK(endpointOf(api, email)["states"][0]["until"] == "2026-01-06T00:00:00.000Z");
    erase(api, email);
    fail(api, email, "2026-01-04T00:00:00Z");
    CHECK(endpointOf(api, email)["states"][0]["until"] == "2026-04-04T00:00:00.000Z");
    auto delivered = person("email", email);
    delivered["activities"] = {{{"id", fresh("m")},
                                {"channel", "email"},
                                {"status", "delivered"},
                                {"endpoint", {{"type", "email"}, {"value", email}}},
                                {"at", "2026-01-05T00:00:00Z"}}};
    api.observe(delivered);
    erase(api, email);
    fail(api, email, "2026-01-06T00:00:00Z");
    CHECK(endpointOf(api, email)["states"][0]["until"] == "2026-01-07T00:00:00.000Z");
}
