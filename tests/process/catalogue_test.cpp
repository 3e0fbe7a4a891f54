// SPDX-License-Identifier: Apache-2.0
// Two servers on one database: what one of them is told, the other one knows.
#include <catch2/catch.hpp>

#include "tests/process/kith_server.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using nlohmann::json;

namespace {

/// What is said of somebody with this, which has to be taken.
json warningsOf(test::ApiClient& client, const std::string& who, const json& more) {
    json observation{{"identifiers", {{{"type", "external_id"}, {"value", who}}}}};
    observation.update(more);
    const auto answer = client.post("/v1/observations", observation);
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return json::parse(answer.body).at("warnings");
}

}  // namespace

TEST_CASE("what is made through one server is taken by the other one at once", "[process]") {
    const test::TestDatabase database(storage::Engine::Postgresql);
    const KithServer first(database.url());
    const KithServer second(database.url());
    const auto key = first.key("admin");
    auto made = first.client(key);
    auto taken = second.client(key);
    for (int i = 0; i < 5; ++i) {
        const auto name = "made_" + std::to_string(i);
        CHECK(warningsOf(taken, name, {{"fields", {{name, "a"}}}}).size() == 1);
        REQUIRE(made.post("/v1/fields",
                          {{"key", name}, {"type", "single_choice"}, {"options", {{"choices", {"a"}}}}})
                    .status == 201);
        CHECK(warningsOf(taken, name, {{"fields", {{name, "a"}}}}).empty());
        const json wider{{"options", {{"choices", {"a", "b"}}}}};
        REQUIRE(made.call("PATCH", "/v1/fields/" + name, wider.dump()).status == 200);
        CHECK(warningsOf(taken, name, {{"fields", {{name, "b"}}}}).empty());
        REQUIRE(made.post("/v1/categories", {{"key", name}}).status == 201);
        CHECK(warningsOf(taken, name, {{"subscriptions", {{name, "subscribed"}}}}).empty());
    }
    const auto profile = json::parse(taken.get("/v1/profiles/external_id:made_4").body);
    CHECK(profile.at("fields") == json({{"made_4", "b"}}));
}

TEST_CASE("a field keeps its type on every server once one of them has written a value", "[process]") {
    const test::TestDatabase database(storage::Engine::Postgresql);
    const KithServer first(database.url());
    const KithServer second(database.url());
    const auto key = first.key("admin");
    auto one = first.client(key);
    auto other = second.client(key);
    REQUIRE(one.post("/v1/fields", {{"key", "size"}, {"type", "text"}}).status == 201);
    CHECK(warningsOf(other, "ann", {{"fields", {{"size", "43"}}}}).empty());
    CHECK(one.call("PATCH", "/v1/fields/size", R"({"type": "integer"})").status == 409);
    // Servers that start with other words for it leave it as it is, and say where these stand.
    const auto ended = kith::test::run(kith::test::serving(
        database.url(), {"fields=[{key: size, type: integer}]", "http.listen=127.0.0.1:0"}));
    CHECK(ended.code == kith::test::kFailed);
    CHECK(ended.err.find("size") != std::string::npos);
    CHECK(json::parse(one.get("/v1/fields/size").body).at("type") == "text");
}

TEST_CASE("what the configuration lists no longer is archived when a server starts", "[process]") {
    const test::TestDatabase database(test::eachEngine());
    std::string key;
    {
        KithServer server(database.url(), {"fields=[{key: shoe, type: integer}]"});
        key = server.key("admin");
        auto client = server.client(key);
        CHECK(warningsOf(client, "ann", {{"fields", {{"shoe", 43}}}}).empty());
        REQUIRE(server.stop().code == 0);
    }
    {
        KithServer server(database.url(), {"fields=[]"});
        auto client = server.client(key);
        CHECK(json::parse(client.get("/v1/fields/shoe").body).at("archived") == true);
        CHECK(warningsOf(client, "ann", {{"fields", {{"shoe", 44}}}})[0].at("code") == "archived_field");
        REQUIRE(client.call("PATCH", "/v1/fields/shoe", R"({"archived": false})").status == 200);
        CHECK(warningsOf(client, "ann", {{"fields", {{"shoe", 44}}}}).empty());
        REQUIRE(server.stop().code == 0);
    }
}

TEST_CASE("a segment that the configuration lists no longer stays, and is the API's", "[process]") {
    const test::TestDatabase database(test::eachEngine());
    const std::string listed =
        "segments=[{id: shod, name: Shod, condition: {field: shoe, is: greater, value: 40}}]";
    std::string key;
    {
        KithServer server(database.url(), {"fields=[{key: shoe, type: integer}]", listed});
        key = server.key("write");
        auto client = server.client(key);
        CHECK(warningsOf(client, "ann", {{"fields", {{"shoe", 43}}}}).empty());
        CHECK(json::parse(client.get("/v1/segments/shod/members").body).at("items").size() == 1);
        CHECK(client.call("DELETE", "/v1/segments/shod", "").status == 409);
        const auto ended = server.stop();
        CHECK(ended.err.find("event=provisioned what=segment key=shod change=added") != std::string::npos);
    }
    {
        // The same again changes nothing.
        KithServer server(database.url(), {"fields=[{key: shoe, type: integer}]", listed});
        CHECK(server.stop().err.find("event=provisioned") == std::string::npos);
    }
    {
        KithServer server(database.url(), {"fields=[{key: shoe, type: integer}]", "segments=[]"});
        auto client = server.client(key);
        CHECK(json::parse(client.get("/v1/segments/shod").body).at("managed_by") == "api");
        CHECK(json::parse(client.get("/v1/segments/shod/members").body).at("items").size() == 1);
        CHECK(client.call("DELETE", "/v1/segments/shod", "").status == 204);
        REQUIRE(server.stop().code == 0);
    }
    // With its field gone it can't be listed, and nothing is written.
    const auto ended = kith::test::run(
        kith::test::serving(database.url(), {"fields=[]", listed, "http.listen=127.0.0.1:0"}));
    CHECK(ended.code == kith::test::kFailed);
    CHECK(ended.err.find("/segments/0/condition/field") != std::string::npos);
    KithServer server(database.url(), {"fields=[{key: shoe, type: integer}]", "segments=[]"});
    CHECK(server.client(key).get("/v1/segments/shod").status == 404);
    CHECK(server.stop().err.find("event=provisioned") == std::string::npos);
}
