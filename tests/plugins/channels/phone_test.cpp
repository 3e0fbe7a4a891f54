// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/channels/channel_server.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("a number that can't be one is dropped with a warning, and the rest counts", "[phone]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["identifiers"].push_back({{"type", "phone"}, {"value", "call me"}});
    observation["fields"] = {{"nickname", "Ann"}};
    const auto outcome = api.observe(observation);
    REQUIRE(outcome["warnings"].size() == 1);
    CHECK(outcome["warnings"][0]["pointer"].get<std::string>().starts_with("/identifiers/1"));
    CHECK(outcome["warnings"][0]["code"] == "not_a_phone_number");
    const auto profile = api.profile(refOf(observation));
    CHECK(profile["identifiers"].size() == 1);
    CHECK(profile["fields"]["nickname"] == "Ann");
    // With nothing left, there is nobody.
    CHECK(api.post("/v1/observations", person("phone", "call me")).code() == "invalid_input");
}

TEST_CASE("numbers are one however they are written, in the region that is configured", "[phone]") {
    ApiServer api(eachEngine(), {"plugins.load.phone.options={default_region: UA}"});
    api.observe(person("phone", "044 123 45 67"));
    const auto profile = api.profile("phone:%2B380441234567");
    CHECK(identifierOf(profile, "phone", "+380441234567")["given"] == "044 123 45 67");
    CHECK(api.observe(person("phone", "+380 (44) 123-45-67"))["profile_id"] == profile["id"]);
    CHECK(api.profile("phone:0441234567")["id"] == profile["id"]);
    // It has no channel, so no state.
    CHECK(identifierOf(profile, "phone", "+380441234567").value("endpoint", Json()).is_null());
}
