// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "tests/api/two_people.hpp"

namespace kith::test {

/// One more observation that would have joined them.
inline void comeAgain(ApiServer& api, Customers& two) {
    auto again = two.both();
    again["id"] = fresh("again");
    REQUIRE(api.observe(again)["refused"].size() == 1);
}

/// A third, who has the same conflict with the second, so many times, and becomes one with the first.
[[nodiscard]] inline std::string joinThird(ApiServer& api, Customers& two, int times) {
    const auto third = person("email", fresh("t") + "@example.com");
    const std::string thirdId = api.observe(third)["profile_id"];
    const auto customer = fresh("c");
    auto joining = third;
    joining["identifiers"].push_back({{"type", "external_id"}, {"value", customer}});
    api.observe(joining);
    for (int time = 0; time < times; ++time) {
        joining = third;
        joining["id"] = fresh("joining");
        joining["identifiers"].push_back(two.second["identifiers"][0]);
        REQUIRE(api.observe(joining)["refused"].size() == 1);
    }
    REQUIRE(api.call({.method = "DELETE",
                      .path = "/v1/profiles/" + thirdId + "/identifiers/external_id/" + customer,
                      .key = api.write})
                .status == 204);
    const auto merged = api.post(
        "/v1/merges", {{"profiles", {{{"ref", two.firstId}}, {{"ref", thirdId}}}}, {"survivor", thirdId}});
    REQUIRE(merged.status == 201);
    return thirdId;
}

}  // namespace kith::test
