// SPDX-License-Identifier: Apache-2.0
// An address that was only claimed, and is confirmed.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/api/api_server.hpp"
#include "tests/api/site.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// The first change of the address that the feed tells of, once it does.
Json changeOf(ApiServer& api, const Json& address, std::string after) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (std::chrono::steady_clock::now() < deadline) {
        const auto page = api.get("/v1/events?after=" + after);
        for (const auto& event : page.body["items"])
            if (event["type"] == "endpoint.changed" && event["identifier"] == address) return event;
        after = page.body["next_after"];
        std::this_thread::yield();
    }
    return {};
}

}  // namespace

TEST_CASE("an address that is confirmed is told of as one whose state changed", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = person("email", fresh("confirmed") + "@example.com")["identifiers"][0];
    const auto browser = cookie();
    auto confirming = Json{{"identifiers", Json::array({browser})}};
    const bool isKnown = GENERATE(true, false);
    if (isKnown) {
        confirming["identifiers"].push_back(somebody()["identifiers"][0]);
        api.observe(confirming);
    }
    const std::string after = api.get("/v1/events?after=latest").body["next_after"];
    const std::string visitor =
        api.observe({{"evidence", "claimed"}, {"identifiers", Json::array({browser, email})}})["profile_id"];
    confirming["identifiers"].push_back(email);
    SECTION("by whoever attests it") {
        api.observe(confirming);
    }
    SECTION("by the person") {
        auto state = email;
        state.update({{"state", "active"}, {"reason", "double_opt_in"}});
        confirming["endpoints"] = Json::array({state});
        api.observe(confirming);
    }
    SECTION("by hand") {
        const auto path =
            "/v1/profiles/" + visitor + "/identifiers/email/" + email["value"].get<std::string>();
        REQUIRE(api.call({.method = "PUT", .path = path, .key = api.write, .type = ""}).status == 200);
    }
    const auto told = changeOf(api, email, after);
    CHECK(told["before"] == "unconfirmed");
    CHECK(told["after"] == "active");
    CHECK(told["profile_id"] == api.profile(visitor)["id"]);
}
