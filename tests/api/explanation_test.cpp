// SPDX-License-Identifier: Apache-2.0
// Why a profile is one person where no observation says so, and why it is not one with another.
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// Two people that nothing joins.
struct Strangers {
    explicit Strangers(ApiServer& server)
        : api(server), first(person("email", fresh("s") + "@example.com")), second(somebody()) {
        firstId = api.observe(first)["profile_id"];
        secondId = api.observe(second)["profile_id"];
    }
    [[nodiscard]] Json merge() const {
        const Call call{.method = "POST",
                        .path = "/v1/merges",
                        .key = api.write,
                        .body = Json{{"profiles", {{{"ref", firstId}}, {{"ref", secondId}}}},
                                     {"reason", "she wrote from both"}}
                                    .dump(),
                        .headers = {{"Idempotency-Key", fresh("merge")}}};
        const auto done = api.call(call);
        REQUIRE(done.status == 201);
        return api.get(done.header("Location")).body;
    }
    [[nodiscard]] Json undo(const Json& merge) const {
        const auto undone =
            api.post("/v1/merges/" + merge["id"].get<std::string>() + "/undo", {{"reason", "twins"}});
        REQUIRE(undone.status == 200);
        return undone.body;
    }
    [[nodiscard]] Json identity(const std::string& id) const {
        return api.get("/v1/profiles/" + id + "/identity").body;
    }
    /// Between an identifier of each.
    [[nodiscard]] Json between() const {
        const auto answer = api.get("/v1/profiles/" + refOf(first) + "/identity?between=" + refOf(first) +
                                    "," + refOf(second));
        INFO(answer.text);
        REQUIRE(answer.status == 200);
        return answer.body;
    }

    ApiServer& api;
    Json first, second;
    std::string firstId, secondId;
};

}  // namespace

TEST_CASE("two identifiers that a merge by hand joined are explained by it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Strangers two(api);
    const auto merge = two.merge();
    const auto explained = two.between();
    CHECK(explained["chain"].is_null());
    CHECK(explained["no_chain"].get<std::string>().find("`joined_by`") != std::string::npos);
    const Json expected{{"kind", "merge"},
                        {"id", merge["id"]},
                        {"rule", "hand"},
                        {"reason", "she wrote from both"},
                        {"survivor", merge["survivor"]},
                        {"absorbed", merge["absorbed"]},
                        {"at", merge["at"]},
                        {"observation", merge["observation"]}};
    CHECK(explained["joined_by"] == Json::array({expected}));
    CHECK(merge["observation"]["source"]["name"] == "test write");
    CHECK_FALSE(merge["observation"]["given_id"].is_null());

    // Of one that was taken back and made again, the one that stands.
    const auto undone = two.undo(merge);
    const auto lift = "/v1/must-not-links/" + undone["must_not_link"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = lift, .key = api.write, .type = ""}).status == 204);
    const auto again = two.merge();
    const auto joined = two.between()["joined_by"];
    REQUIRE(joined.size() == 1);
    CHECK(joined[0]["id"] == again["id"]);
}

TEST_CASE("an identifier that was attached by hand is explained by that", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = person("email", fresh("s") + "@example.com");
    const std::string id = api.observe(someone)["profile_id"];
    const auto own = somebody();
    const Json attached = own["identifiers"][0];
    const Call put{
        .method = "PUT",
        .path = "/v1/profiles/" + id + "/identifiers/external_id/" + attached["value"].get<std::string>(),
        .key = api.write,
        .type = "",
        .headers = {{"Idempotency-Key", fresh("put")}}};
    REQUIRE(api.call(put).status == 200);
    const auto path = "/v1/profiles/" + id + "/identity?between=" + refOf(someone) + "," + refOf(own);
    const auto explained = api.get(path).body;
    CHECK(explained["chain"].is_null());
    REQUIRE(explained["joined_by"].size() == 1);
    const auto& by = explained["joined_by"][0];
    CHECK(by["kind"] == "attachment");
    CHECK(by["identifier"] == attached);
    CHECK(by["home"] == id);
    CHECK(by["observation"]["given_id"] == put.headers[0].second);
    CHECK(by["observation"]["source"]["name"] == "test write");

    // Once something was seen with both there is a chain, which says it.
    auto both = someone;
    both["identifiers"].push_back(attached);
    api.observe(both);
    const auto linked = api.get(path).body;
    CHECK(linked["chain"].size() == 1);
    CHECK(linked["no_chain"].is_null());
    CHECK(linked["joined_by"] == Json::array());
}

TEST_CASE("whom somebody may not become one with is told, though nothing was refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Strangers two(api);
    const Json body{{"profiles", {two.firstId, two.secondId}}, {"reason", "mother and daughter"}};
    const auto made = api.post("/v1/must-not-links", body);
    REQUIRE(made.status == 201);
    const auto prohibition = api.get("/v1/must-not-links?profile=" + two.firstId).body["items"][0];
    for (const auto& [id, other] : {std::pair{two.firstId, two.secondId}, {two.secondId, two.firstId}}) {
        const Json expected{{"profile", other},
                            {"code", "must_not_link"},
                            {"identifier", nullptr},
                            {"must_not_link", made.body["id"]},
                            {"why", "Somebody decided that the two are not one person: mother and daughter"},
                            {"at", prohibition["at"]},
                            {"observation", prohibition["observation"]}};
        CHECK(two.identity(id)["not_merged"] == Json::array({expected}));
        CHECK(two.identity(id)["refusals"].empty());
    }
    const auto lift = "/v1/must-not-links/" + made.body["id"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = lift, .key = api.write, .type = ""}).status == 204);
    CHECK(two.identity(two.firstId)["not_merged"].empty());
}

TEST_CASE("what was refused because of a prohibition is told beside it, the newest first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Strangers two(api);
    const Json body{{"profiles", {two.firstId, two.secondId}}, {"reason", "twins"}};
    const auto made = api.post("/v1/must-not-links", body);
    REQUIRE(made.status == 201);
    auto both = two.first;
    both["identifiers"].push_back(two.second["identifiers"][0]);
    both["observed_at"] = "2026-01-01T00:00:00Z";
    REQUIRE(api.observe(both)["refused"][0]["code"] == "must_not_link");
    const auto told = two.identity(two.firstId)["not_merged"];
    REQUIRE(told.size() == 2);
    CHECK(told[0]["must_not_link"] == made.body["id"]);
    CHECK(told[1]["must_not_link"].is_null());
    CHECK(told[1]["code"] == "must_not_link");
    CHECK_FALSE(told[1]["identifier"].is_null());
    const auto keptApart = told[1]["why"].get<std::string>();
    CHECK(keptApart.find("A standing prohibition keeps") == 0);

    const auto path = "/v1/must-not-links/" + made.body["id"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""}).status == 204);
    const auto left = two.identity(two.firstId)["not_merged"];
    REQUIRE(left.size() == 1);
    CHECK(left[0]["why"].get<std::string>().find("A prohibition kept the two profiles apart then") == 0);
}

TEST_CASE("the identity of who came back tells of the merge and of what keeps them apart", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Strangers two(api);
    const auto merge = two.merge();
    const auto undone = two.undo(merge);
    const auto record = api.get("/v1/merges/" + merge["id"].get<std::string>()).body;
    for (const auto& id : {two.firstId, two.secondId}) {
        const auto identity = two.identity(id);
        CHECK(identity["merges"] == Json::array({record}));
        CHECK(identity["merges"][0]["undone"]["reason"] == "twins");
        REQUIRE(identity["not_merged"].size() == 1);
        CHECK(identity["not_merged"][0]["must_not_link"] == undone["must_not_link"]);
    }
}
