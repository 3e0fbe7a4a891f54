// SPDX-License-Identifier: Apache-2.0
// What becomes of later merges when an earlier one is taken back.
#include <catch2/catch.hpp>

#include "tests/api/site.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;

namespace {

std::string newestMerge(ApiServer& api, const std::string& id) {
    return api.get("/v1/merges?profile=" + id).body["items"][0]["id"];
}

}  // namespace

TEST_CASE("who became one with the survivor later stays there when the earlier merge is taken back",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Two two(api);
    REQUIRE(api.observe(two.both())["result"] == "merged");
    const auto merge = newestMerge(api, two.firstId);
    auto third = person("email", fresh("t") + "@example.com");
    third["fields"] = {{"nickname", "Cem"}};
    third["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
    const auto address = third["identifiers"][0];
    const std::string thirdId = api.observe(third)["profile_id"];
    const bool byHand = GENERATE(false, true);
    CAPTURE(byHand);
    if (byHand) {
        const Json body{{"profiles", {{{"ref", two.firstId}}, {{"ref", thirdId}}}}};
        REQUIRE(api.post("/v1/merges", body).body["survivor"] == two.firstId);
    } else {
        REQUIRE(api.observe({{"identifiers", {address, two.first["identifiers"][0]}}})["result"] == "merged");
    }
    const auto later = newestMerge(api, two.firstId);
    REQUIRE(later != merge);
    REQUIRE(api.profile(thirdId)["id"] == two.firstId);

    const auto undone = api.post("/v1/merges/" + merge + "/undo", Json::object());
    INFO(undone.text);
    CHECK(undone.status == 200);
    const auto second = api.profile(two.secondId);
    CHECK(second["id"] == two.secondId);
    CHECK(roleOf(second, two.second["identifiers"][0]) == "identifying");
    CHECK(roleOf(second, address).empty());
    CHECK(second["fields"]["nickname"] == "Anna");
    CHECK(second["activity"]["total"] == 0);
    const auto survivor = api.profile(thirdId);
    CHECK(survivor["id"] == two.firstId);
    CHECK(roleOf(survivor, address) == "identifying");
    CHECK(roleOf(survivor, two.first["identifiers"][0]) == "identifying");
    CHECK(survivor["fields"]["nickname"] == "Cem");
    CHECK(survivor["activity"]["total"] == 1);
    CHECK(api.get("/v1/merges/" + later).body["undone"].is_null());

    // It stands for itself, and can be taken back as well.
    CHECK(api.post("/v1/merges/" + later + "/undo", Json::object()).status == 200);
    CHECK(api.profile(refOf(third))["id"] == thirdId);
    CHECK(api.profile(two.firstId)["fields"]["nickname"] == "Ann");
}
