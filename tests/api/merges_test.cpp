// SPDX-License-Identifier: Apache-2.0
// What people decide about who is one person.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/api/catalogue_calls.hpp"
#include "tests/api/life_cycle.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;
using Ids = std::vector<std::string>;

TEST_CASE("a preview shows what the merge then does, and changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    const auto before = api.profile(two.firstId);
    auto expected = api.post("/v1/merges/preview", two.body()).body;
    CHECK(expected["id"].is_null());
    CHECK(expected["survivor"] == two.firstId);
    CHECK(expected["absorbed"] == two.secondId);
    CHECK(expected["refused"] == Json::array());
    const Json choice{{"key", "nickname"},
                      {"value", "Anna"},
                      {"from", two.secondId},
                      {"instead_of", "Ann"},
                      {"instead_of_from", two.firstId},
                      {"why", "newer"}};
    CHECK(expected["fields"] == Json::array({choice}));
    CHECK(api.profile(two.firstId) == before);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);

    const auto identifiers = expected["identifiers"];
    const auto subscriptions = expected["subscriptions"];
    expected.erase("identifiers");
    expected.erase("subscriptions");
    const auto done = api.post("/v1/merges", two.body());
    CHECK(done.status == 201);
    expected["id"] = done.body["id"];
    CHECK(done.body == expected);
    CHECK(api.profile(two.firstId)["identifiers"] == identifiers);
    CHECK(api.profile(two.firstId)["subscriptions"] == subscriptions);
    CHECK(api.profile(two.secondId)["id"] == two.firstId);
    CHECK(api.profile(two.firstId)["fields"]["nickname"] == "Anna");
    const auto record = api.get(done.header("Location")).body;
    CHECK(record["rule"] == "hand");
    CHECK(record["joined_a"] == two.first["identifiers"][0]);
    CHECK(record["joined_b"].is_null());
    CHECK(record["undone"].is_null());
    CHECK(record["observation"]["source"]["name"] == "test write");
}

TEST_CASE("of an archived field a merge shows nothing, and its record tells what became of it", "[api]") {
    ApiServer api(eachEngine());
    static_cast<void>(makeEntry(api, "fields", {{"key", "shoe"}, {"type", "integer"}}));
    const Two two(api);
    auto shod = two.second;
    shod["fields"] = {{"shoe", 43}};
    api.observe(shod);
    const auto keysOf = [](const Json& choices) {
        Ids keys;
        for (const auto& each : choices) keys.push_back(each["key"]);
        return keys;
    };
    const auto preview = [&] { return keysOf(api.post("/v1/merges/preview", two.body()).body["fields"]); };
    CHECK(preview() == Ids{"nickname", "shoe"});
    REQUIRE(administer(api, "DELETE", "/v1/fields/shoe").status == 204);
    CHECK(preview() == Ids{"nickname"});
    const auto done = api.post("/v1/merges", two.body());
    REQUIRE(done.status == 201);
    CHECK(keysOf(done.body["fields"]) == Ids{"nickname"});
    CHECK(keysOf(api.get(done.header("Location")).body["choices"]) == Ids{"nickname", "shoe"});
}

TEST_CASE("a merge asked for twice under one Idempotency-Key is one merge", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    const Call call{.method = "POST",
                    .path = "/v1/merges",
                    .key = api.write,
                    .body = two.body().dump(),
                    .headers = {{"Idempotency-Key", fresh("once")}}};
    const auto done = api.call(call);
    CHECK(api.call(call).body == done.body);
    auto other = call;
    other.body = Json{{"profiles", {{{"ref", two.secondId}}, {{"ref", two.firstId}}}}}.dump();
    CHECK(api.call(other).code() == "id_reused");
}

TEST_CASE("a merge that comes again is answered alike, whatever became of what it named", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    auto body = two.body();
    body["profiles"][1]["ref"] = refOf(two.second);
    body["profiles"][0]["version"] = api.profile(two.firstId)["version"];
    const Call call{.method = "POST",
                    .path = "/v1/merges",
                    .key = api.write,
                    .body = body.dump(),
                    .headers = {{"Idempotency-Key", fresh("once")}}};
    const auto done = api.call(call);
    REQUIRE(done.status == 201);
    const auto detached =
        api.call({.method = "DELETE",
                  .path = "/v1/profiles/" + two.firstId + "/identifiers/phone/%2B" +
                          two.second["identifiers"][0]["value"].get<std::string>().substr(1),
                  .key = api.write});
    REQUIRE(detached.status == 204);
    CHECK(api.call(call).body == done.body);
    const std::string undo = "/v1/merges/" + done.body["id"].get<std::string>() + "/undo";
    const Call takeBack{.method = "POST",
                        .path = undo,
                        .key = api.write,
                        .body = "{}",
                        .headers = {{"Idempotency-Key", fresh("once")}}};
    const auto undone = api.call(takeBack);
    REQUIRE(undone.status == 200);
    CHECK(undone.body["undecided_truncated"] == false);
    CHECK(api.call(call).body == done.body);
    const auto prohibition = "/v1/must-not-links/" + undone.body["must_not_link"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = prohibition, .key = api.write}).status == 204);
    CHECK(api.call(takeBack).body == undone.body);
}

TEST_CASE("a merge and its undo that come again after one of the two has ended are answered from the record",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    const auto post = [&](const std::string& path, const Json& body, const std::string& once) {
        return api.call({.method = "POST",
                         .path = path,
                         .key = api.write,
                         .body = body.dump(),
                         .headers = {{"Idempotency-Key", once}}});
    };
    const auto mergeOnce = fresh("once");
    const auto undoOnce = fresh("once");
    const auto merged = post("/v1/merges", two.body(), mergeOnce);
    REQUIRE(merged.status == 201);
    const auto path = "/v1/merges/" + merged.body["id"].get<std::string>() + "/undo";
    const auto undone = post(path, Json::object(), undoOnce);
    REQUIRE(undone.status == 200);
    const auto& ended = GENERATE_REF(values({two.firstId, two.secondId}));
    REQUIRE(remove(api, "/v1/profiles/" + ended).status == 200);

    const auto mergedAgain = post("/v1/merges", two.body(), mergeOnce);
    CHECK(mergedAgain.status == 201);
    CHECK(mergedAgain.body["id"] == merged.body["id"]);
    CHECK(mergedAgain.body["survivor"] == merged.body["survivor"]);
    const auto undoneAgain = post(path, Json::object(), undoOnce);
    CHECK(undoneAgain.status == 200);
    CHECK(undoneAgain.body["profiles"] == undone.body["profiles"]);
    CHECK(undoneAgain.body["must_not_link"] == undone.body["must_not_link"]);
}

TEST_CASE("what forbids a merge is told for each reason, with observations that show it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto preview = api.post("/v1/merges/preview", two.body()).body;
    REQUIRE(preview["refused"].size() == 2);
    for (const auto& refused : preview["refused"]) {
        CHECK(refused["code"] == "unique_conflict");
        CHECK(refused["identifier"]["type"] == "external_id");
        CHECK(refused["evidence"].size() == 1);
    }
    CHECK(preview["fields"].size() == 1);
    const auto refused = api.post("/v1/merges", two.body());
    CHECK(refused.status == 409);
    CHECK(refused.errors() == Errors{"/profiles unique_conflict", "/profiles unique_conflict"});
    CHECK(refused.body["errors"][0]["id"] == two.secondId);
    CHECK(refused.body["errors"][1]["id"] == two.firstId);
    CHECK(refused.body["refused"] == preview["refused"]);
}

TEST_CASE("what was seen alone and forbids a merge is shown by what it came with, if that is known",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Json sides = Json::array();
    for (int i = 0; i < 2; ++i) {
        auto someone = somebody();
        someone["id"] = fresh("alone");
        someone["observed_at"] = "2026-01-02T00:00:00Z";
        sides.push_back({{"ref", api.observe(someone)["profile_id"]}});
        someone["id"] = fresh("later");
        someone["observed_at"] = "2026-01-03T00:00:00Z";
        api.observe(someone);
    }
    const auto refused = api.post("/v1/merges/preview", {{"profiles", sides}}).body["refused"];
    REQUIRE(refused.size() == 2);
    for (const auto& each : refused) {
        REQUIRE(each["evidence"].size() == 1);
        CHECK(each["evidence"][0]["given_id"].get<std::string>().starts_with("alone"));
        CHECK(each["must_not_link"].is_null());
    }

    // By hand, later: what the profile began with did not carry it.
    const auto third = api.observe(Two(api).first)["profile_id"].get<std::string>();
    const auto put = api.call({.method = "PUT",
                               .path = "/v1/profiles/" + third + "/identifiers/external_id/" + fresh("c"),
                               .key = api.write});
    REQUIRE(put.status < 300);
    sides[1] = {{"ref", third}};
    const auto preview = api.post("/v1/merges/preview", {{"profiles", sides}});
    INFO(preview.text);
    REQUIRE(preview.body["refused"].size() == 2);
    CHECK(preview.body["refused"][0]["evidence"].size() == 1);
    CHECK(preview.body["refused"][1]["evidence"].empty());
}

TEST_CASE("a preview tells of every rule that forbids the merge", "[api]") {
    ApiServer api(eachEngine(), {"identity.max_identifiers=4", "identity.types.email.limit=2"});
    const auto someone = [&](const std::vector<std::pair<std::string, std::string>>& identifiers) {
        Json seen{{"id", fresh("seen")}, {"identifiers", Json::array()}};
        for (const auto& [type, value] : identifiers)
            seen["identifiers"].push_back({{"type", type}, {"value", value}});
        seen["profile_id"] = api.observe(seen)["profile_id"];
        return seen;
    };
    const auto first =
        someone({{"email", "a@example.com"}, {"email", "b@example.com"}, {"phone", "+380501100001"}});
    const auto second = someone({{"email", "c@example.com"}, {"phone", "+380501100002"}});
    const Json apart{{"profiles", {first["profile_id"], second["profile_id"]}}, {"reason", "twins"}};
    const auto forbidden = api.post("/v1/must-not-links", apart);
    REQUIRE(forbidden.status == 201);

    const Json body{{"profiles", {{{"ref", first["profile_id"]}}, {{"ref", second["profile_id"]}}}}};
    const auto preview = api.post("/v1/merges/preview", body).body["refused"];
    REQUIRE(preview.size() == 5);
    CHECK(preview[0]["code"] == "must_not_link");
    CHECK(preview[0]["detail"] == "A standing prohibition keeps the two profiles apart.");
    CHECK(preview[0]["must_not_link"]["id"] == forbidden.body["id"]);
    CHECK(preview[0]["must_not_link"]["reason"] == "twins");
    CHECK(preview[0]["must_not_link"]["observation"]["source"]["name"] == "test write");
    CHECK(preview[1]["code"] == "component_too_large");
    CHECK(preview[1]["detail"] == "The profile would have 5 identifiers; the limit is 4.");
    CHECK(preview[1]["size"]["identifiers"] == 5);
    CHECK(preview[0]["size"].is_null());
    for (const std::size_t i : {0U, 1U}) CHECK(preview[i]["identifier"].is_null());
    std::vector<std::string> addresses;
    for (const std::size_t i : {2U, 3U, 4U}) {
        CHECK(preview[i]["code"] == "limit");
        CHECK(preview[i]["detail"] == "The profile would have 3 values of email; the limit is 2.");
        addresses.push_back(preview[i]["identifier"]["value"]);
        REQUIRE(preview[i]["evidence"].size() == 1);
        const auto& of = addresses.back() == "c@example.com" ? second : first;
        CHECK(preview[i]["evidence"][0]["given_id"] == of["id"]);
    }
    std::ranges::sort(addresses);
    CHECK(addresses == std::vector<std::string>{"a@example.com", "b@example.com", "c@example.com"});
    const auto refused = api.post("/v1/merges", body);
    CHECK(refused.status == 409);
    CHECK(refused.errors() == Errors{"/profiles must_not_link", "/profiles component_too_large",
                                     "/profiles limit", "/profiles limit", "/profiles limit"});
    CHECK(refused.body["refused"] == preview);
}

TEST_CASE("pages hold each merge and each prohibition once, those of one profile too", "[api]") {
    ApiServer api(eachEngine());
    const auto made = [&] {
        return api.observe(person("email", fresh("p") + "@example.com"))["profile_id"].get<std::string>();
    };
    const auto hub = made();
    std::vector<std::string> merges, prohibitions;
    const auto decide = [&](const std::string& one) {
        const Json merge{{"profiles", {{{"ref", one}}, {{"ref", made()}}}}, {"survivor", one}};
        merges.insert(merges.begin(), api.post("/v1/merges", merge).body["id"]);
        const Json apart{{"profiles", {one, made()}}, {"reason", "twins"}};
        prohibitions.insert(prohibitions.begin(), api.post("/v1/must-not-links", apart).body["id"]);
    };
    for (int i = 0; i < 3; ++i) decide(hub);
    decide(made());
    CHECK(idsByPages(api, "/v1/merges?limit=1") == merges);
    CHECK(idsByPages(api, "/v1/must-not-links?limit=1") == prohibitions);
    const auto ofHub = "?limit=1&profile=" + hub;
    CHECK(idsByPages(api, "/v1/merges" + ofHub) == Ids(merges.begin() + 1, merges.end()));
    CHECK(idsByPages(api, "/v1/must-not-links" + ofHub) == Ids(prohibitions.begin() + 1, prohibitions.end()));
    for (const auto& id : prohibitions)
        REQUIRE(api.call({.method = "DELETE", .path = "/v1/must-not-links/" + id, .key = api.write}).status ==
                204);
    CHECK(idsByPages(api, "/v1/must-not-links?state=lifted&limit=1") == prohibitions);
    CHECK(api.get("/v1/must-not-links").body["items"].empty());
}
