// SPDX-License-Identifier: Apache-2.0
// What becomes of fields that are unknown or invalid, by key and by deployment.
#include <catch2/catch.hpp>

#include "tests/api/catalogue_calls.hpp"

using namespace kith;
using namespace kith::test;

namespace {

std::string strictKey(ApiServer& api, const std::string& right) {
    const auto answer =
        administer(api, "POST", "/v1/keys", {{"name", "strict"}, {"right", right}, {"strict", true}});
    REQUIRE(answer.status == 201);
    CHECK(answer.body["strict"] == true);
    return answer.body["key"];
}

ApiAnswer observe(ApiServer& api, const std::string& key, const Json& body) {
    return api.call({.method = "POST", .path = "/v1/observations", .key = key, .body = body.dump()});
}

/// `text` fields, as the observation of somebody says them.
Json saying(const Json& fields) {
    auto someone = somebody();
    someone["fields"] = fields;
    return someone;
}

}  // namespace

TEST_CASE("a strict key loses the observation for a field, and only that one of several", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = strictKey(api, "write");
    const auto wrong = saying({{"shoe", 43}, {"points", "many"}, {"first_name", "Ann"}});
    const auto refused = observe(api, key, wrong);
    CHECK(refused.status == 400);
    CHECK(refused.errors() ==
          std::vector<std::string>{"/fields/points not_a_number", "/fields/shoe unknown_field"});
    CHECK(api.get("/v1/profiles/" + refOf(wrong)).status == 404);

    const auto good = saying({{"first_name", "Ann"}});
    const auto results = observe(api, key, Json::array({wrong, good})).body["results"];
    CHECK(results[0]["result"] == "rejected");
    CHECK(results[1]["result"] == "created");
    // Others go on hearing a warning.
    CHECK(api.observe(wrong)["warnings"].size() == 2);
}

TEST_CASE("strict is about fields alone", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = saying({{"first_name", "Ann"}});
    someone["subscriptions"] = {{"nothing", "subscribed"}};
    someone["identifiers"].push_back({{"type", "shoe"}, {"value", "43"}});
    const auto taken = observe(api, strictKey(api, "write"), someone);
    CHECK(taken.status == 200);
    CHECK(taken.body["warnings"].size() == 2);
}

TEST_CASE("a key that writes nothing is not strict", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto answer =
        administer(api, "POST", "/v1/keys", {{"name", "reader"}, {"right", "read"}, {"strict", true}});
    CHECK(answer.errors() == std::vector<std::string>{"/strict not_allowed"});
    CHECK(observe(api, strictKey(api, "public"), saying({{"shoe", 43}})).status == 400);
}

TEST_CASE("a deployment may reject unknown fields, and invalid values stay warnings", "[api]") {
    ApiServer api(eachEngine(), {"observations.unknown_fields=reject"});
    CHECK(observe(api, api.write, saying({{"shoe", 43}})).errors() ==
          std::vector<std::string>{"/fields/shoe unknown_field"});
    CHECK(api.observe(saying({{"points", "many"}}))["warnings"][0]["code"] == "not_a_number");
}

TEST_CASE("a deployment may make fields of unknown ones, and keeps the values that made them", "[api]") {
    ApiServer api(eachEngine(), {"observations.unknown_fields=create", "observations.max_created_fields=3"});
    const auto someone = saying({{"shoe", "43"}, {"first_name", "Ann"}});
    CHECK(api.observe(someone)["warnings"].empty());
    CHECK(api.profile(refOf(someone))["fields"] == Json({{"first_name", "Ann"}, {"shoe", "43"}}));
    const auto made = api.get("/v1/fields/shoe").body;
    CHECK(made["type"] == "text");
    CHECK(made["managed_by"] == "api");

    SECTION("only texts under keys that can be") {
        const auto other =
            saying({{"size", 43}, {"Shoe Size", "43"}, {"a/b", "43"}, {"age", "36"}, {"hat", "57"}});
        const auto outcome = api.observe(other);
        CHECK(outcome["warnings"].size() == 4);
        CHECK(api.get("/v1/fields/age").status == 404);
        CHECK(api.profile(refOf(other))["fields"] == Json({{"hat", "57"}}));
    }
    SECTION("never by what is claimed") {
        CHECK(observe(api, api.open, saying({{"hat", "57"}})).status == 200);
        auto lowered = saying({{"hat", "57"}});
        lowered["evidence"] = "claimed";
        CHECK(api.observe(lowered)["warnings"][0]["code"] == "unknown_field");
        CHECK(api.get("/v1/fields/hat").status == 404);
    }
    SECTION("not of an observation that is rejected") {
        auto wrong = saying({{"hat", "57"}});
        wrong["observed_at"] = "yesterday";
        CHECK(observe(api, api.write, wrong).status == 400);
        CHECK(api.get("/v1/fields/hat").status == 404);
    }
    SECTION("by a strict key and an edit too") {
        CHECK(observe(api, strictKey(api, "write"), saying({{"hat", "57"}})).status == 200);
        CHECK(api.patch("/v1/profiles/" + refOf(someone), {{"fields", {{"glove", "7"}}}}).status == 200);
        CHECK(api.profile(refOf(someone))["fields"]["glove"] == "7");
    }
    SECTION("up to a number, in a body of many too") {
        Json many = Json::array();
        for (int i = 0; i < 5; ++i) many.push_back(saying({{"more_" + std::to_string(i), "x"}}));
        const auto results = observe(api, api.write, many).body["results"];
        int left = 0;
        for (const auto& each : results) left += static_cast<int>(each["warnings"].size());
        CHECK(left == 3);
        const auto isTold = [](const Json& said) {
            return said["code"] == "unknown_field" &&
                   said["detail"].get<std::string>().find("`observations.max_created_fields` is reached") !=
                       std::string::npos;
        };
        CHECK(isTold(results[4]["warnings"][0]));
        const auto late = api.observe(saying({{"late", "x"}, {"size", 43}}))["warnings"];
        CHECK(isTold(late[0]));
        CHECK(late[1]["detail"] == "there is no such field");
        const auto refused = observe(api, strictKey(api, "write"), saying({{"late", "x"}}));
        CHECK(refused.status == 400);
        CHECK(isTold(refused.body["errors"][0]));
    }
    SECTION("an archived one is not made again") {
        REQUIRE(administer(api, "DELETE", "/v1/fields/shoe").status == 204);
        CHECK(api.observe(saying({{"shoe", "44"}}))["warnings"][0]["code"] == "archived_field");
    }
}
