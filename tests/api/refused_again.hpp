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

/// A third, who has the same conflict with the second, so many times; observed now, unless it is said when.
[[nodiscard]] inline std::string refuseThird(ApiServer& api, Customers& two, int times,
                                             const std::string& observedAt = "") {
    const auto third = person("email", fresh("t") + "@example.com");
    std::string thirdId = api.observe(third)["profile_id"];
    const auto customer = fresh("c");
    auto joining = third;
    joining["identifiers"].push_back({{"type", "external_id"}, {"value", customer}});
    api.observe(joining);
    for (int time = 0; time < times; ++time) {
        joining = third;
        joining["id"] = fresh("joining");
        if (!observedAt.empty()) joining["observed_at"] = observedAt;
        joining["identifiers"].push_back(two.second["identifiers"][0]);
        REQUIRE(api.observe(joining)["refused"].size() == 1);
    }
    REQUIRE(api.call({.method = "DELETE",
                      .path = "/v1/profiles/" + thirdId + "/identifiers/external_id/" + customer,
                      .key = api.write})
                .status == 204);
    return thirdId;
}

/// Makes the first and a third one, who is shown as the third. The merge's id.
inline std::string becomeThird(ApiServer& api, const Two& two, const std::string& thirdId) {
    const auto merged = api.post(
        "/v1/merges", {{"profiles", {{{"ref", two.firstId}}, {{"ref", thirdId}}}}, {"survivor", thirdId}});
    REQUIRE(merged.status == 201);
    return merged.body["id"].get<std::string>();
}

/// A third, who has the same conflict with the second, so many times, and becomes one with the first.
[[nodiscard]] inline std::string joinThird(ApiServer& api, Customers& two, int times,
                                           const std::string& observedAt = "") {
    auto thirdId = refuseThird(api, two, times, observedAt);
    becomeThird(api, two, thirdId);
    return thirdId;
}

}  // namespace kith::test
