// SPDX-License-Identifier: Apache-2.0
// What people decide about who is one person.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// Two people with a nickname each, of whom the first is older.
struct Two {
    explicit Two(ApiServer& server) : api(server) {
        first = person("email", fresh("a") + "@example.com");
        second = person("phone", phoneOf());
        first["fields"] = {{"nickname", "Ann"}};
        first["observed_at"] = "2026-01-01T00:00:00Z";
        second["fields"] = {{"nickname", "Anna"}};
        second["observed_at"] = "2026-01-02T00:00:00Z";
        firstId = api.observe(first)["profile_id"];
        secondId = api.observe(second)["profile_id"];
    }

    static std::string phoneOf() {
        static int number = 0;
        return "+3805011" + std::to_string(10'000 + ++number);
    }
    [[nodiscard]] Json body() const { return {{"profiles", {{{"ref", refOf(first)}}, {{"ref", secondId}}}}}; }
    Json both() {
        auto both = person("email", first["identifiers"][0]["value"]);
        both["identifiers"].push_back(second["identifiers"][0]);
        both["observed_at"] = "2026-01-03T00:00:00Z";
        return both;
    }

    ApiServer& api;
    Json first, second;
    std::string firstId, secondId;
};

Json conflictOf(ApiServer& api, const Two& two, const std::string& query = "") {
    std::string cursor;
    do {
        const auto page = api.get("/v1/conflicts?limit=500" + query + cursor).body;
        for (const auto& each : page["items"]) {
            const auto& profiles = each["profiles"];
            if (std::find(profiles.begin(), profiles.end(), two.firstId) != profiles.end()) return each;
        }
        cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    return nullptr;
}

/// Two people that an observation would join if they were not customers of their own.
struct Customers : Two {
    explicit Customers(ApiServer& server) : Two(server) {
        for (auto* each : {&first, &second}) {
            auto known = *each;
            known["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
            api.observe(known);
        }
        auto joining = both();
        joining["id"] = fresh("joining");
        refused = api.observe(joining)["refused"];
    }
    Json refused;
};

}  // namespace

TEST_CASE("a merge that is described wrongly is refused, and names what is wrong", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    CHECK(api.post("/v1/merges", Json::array()).errors() == Errors{" wrong_type"});
    CHECK(api.post("/v1/merges", {{"profiles", {two.firstId}}}).errors() == Errors{"/profiles wrong_type"});
    auto body = two.body();
    body["profiles"][0]["version"] = "1";
    body["profiles"][1].erase("ref");
    body["survivor"] = 7;
    CHECK(api.post("/v1/merges/preview", body).errors() ==
          Errors{"/profiles/0/version wrong_type", "/profiles/1/ref required", "/survivor wrong_type"});
    body = two.body();
    body["profiles"][1]["ref"] = "email:nobody@example.com";
    CHECK(api.post("/v1/merges", body).status == 404);
    body["profiles"][1]["ref"] = two.firstId;
    CHECK(api.post("/v1/merges", body).status == 409);
    body = two.body();
    body["survivor"] = api.observe(somebody())["profile_id"];
    CHECK(api.post("/v1/merges", body).errors() == Errors{"/survivor invalid_value"});
    CHECK(api.call({.method = "POST", .path = "/v1/merges", .key = api.read, .body = two.body().dump()})
              .status == 403);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
}

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
                      {"why", "newer"}};
    CHECK(expected["fields"] == Json::array({choice}));
    CHECK(api.profile(two.firstId) == before);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);

    const auto done = api.post("/v1/merges", two.body());
    CHECK(done.status == 201);
    expected["id"] = done.body["id"];
    CHECK(done.body == expected);
    CHECK(api.profile(two.secondId)["id"] == two.firstId);
    CHECK(api.profile(two.firstId)["fields"]["nickname"] == "Anna");
    const auto record = api.get(done.header("Location")).body;
    CHECK(record["rule"] == "hand");
    CHECK(record["joined_a"] == two.first["identifiers"][0]);
    CHECK(record["joined_b"].is_null());
    CHECK(record["undone_at"].is_null());
    CHECK(record["observation"]["source"]["name"] == "test write");
}

TEST_CASE("a merge takes the survivor that it is told, and the version that was looked at", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Two two(api);
    auto body = two.body();
    body["survivor"] = two.secondId;
    body["profiles"][0]["version"] = api.profile(two.firstId)["version"];
    body["profiles"][1]["version"] = 7;
    CHECK(api.post("/v1/merges", body).status == 412);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
    body["profiles"][1]["version"] = api.profile(two.secondId)["version"];
    CHECK(api.post("/v1/merges", body).body["survivor"] == two.secondId);
    CHECK(api.profile(two.firstId)["id"] == two.secondId);
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
}

TEST_CASE("a merge that a rule made is taken back, with what can't be told apart, and does not come again",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const auto first = api.profile(two.firstId);
    const auto second = api.profile(two.secondId);
    auto joining = two.both();
    joining["id"] = fresh("joining");
    REQUIRE(api.observe(joining)["result"] == "merged");
    const auto merges = api.get("/v1/merges?profile=" + two.secondId).body["items"];
    REQUIRE(merges.size() == 1);
    const std::string merge = merges[0]["id"];

    const auto undone = api.post("/v1/merges/" + merge + "/undo", {{"reason", "twins"}}).body;
    CHECK(undone["profiles"] == Json::array({two.firstId, two.secondId}));
    REQUIRE(undone["undecided"].size() == 1);
    CHECK(undone["undecided"][0]["observation"]["given_id"] == joining["id"]);
    CHECK(undone["undecided"][0]["why"] ==
          "It carried email of the one and phone of the other; what it says stays with " + two.firstId + ".");
    CHECK_FALSE(api.get("/v1/merges/" + merge).body["undone_at"].is_null());
    CHECK(api.profile(two.secondId)["fields"] == second["fields"]);
    CHECK(api.profile(two.firstId)["fields"] == first["fields"]);
    CHECK(api.profile(two.secondId)["version"] > second["version"]);

    CHECK(api.post("/v1/merges/" + merge + "/undo", Json::object()).status == 409);
    joining["id"] = fresh("joining");
    joining["observed_at"] = "2026-01-04T00:00:00Z";
    CHECK(api.observe(joining)["refused"][0]["code"] == "must_not_link");

    const auto forbidden = api.get("/v1/must-not-links?profile=" + two.secondId).body["items"];
    REQUIRE(forbidden.size() == 1);
    CHECK(forbidden[0]["id"] == undone["must_not_link"]);
    CHECK(forbidden[0]["reason"] == "twins");
    CHECK(api.call({.method = "DELETE",
                    .path = "/v1/must-not-links/" + undone["must_not_link"].get<std::string>(),
                    .key = api.write})
              .status == 204);
    joining["id"] = fresh("joining");
    CHECK(api.observe(joining)["result"] == "merged");
}

TEST_CASE("taking back a merge that a later one stands on names that one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    REQUIRE(api.observe(two.both())["result"] == "merged");
    const std::string merge = api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"];
    auto third = person("email", fresh("t") + "@example.com");
    api.observe(third);
    third["identifiers"].push_back(two.second["identifiers"][0]);
    REQUIRE(api.observe(third)["result"] == "merged");
    const std::string later = api.get("/v1/merges?profile=" + two.firstId).body["items"][0]["id"];
    const auto refused = api.post("/v1/merges/" + merge + "/undo", Json::object());
    CHECK(refused.status == 409);
    CHECK(refused.errors() == Errors{" needed_by_merge"});
    CHECK(refused.body["errors"][0]["detail"].get<std::string>().find(later) != std::string::npos);
    CHECK(api.post("/v1/merges/" + later + "/undo", Json::object()).status == 200);
    CHECK(api.post("/v1/merges/" + merge + "/undo", Json::object()).status == 200);
}

TEST_CASE("merges and prohibitions that aren't there are not found", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto nobody = base::MergeId{1}.text();
    CHECK(api.get("/v1/merges/" + nobody).status == 404);
    CHECK(api.get("/v1/merges/x").status == 404);
    CHECK(api.post("/v1/merges/" + nobody + "/undo", Json::object()).status == 404);
    CHECK(api.call({.method = "DELETE", .path = "/v1/must-not-links/" + nobody, .key = api.write}).status ==
          404);
    CHECK(api.post("/v1/conflicts/" + nobody + "/dismiss", Json::object()).status == 404);
    CHECK(api.post("/v1/conflicts/" + nobody + "/forget", Json::object()).status == 404);
}

TEST_CASE("two people who are forbidden to become one stay two, whoever asks", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    const Json body{{"profiles", {refOf(two.first), two.secondId}}, {"reason", "mother and daughter"}};
    CHECK(api.post("/v1/must-not-links", {{"profiles", {two.firstId}}}).errors() ==
          Errors{"/profiles wrong_type", "/reason required"});
    const auto made = api.post("/v1/must-not-links", body);
    CHECK(made.status == 201);
    CHECK(api.post("/v1/must-not-links", body).status == 409);
    CHECK(api.post("/v1/merges", two.body()).errors() == Errors{"/profiles must_not_link"});
    CHECK(api.observe(two.both())["refused"][0]["code"] == "must_not_link");
    const auto listed = api.get("/v1/must-not-links?profile=" + refOf(two.first)).body["items"][0];
    CHECK(listed["reason"] == "mother and daughter");
    CHECK(listed["id"] == made.body["id"]);
    CHECK(conflictOf(api, two) == nullptr);
    CHECK(conflictOf(api, two, "&state=forbidden")["code"] == "must_not_link");
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
          "2 observations would have joined these two by phone. This phone would join two people with "
          "different "
          "values of a unique type.");
    CHECK(conflictOf(api, two, "&sort=-observations") == conflict);
}

TEST_CASE("a conflict is put aside, and forbidden for good", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    CHECK(api.post(path + "/merge", Json::object()).errors().front() == "/profiles unique_conflict");
    CHECK(api.post(path + "/dismiss", {{"reason", "twins"}}).body["state"] == "dismissed");
    CHECK(conflictOf(api, two) == nullptr);
    CHECK(conflictOf(api, two, "&state=dismissed")["observations"] == 1);
    const auto forbidden = api.post(path + "/forbid", {{"reason", "twins"}}).body;
    CHECK(forbidden["state"] == "forbidden");
    CHECK(api.get("/v1/must-not-links?profile=" + two.firstId).body["items"][0]["id"] ==
          forbidden["must_not_link"]);
    CHECK(api.post(path + "/dismiss", Json::object()).status == 409);
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
    SECTION("merge, once the two may") {
        for (const auto& id : {two.firstId, two.secondId}) {
            const auto profile = api.profile(id);
            for (const auto& each : profile["identifiers"]) {
                if (each["type"] != "external_id") continue;
                const auto value = each["value"].get<std::string>();
                CHECK(api.call({.method = "DELETE",
                                .path = "/v1/profiles/" + id + "/identifiers/external_id/" + value,
                                .key = api.write})
                          .status == 204);
            }
        }
        const auto merged = once("/merge");
        CHECK(api.get("/v1/merges/" + merged["merge"].get<std::string>()).body["rule"] == "hand");
    }
    SECTION("dismiss") {
        CHECK(once("/dismiss")["merge"].is_null());
    }
}

TEST_CASE("a conflict of two who are forbidden already is decided by that", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    const auto standing =
        api.post("/v1/must-not-links", {{"profiles", {two.firstId, two.secondId}}, {"reason", "twins"}}).body;
    CHECK(conflictOf(api, two) == nullptr);
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

TEST_CASE("conflicts are between who the two are now", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Customers two(api);
    // A third, who has the same conflict with the second, and becomes one with the first.
    const auto third = person("email", fresh("t") + "@example.com");
    api.observe(third);
    auto joining = third;
    joining["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
    api.observe(joining);
    joining = third;
    joining["identifiers"].push_back(two.second["identifiers"][0]);
    REQUIRE(api.observe(joining)["refused"].size() == 1);
    const std::string thirdId = api.profile(refOf(third))["id"];
    const auto profile = api.profile(thirdId);
    for (const auto& each : profile["identifiers"]) {
        if (each["type"] != "external_id") continue;
        REQUIRE(api.call({.method = "DELETE",
                          .path = "/v1/profiles/" + thirdId + "/identifiers/external_id/" +
                                  each["value"].get<std::string>(),
                          .key = api.write})
                    .status == 204);
    }
    const auto merged = api.post(
        "/v1/merges", {{"profiles", {{{"ref", two.firstId}}, {{"ref", thirdId}}}}, {"survivor", thirdId}});
    REQUIRE(merged.status == 201);

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

TEST_CASE("a merge by which an id came back has to be taken back first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto made = [&] {
        return api.observe(person("email", fresh("m") + "@example.com"))["profile_id"].get<std::string>();
    };
    const auto merge = [&](const std::string& survivor, const std::string& other) {
        const auto answer = api.post(
            "/v1/merges", {{"profiles", {{{"ref", survivor}}, {{"ref", other}}}}, {"survivor", survivor}});
        REQUIRE(answer.status == 201);
        return answer.body["id"].get<std::string>();
    };
    const auto undo = [&](const std::string& id) {
        return api
            .call({.method = "POST", .path = "/v1/merges/" + id + "/undo", .key = api.write, .type = ""})
            .status;
    };
    const auto a = made();
    const auto b = made();
    const auto x = made();
    const auto z = made();
    const auto first = merge(x, z);
    const auto second = merge(b, x);
    const auto third = merge(a, b);
    REQUIRE(undo(first) == 200);
    REQUIRE(undo(second) == 200);
    const auto fourth = merge(z, a);
    CHECK(undo(third) == 409);
    CHECK(undo(fourth) == 200);
    CHECK(undo(third) == 200);
    for (const auto& id : {a, b, x, z}) CHECK(api.profile(id)["id"] == id);
}

TEST_CASE("a conflict that was forbidden and is allowed again waits again once it is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Customers two(api);
    const auto path = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    const auto forbidden = api.post(path + "/forbid", {{"reason", "not sure"}}).body;
    const auto lift = "/v1/must-not-links/" + forbidden["must_not_link"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = lift, .key = api.write, .type = ""}).status == 204);
    auto again = two.both();
    again["id"] = fresh("again");
    REQUIRE(api.observe(again)["refused"][0]["code"] == "unique_conflict");
    CHECK(conflictOf(api, two)["observations"] == 2);
}
