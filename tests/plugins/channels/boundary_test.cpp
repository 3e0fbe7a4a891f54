// SPDX-License-Identifier: Apache-2.0
// What a bad plugin does to a whole server.
#include <catch2/catch.hpp>

#include "tests/plugins/channels/channel_server.hpp"

using namespace kith;
using namespace kith::test;

namespace {

std::string load(const std::string& path) {
    return "plugins.load=[{name: fields}, {path: '" + path + "'}, {name: email}, {name: phone}]";
}

Json pluginOf(ApiServer& api, const std::string& name) {
    const auto answer = api.get("/v1/plugins");
    for (const auto& each : answer.body["items"]) {
        if (each["name"] == name) return each;
    }
    FAIL("there is no plugin " << name << ": " << answer.text);
    return {};
}

}  // namespace

TEST_CASE("a plugin that throws is a 500 on its own route, and the server lives", "[plugins]") {
    ApiServer api(eachEngine(), {load(KITH_THROWING_PLUGIN)});
    for (const auto* path : {"/channels/thrower/it", "/channels/thrower/number"}) {
        const auto answer = api.call({.path = path});
        CHECK(answer.status == 500);
        CHECK(answer.text.find("nobody may see") == std::string::npos);
    }
    CHECK(api.call({.path = "/channels/thrower/conflict"}).status == 409);
    // It throws from normalize, panel and annotate too: people are written and shown all the same.
    const auto someone = somebody();
    api.observe(someone);
    CHECK(api.profile(refOf(someone))["known"] == true);
    CHECK(timeline(api, refOf(someone)).empty());
    CHECK(api.call({.path = "/readyz"}).status == 200);
    CHECK(api.log().find("nobody may see") == std::string::npos);
}

TEST_CASE("a plugin that takes a route of the core is refused with that reason, and the rest runs",
          "[plugins]") {
    ApiServer api(eachEngine(), {load(KITH_TAKING_PLUGIN)});
    const auto taker = pluginOf(api, "plain");
    CHECK(taker["state"] == "failed");
    CHECK(taker.dump().find("GET /v1/profiles/{anything} is there already") != std::string::npos);
    CHECK(api.get("/v1/profiles/external_id:nobody").code() == "not_found");
    CHECK(pluginOf(api, "email")["state"] == "running");
}

TEST_CASE("a plugin with a missing symbol is listed as failed with the loader's words", "[plugins]") {
    ApiServer api(eachEngine(), {load(KITH_MISSING_SYMBOL_PLUGIN)});
    const auto failed = pluginOf(api, "missing_symbol");
    CHECK(failed["state"] == "failed");
    CHECK(failed.dump().find("undefined symbol") != std::string::npos);
    CHECK(api.call({.path = "/readyz"}).status == 200);
}
