// SPDX-License-Identifier: Apache-2.0
// Those whom a rule or a person keeps apart, and what is decided about them.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/api/exported.hpp"
#include "tests/api/life_cycle.hpp"
#include "tests/api/refused_again.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("two people who are forbidden to become one stay two, whoever asks", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const Json body{{"profiles", {refOf(two.first), two.secondId}}, {"reason", "mother and daughter"}};
    CHECK(api.post("/v1/must-not-links", {{"profiles", {two.firstId}}}).errors() ==
          Errors{"/profiles wrong_type", "/reason required"});
    const auto made = api.post("/v1/must-not-links", body);
    CHECK(made.status == 201);
    const auto again = api.post("/v1/must-not-links", body);
    CHECK(again.status == 409);
    CHECK(again.body["detail"].get<std::string>().find(made.body["id"].get<std::string>()) !=
          std::string::npos);
    CHECK(again.body["errors"][0]["id"] == made.body["id"]);
    const auto merge = api.post("/v1/merges", two.body());
    CHECK(merge.errors() == Errors{"/profiles must_not_link"});
    CHECK(merge.body["errors"][0]["id"] == made.body["id"]);
    CHECK(merge.body["refused"][0]["must_not_link"]["id"] == made.body["id"]);
    CHECK(api.observe(two.both())["refused"][0]["code"] == "must_not_link");
    const auto listed = api.get("/v1/must-not-links?profile=" + refOf(two.first)).body["items"][0];
    CHECK(listed["reason"] == "mother and daughter");
    CHECK(listed["id"] == made.body["id"]);
    CHECK(listed["lifted"].is_null());
    CHECK(conflictOf(api, two) == nullptr);
    CHECK(conflictOf(api, two, "&state=forbidden")["code"] == "must_not_link");
}

TEST_CASE("a prohibition and its lifting that come again under one Idempotency-Key are one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    const Json body{{"profiles", {refOf(two.first), two.secondId}}, {"reason", "twins"}};
    Call forbid{.method = "POST",
                .path = "/v1/must-not-links",
                .key = api.write,
                .body = body.dump(),
                .headers = {{"Idempotency-Key", fresh("forbid")}}};
    const auto made = api.call(forbid);
    REQUIRE(made.status == 201);
    CHECK(api.call(forbid).status == 201);
    CHECK(api.call(forbid).body == made.body);
    const auto standing = [&] { return api.get("/v1/must-not-links?profile=" + two.firstId).body["items"]; };
    CHECK(standing().size() == 1);

    const std::string path = "/v1/must-not-links/" + made.body["id"].get<std::string>();
    Call lift{.method = "DELETE",
              .path = path,
              .key = api.write,
              .body = R"({"reason": ""})",
              .headers = {{"Idempotency-Key", fresh("lift")}}};
    CHECK(api.call(lift).errors() == Errors{"/reason empty"});
    lift.body = R"({"reason": "one after all"})";
    CHECK(api.call(lift).status == 204);
    CHECK(api.call(lift).status == 204);
    auto other = lift;
    other.body = R"({"reason": "another"})";
    CHECK(api.call(other).code() == "id_reused");
    CHECK(api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""}).status == 409);
    // What is answered again is not done again.
    CHECK(api.call(forbid).body == made.body);
    CHECK(standing().empty());
    const auto lifted = api.get("/v1/must-not-links?state=lifted&profile=" + two.firstId).body["items"];
    REQUIRE(lifted.size() == 1);
    CHECK(lifted[0]["id"] == made.body["id"]);
    CHECK(lifted[0]["reason"] == "twins");
    CHECK(lifted[0]["lifted"]["reason"] == "one after all");
    CHECK(exported(api, two.firstId)["must_not_links"][0]["lifted"] == lifted[0]["lifted"]);
    CHECK(lifted[0]["lifted"]["observation"]["source"]["name"] == "test write");
    CHECK(lifted[0]["lifted"]["observation"]["given_id"] == lift.headers[0].second);
    forbid.body = Json{{"profiles", {two.firstId, two.secondId}}, {"reason", "not twins"}}.dump();
    CHECK(api.call(forbid).code() == "id_reused");
}

TEST_CASE("what was refused waits as a conflict, with its evidence in words and in data", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Customers two(api);
    REQUIRE(two.refused.size() == 1);
    auto again = two.both();
    again["id"] = fresh("again");
    api.observe(again);
    const auto conflict = conflictOf(api, two);
    CHECK(conflict["code"] == "unique_conflict");
    CHECK(conflict["observations"] == 2);
    CHECK(conflict["observation"]["given_id"] == again["id"]);
    REQUIRE(conflict["refused"].size() == 1);
    CHECK(conflict["refused"][0]["identifier"] == two.second["identifiers"][0]);
    CHECK(conflict["detail"] ==
          "2 observations would have joined these two by phone. The profile would have different values of "
          "external_id, of which a person has one.");
    CHECK(conflictOf(api, two, "&sort=-observations") == conflict);
    CHECK(conflict["decided"].is_null());
    CHECK(api.get("/v1/conflicts/" + conflict["id"].get<std::string>()).body == conflict);
}

TEST_CASE("a conflict is put aside, and forbidden for good", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    CHECK(api.post(path + "/merge", Json::object()).errors().front() == "/profiles unique_conflict");
    CHECK(api.post(path + "/dismiss", {{"reason", "twins"}}).body["state"] == "dismissed");
    CHECK(conflictOf(api, two) == nullptr);
    const auto dismissed = conflictOf(api, two, "&state=dismissed");
    CHECK(dismissed["observations"] == 1);
    CHECK(dismissed["decided"]["reason"] == "twins");
    CHECK(dismissed["decided"]["observation"]["source"]["name"] == "test write");
    const auto forbidden = api.post(path + "/forbid", {{"reason", "brothers"}}).body;
    CHECK(api.get(path).body["decided"]["reason"] == "brothers");
    CHECK(forbidden["state"] == "forbidden");
    CHECK(api.get("/v1/must-not-links?profile=" + two.firstId).body["items"][0]["id"] ==
          forbidden["must_not_link"]);
    CHECK(api.post(path + "/dismiss", Json::object()).status == 409);
}

TEST_CASE("who decided a conflict is told no more once that went with somebody who was erased", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    const std::string other = api.observe(person("email", fresh("s") + "@example.com"))["profile_id"];
    const auto merged = api.post(
        "/v1/merges", {{"profiles", {{{"ref", other}}, {{"ref", two.firstId}}}}, {"survivor", other}});
    REQUIRE(merged.status == 201);
    REQUIRE(api.post(path + "/dismiss", {{"reason", "twins"}}).status == 200);
    REQUIRE(api.post("/v1/merges/" + merged.body["id"].get<std::string>() + "/undo", Json::object()).status ==
            200);
    const auto before = api.get(path).body["decided"];
    REQUIRE(before["observation"].is_object());
    REQUIRE(api.post("/v1/profiles/" + other + "/erase", Json::object()).status == 202);
    receiptOf(api, other);
    const auto decided = api.get(path).body["decided"];
    CHECK(decided["at"] == before["at"]);
    CHECK(decided["reason"] == "twins");
    CHECK(decided["observation"].is_null());
}

TEST_CASE("a decision of a conflict that comes again is answered alike", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    const auto once = [&](const std::string& verdict) {
        const Call call{.method = "POST",
                        .path = path + verdict,
                        .key = api.write,
                        .body = R"({"reason": "twins"})",
                        .headers = {{"Idempotency-Key", fresh("once")}}};
        const auto done = api.call(call);
        INFO(done.text);
        REQUIRE(done.status == 200);
        CHECK(api.call(call).body == done.body);
        return done.body;
    };
    SECTION("forbid") {
        const auto forbidden = once("/forbid");
        CHECK_FALSE(forbidden["must_not_link"].is_null());
    }
    SECTION("after one of the two has ended") {
        const Call forbid{.method = "POST",
                          .path = path + "/forbid",
                          .key = api.write,
                          .body = "{}",
                          .headers = {{"Idempotency-Key", fresh("once")}}};
        const bool stood = GENERATE(false, true);
        if (stood)
            api.post("/v1/must-not-links", {{"profiles", {two.firstId, two.secondId}}, {"reason", "twins"}});
        const auto forbidden = api.call(forbid);
        REQUIRE(forbidden.status == 200);
        REQUIRE(remove(api, "/v1/profiles/" + two.secondId).status == 200);
        CHECK(api.call(forbid).body == forbidden.body);
    }
    SECTION("merge, once the two may") {
        letMerge(api, two);
        const auto merged = once("/merge");
        const auto merge = api.get("/v1/merges/" + merged["merge"].get<std::string>()).body;
        CHECK(merge["rule"] == "hand");
        CHECK(merge["reason"] == "twins");
        // Who was merged with whom is still told, though both are one.
        const auto conflict = api.get(path).body;
        CHECK(conflict["profiles"] == Json::array({merge["survivor"], merge["survivor"]}));
        CHECK(conflict["between"] == Json::array({two.firstId, two.secondId}));
        CHECK(conflict["decided"]["reason"] == "twins");
        CHECK(conflict["decided"]["observation"] == merge["observation"]);
        auto refused = conflict["refused"].get<std::vector<Json>>();
        std::sort(refused.begin(), refused.end());
        CHECK(std::adjacent_find(refused.begin(), refused.end()) == refused.end());
        CHECK(conflictOf(api, two, "&state=merged") == conflict);
    }
    SECTION("dismiss") {
        CHECK(once("/dismiss")["merge"].is_null());
    }
}

TEST_CASE("a conflict whose merge was taken back says by whom, when and why", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    letMerge(api, two);
    const auto verdict = api.post(path + "/merge", {{"reason", "one person"}});
    REQUIRE(verdict.status == 200);
    CHECK(api.get(path).body["undone"].is_null());
    const auto merge = "/v1/merges/" + verdict.body["merge"].get<std::string>();
    REQUIRE(api.post(merge + "/undo", {{"reason", "two after all"}}).status == 200);

    const auto conflict = api.get(path).body;
    CHECK(conflict["state"] == "merged");
    CHECK(conflict["decided"]["reason"] == "one person");
    CHECK(conflict["undone"]["reason"] == "two after all");
    CHECK(conflict["undone"]["observation"]["source"]["name"] == "test write");
    CHECK(conflict["undone"] == api.get(merge).body["undone"]);
    CHECK(conflict["profiles"] == Json::array({two.firstId, two.secondId}));
    CHECK(conflictOf(api, two, "&state=merged") == conflict);

    SECTION("also once they are one by another merge") {
        const auto lift = "/v1/must-not-links?profile=" + two.firstId;
        const auto id = api.get(lift).body["items"][0]["id"].get<std::string>();
        REQUIRE(
            api.call({.method = "DELETE", .path = "/v1/must-not-links/" + id, .key = api.write, .type = ""})
                .status == 204);
        REQUIRE(api.post("/v1/merges", two.body()).status == 201);
        CHECK(api.get(path).body["undone"] == conflict["undone"]);
    }
    SECTION("also once the side that was absorbed is another's") {
        const auto third = person("email", fresh("t") + "@example.com");
        const auto thirdId = api.observe(third)["profile_id"].get<std::string>();
        const auto merged =
            api.post("/v1/merges",
                     {{"profiles", {{{"ref", two.secondId}}, {{"ref", thirdId}}}}, {"survivor", thirdId}});
        REQUIRE(merged.status == 201);
        CHECK(api.get(path).body["undone"] == conflict["undone"]);
    }
}

TEST_CASE("a conflict tells that its merge was taken back also once both have left those who were merged",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    letMerge(api, two);
    const auto takeBack = [&](const std::string& merge) {
        return api.post("/v1/merges/" + merge + "/undo", {{"reason", "two after all"}}).status;
    };
    std::vector<std::string> hosts;
    std::vector<std::string> merges;
    for (const auto& id : {two.firstId, two.secondId}) {
        hosts.push_back(api.observe(person("email", fresh("host") + "@example.com"))["profile_id"]);
        const auto merged = api.post("/v1/merges", {{"profiles", {{{"ref", id}}, {{"ref", hosts.back()}}}},
                                                    {"survivor", hosts.back()}});
        REQUIRE(merged.status == 201);
        merges.push_back(merged.body["id"]);
    }
    const auto verdict = api.post(path + "/merge", Json::object());
    REQUIRE(verdict.status == 200);
    const auto merge = verdict.body["merge"].get<std::string>();
    for (const auto& each : {merge, merges[0], merges[1]}) REQUIRE(takeBack(each) == 200);

    const auto conflict = api.get(path).body;
    CHECK(conflict["profiles"] == Json::array({two.firstId, two.secondId}));
    CHECK(conflict["undone"]["reason"] == "two after all");
    REQUIRE(remove(api, "/v1/profiles/" + hosts[0]).status == 200);
    CHECK(api.get(path).body["undone"]["reason"].is_null());
    CHECK(api.get(path).body["undone"] == api.get("/v1/merges/" + merge).body["undone"]);
}

TEST_CASE("a conflict of two who are forbidden already is decided by that", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    const auto standing =
        api.post("/v1/must-not-links", {{"profiles", {two.firstId, two.secondId}}, {"reason", "twins"}}).body;
    CHECK(conflictOf(api, two) == nullptr);
    const auto known = api.get(path).body;
    CHECK(known["state"] == "forbidden");
    CHECK(known["decided"]["reason"] == "twins");
    const Call call{.method = "POST",
                    .path = path + "/forbid",
                    .key = api.write,
                    .body = "{}",
                    .headers = {{"Idempotency-Key", fresh("once")}}};
    const auto forbidden = api.call(call);
    CHECK(forbidden.status == 200);
    CHECK(forbidden.body["must_not_link"] == standing["id"]);
    CHECK(api.call(call).body == forbidden.body);
    CHECK(api.get("/v1/must-not-links?profile=" + two.firstId).body["items"].size() == 1);
    CHECK(conflictOf(api, two, "&state=forbidden")["id"] == forbidden.body["id"]);
}

TEST_CASE("a conflict that was decided before says what was decided, and when", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    const auto refusedAt = [&](const std::string& verdict) {
        const auto refused = api.post(path + "/" + verdict, Json::object());
        CHECK(refused.status == 409);
        const auto at = api.get(path).body["decided"]["at"].get<std::string>();
        const auto detail = refused.body["detail"].get<std::string>();
        const auto before = "This conflict was decided before at " + at + ": ";
        REQUIRE(detail.starts_with(before));
        return detail.substr(before.size());
    };
    REQUIRE(api.post(path + "/dismiss", Json::object()).status == 200);
    CHECK(refusedAt("dismiss") == "it was dismissed.");
    SECTION("forbidden") {
        REQUIRE(api.post(path + "/forbid", Json::object()).status == 200);
        CHECK(refusedAt("merge") ==
              "that the two become one is forbidden. It can be decided anew once the prohibition is lifted.");
    }
    SECTION("merged") {
        letMerge(api, two);
        REQUIRE(api.post(path + "/merge", Json::object()).status == 200);
        CHECK(refusedAt("forbid") == "the two were merged. Whoever means otherwise takes the merge back.");
    }
}

TEST_CASE("conflicts are between who the two are now", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Customers two(api);
    const auto thirdId = joinThird(api, two, 1);

    const auto between = [&](const std::string& state) {
        Json found = Json::array();
        const auto page = api.get("/v1/conflicts?limit=500&state=" + state).body;
        for (const auto& each : page["items"]) {
            const auto& profiles = each["profiles"];
            const auto has = [&](const std::string& id) {
                return std::find(profiles.begin(), profiles.end(), id) != profiles.end();
            };
            if (has(thirdId) && has(two.secondId)) found.push_back(each);
        }
        return found;
    };
    const auto open = between("open");
    REQUIRE(open.size() == 1);
    CHECK(open[0]["observations"] == 2);
    CHECK(open[0]["refused"].size() == 2);
    SECTION("and one decision settles all of them") {
        CHECK(api.post("/v1/conflicts/" + open[0]["id"].get<std::string>() + "/dismiss", Json::object())
                  .status == 200);
        CHECK(between("open").empty());
        CHECK(between("dismissed").size() == 1);
    }
    SECTION("as a prohibition does") {
        const Json body{{"profiles", {two.firstId, two.secondId}}, {"reason", "twins"}};
        REQUIRE(api.post("/v1/must-not-links", body).status == 201);
        CHECK(between("open").empty());
    }
}

TEST_CASE("what was merely claimed is no evidence of a conflict", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto browser = person("cookie", fresh("cookie-0123456789abcdefghij-"));
    auto known = person("email", two.first["identifiers"][0]["value"]);
    known["identifiers"].push_back(browser["identifiers"][0]);
    api.observe(known);
    auto claim = browser;
    claim["identifiers"].push_back(two.second["identifiers"][0]);
    claim["evidence"] = "claimed";
    REQUIRE(api.observe(claim)["refused"][0]["code"] == "not_attested");
    const auto conflict = conflictOf(api, two);
    CHECK(conflict["observations"] == 1);
    for (const auto& each : conflict["refused"]) CHECK(each["code"] == "unique_conflict");
}

TEST_CASE("why two are not one is told of both", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto notMerged = [&](const std::string& id) {
        return api.get("/v1/profiles/" + id + "/identity").body["not_merged"];
    };
    const auto first = notMerged(two.firstId);
    const auto second = notMerged(two.secondId);
    REQUIRE(first.size() == 1);
    REQUIRE(second.size() == 1);
    CHECK(first[0]["profile"] == two.secondId);
    CHECK(second[0]["profile"] == two.firstId);
    CHECK(second[0]["observation"] == first[0]["observation"]);
    CHECK(first[0]["why"].get<std::string>().find("carried this phone of the other profile.") !=
          std::string::npos);
    CHECK(second[0]["why"].get<std::string>().find("carried this phone of this profile.") !=
          std::string::npos);
}
