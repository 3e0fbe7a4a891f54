// SPDX-License-Identifier: Apache-2.0
// Whose values the records of merges tell, once those whom they name are not one any more.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/api/exported.hpp"
#include "tests/api/life_cycle.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Words = std::vector<std::string>;

namespace {

/// Everything that shows a merge to whoever reads of the survivor.
Words pathsOf(const std::string& survivor, const std::string& merge) {
    const auto profile = "/v1/profiles/" + survivor;
    return {"/v1/merges", "/v1/merges?profile=" + survivor, "/v1/merges/" + merge, profile + "/identity",
            profile + "/changes"};
}

/// Which of them hold a text.
Words holding(ApiServer& api, const Words& paths, const std::string& text) {
    Words found;
    for (const auto& path : paths)
        if (api.get(path).text.find(text) != std::string::npos) found.push_back(path);
    return found;
}

/// The record of a merge as such an answer has it.
Json recordIn(const Json& answer, const std::string& merge) {
    if (answer.contains("choices")) return answer;
    for (const auto& each : answer.contains("merges") ? answer["merges"] : answer["items"])
        if (each["id"] == merge) return each;
    return nullptr;
}

std::string merged(ApiServer& api, const std::string& survivor, const std::string& absorbed) {
    const auto answer = api.post(
        "/v1/merges", {{"profiles", {{{"ref", survivor}}, {{"ref", absorbed}}}}, {"survivor", survivor}});
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    return answer.body["id"];
}

/// Takes a merge back; the prohibition that this leaves.
std::string takenBack(ApiServer& api, const std::string& merge, const Json& body = Json::object()) {
    const auto answer = api.post("/v1/merges/" + merge + "/undo", body);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body["must_not_link"];
}

}  // namespace

TEST_CASE("a merge that was taken back tells nothing of the deleted or erased, and all of the restored",
          "[api]") {
    ApiServer api(eachEngine());
    Two two(api);
    const auto path = "/v1/profiles/" + two.secondId;
    const auto anns = fresh("Ann");
    const auto beas = fresh("Bea");
    REQUIRE(api.patch("/v1/profiles/" + two.firstId, {{"fields", {{"first_name", anns}}}}).status == 200);
    REQUIRE(api.patch(path, {{"fields", {{"nickname", beas}, {"last_name", beas}}}}).status == 200);
    REQUIRE(api.observe(two.both())["result"] == "merged");
    const std::string merge = api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"];
    takenBack(api, merge, {{"reason", beas + " is the mother"}});

    const auto paths = pathsOf(two.firstId, merge);
    const auto withJoined = Words(paths.begin(), paths.end() - 1);
    const std::string phone = two.second["identifiers"][0]["value"];
    REQUIRE(holding(api, paths, beas) == paths);
    REQUIRE(holding(api, paths, phone) == withJoined);
    const auto before = api.get("/v1/merges/" + merge).body;
    CHECK(before["choices"].size() == 3);

    REQUIRE(remove(api, path).status == 200);
    CHECK(holding(api, paths, beas).empty());
    CHECK(holding(api, paths, phone).empty());
    for (const auto& each : paths) {
        INFO(each);
        const auto record = recordIn(api.get(each).body, merge);
        CHECK(all(record["choices"], "/value") == Words{anns});
    }
    const auto record = api.get("/v1/merges/" + merge).body;
    const Json joined{record["joined_a"], record["joined_b"]};
    CHECK(std::count(joined.begin(), joined.end(), Json()) == 1);
    CHECK(std::count(joined.begin(), joined.end(), two.first["identifiers"][0]) == 1);
    CHECK(record["undone"]["reason"].is_null());
    CHECK(record["undone"]["at"] == before["undone"]["at"]);

    REQUIRE(restore(api, path).status == 200);
    CHECK(api.get("/v1/merges/" + merge).body == before);
    CHECK(holding(api, paths, beas) == paths);
    CHECK(holding(api, paths, phone) == withJoined);

    REQUIRE(api.post(path + "/erase", Json::object()).status == 202);
    CHECK(holding(api, paths, beas).empty());
    CHECK(holding(api, paths, phone).empty());
    receiptOf(api, two.secondId);
    CHECK(holding(api, paths, beas).empty());
    CHECK(holding(api, paths, phone).empty());
}

TEST_CASE("the survivor's values are not told to whoever came out of a merge, once the survivor is deleted",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    const auto anns = fresh("Ann");
    REQUIRE(api.patch("/v1/profiles/" + two.firstId, {{"fields", {{"last_name", anns}}}}).status == 200);
    const auto merge = merged(api, two.firstId, two.secondId);
    takenBack(api, merge);
    const Words paths{"/v1/merges?profile=" + two.secondId, "/v1/merges/" + merge};
    REQUIRE(holding(api, paths, anns) == paths);
    REQUIRE(remove(api, "/v1/profiles/" + two.firstId).status == 200);
    CHECK(holding(api, paths, anns).empty());
    // The nickname was chosen over one of hers.
    for (const auto& path : paths) CHECK(recordIn(api.get(path).body, merge)["choices"].empty());
}

TEST_CASE("a merge tells no value of a third person who was part of one side then", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = [&](const char* at, Json fields) {
        auto seen = person("email", fresh("third") + "@example.com");
        seen["fields"] = std::move(fields);
        seen["observed_at"] = at;
        return api.observe(seen)["profile_id"].get<std::string>();
    };
    const auto bob = someone("2026-01-01T00:00:00Z", {{"last_name", "Bobson"}});
    const auto ann = someone("2026-01-03T00:00:00Z", {{"nickname", "Annie"}});
    const auto cid = someone("2026-01-02T00:00:00Z", {{"nickname", "Cidney"}, {"last_name", "Cidson"}});
    const auto first = merged(api, bob, ann);
    const auto second = merged(api, bob, cid);
    const auto keys = [&] {
        std::set<Words> found;
        for (const auto& path : pathsOf(bob, second))
            found.insert(all(recordIn(api.get(path + (path == "/v1/merges" ? "?limit=500" : "")).body, second)
                                 .at("choices"),
                             "/key"));
        return found;
    };
    CHECK(keys() == std::set<Words>{{"last_name", "nickname"}});
    const auto prohibition = takenBack(api, first);
    CHECK(keys() == std::set<Words>{{"last_name"}});
    // Of the merge that names her, her own is told.
    CHECK(all(api.get("/v1/merges/" + first).body["choices"], "/key") == Words{"last_name", "nickname"});
    REQUIRE(remove(api, "/v1/must-not-links/" + prohibition).status == 204);
    merged(api, bob, ann);
    CHECK(keys() == std::set<Words>{{"last_name", "nickname"}});
}

TEST_CASE("a merge does not tell what it joined once that is a third person's", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = [&](const char* type, const std::string& value, const char* at) {
        auto seen = person(type, value);
        seen["observed_at"] = at;
        api.observe(seen);
        return seen;
    };
    const auto joins = [&](const Json& one, const Json& other, const char* at) {
        auto both = one;
        both["observed_at"] = at;
        both["identifiers"].push_back(other["identifiers"][0]);
        const auto outcome = api.observe(both);
        REQUIRE(outcome["result"] == "merged");
        const auto merges = api.get("/v1/merges?profile=" + outcome["profile_id"].get<std::string>()).body;
        return merges["items"][0]["id"].get<std::string>();
    };
    const auto ann = someone("email", fresh("ann") + "@example.com", "2026-01-01T00:00:00Z");
    const auto bob = someone("phone", Two::phoneOf(), "2026-01-02T00:00:00Z");
    const auto cid = someone("email", fresh("cid") + "@example.com", "2026-01-03T00:00:00Z");
    const auto bobAndCid = joins(bob, cid, "2026-01-04T00:00:00Z");
    const auto withAnn = joins(ann, cid, "2026-01-05T00:00:00Z");
    const auto isJoined = [&](const Json& someone) {
        const auto record = api.get("/v1/merges/" + withAnn).body;
        const auto& identifier = someone["identifiers"][0];
        return record["joined_a"] == identifier || record["joined_b"] == identifier;
    };
    takenBack(api, withAnn);
    CHECK(isJoined(ann));
    CHECK(isJoined(cid));
    takenBack(api, bobAndCid);
    CHECK(isJoined(ann));
    CHECK_FALSE(isJoined(cid));
}

TEST_CASE("why somebody made two one is told wherever their merge is, until one of the two is deleted",
          "[api]") {
    ApiServer api(eachEngine());
    const Two two(api);
    const auto why = fresh("she wrote from both ");
    auto wanted = two.body();
    wanted["survivor"] = two.firstId;
    wanted["reason"] = why;
    REQUIRE(api.post("/v1/merges/preview", wanted).status == 200);
    const auto made = api.post("/v1/merges", wanted);
    REQUIRE(made.status == 201);
    const std::string merge = made.body["id"];
    const auto paths = pathsOf(two.firstId, merge);
    const auto exportTells = [&] {
        return exported(api, two.firstId)["merges"].dump().find(why) != std::string::npos;
    };
    CHECK(holding(api, paths, why) == paths);
    CHECK(exportTells());
    CHECK(api.get("/v1/merges/" + merge).body["reason"] == why);

    const auto other = "/v1/profiles/" + two.secondId;
    takenBack(api, merge);
    CHECK(holding(api, paths, why) == paths);
    REQUIRE(remove(api, other).status == 200);
    CHECK(holding(api, paths, why).empty());
    CHECK_FALSE(exportTells());
    CHECK(api.get("/v1/merges/" + merge).body["reason"].is_null());
    REQUIRE(restore(api, other).status == 200);
    CHECK(holding(api, paths, why) == paths);
    CHECK(exportTells());
    REQUIRE(api.post(other + "/erase", Json::object()).status == 202);
    CHECK(holding(api, paths, why).empty());
    CHECK_FALSE(exportTells());
}

TEST_CASE("the reason of a merge is bounded, and another one is another call", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    auto wanted = two.body();
    const auto refused = [&](const Json& reason) {
        wanted["reason"] = reason;
        return api.post("/v1/merges", wanted).errors();
    };
    CHECK(refused("") == Words{"/reason empty"});
    CHECK(refused(std::string(501, 'a')) == Words{"/reason too_long"});
    CHECK(refused(7) == Words{"/reason wrong_type"});
    CHECK(api.get("/v1/merges?profile=" + two.firstId).body["items"].empty());

    wanted["reason"] = std::string(500, 'a');
    Call call{.method = "POST",
              .path = "/v1/merges",
              .key = api.write,
              .body = wanted.dump(),
              .headers = {{"Idempotency-Key", fresh("once")}}};
    const auto done = api.call(call);
    REQUIRE(done.status == 201);
    CHECK(api.call(call).body == done.body);
    wanted["reason"] = "another";
    call.body = wanted.dump();
    CHECK(api.call(call).code() == "id_reused");
    CHECK(api.get(done.header("Location")).body["reason"] == std::string(500, 'a'));
}

TEST_CASE("a merge for which nobody gave a reason has none", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    REQUIRE(api.observe(two.both())["result"] == "merged");
    const Two others(api);
    merged(api, others.firstId, others.secondId);
    for (const auto& id : {two.firstId, others.firstId}) {
        const auto merges = api.get("/v1/merges?profile=" + id).body["items"];
        REQUIRE(merges.size() == 1);
        CHECK(merges[0]["reason"].is_null());
    }
}
