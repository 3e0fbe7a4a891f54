// SPDX-License-Identifier: Apache-2.0
// Conflicts that are between the same two people since a merge: one stands for all, and what becomes of them.
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/api/life_cycle.hpp"
#include "tests/api/refused_again.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// Who is kept apart from the second, and by how many observations: in the order of the list, a page each.
using Counts = std::vector<std::pair<std::string, int>>;

Counts countsOf(ApiServer& api, const Two& two, const std::string& state = "open") {
    Counts counts;
    for (const auto& page : pagesOf(api, "/v1/conflicts?sort=-observations&limit=1&state=" + state)) {
        for (const auto& each : page) {
            const auto& profiles = each["profiles"];
            const std::size_t other = profiles[0] == two.secondId ? 1 : 0;
            REQUIRE(profiles[1 - other] == two.secondId);
            counts.emplace_back(profiles[other].get<std::string>(), each["observations"].get<int>());
        }
    }
    return counts;
}

/// Of the only one that waits.
std::string pathOfOpen(ApiServer& api) {
    const auto items = api.get("/v1/conflicts").body["items"];
    REQUIRE(items.size() == 1);
    return "/v1/conflicts/" + items[0]["id"].get<std::string>();
}

void undo(ApiServer& api, const std::string& merge) {
    REQUIRE(api.post("/v1/merges/" + merge + "/undo", Json::object()).status == 200);
}

}  // namespace

TEST_CASE("a conflict says what those for which it stands counted too, and each of these what it counted",
          "[api]") {
    ApiServer api(eachEngine());
    Customers two(api);
    const auto before = "/v1/conflicts/" + conflictOf(api, two)["id"].get<std::string>();
    const auto thirdId = joinThird(api, two, 2);
    CHECK(countsOf(api, two) == Counts{{thirdId, 3}});
    const auto path = pathOfOpen(api);
    REQUIRE(path != before);
    CHECK(api.get(path).body["observations"] == 3);
    CHECK(api.get(before).body["observations"] == 1);
}

TEST_CASE("conflicts stand for themselves again once the merge was taken back", "[api]") {
    ApiServer api(eachEngine());
    Customers two(api);
    comeAgain(api, two);
    comeAgain(api, two);
    const auto thirdId = refuseThird(api, two, 1);
    const Counts apart{{two.firstId, 3}, {thirdId, 1}};
    REQUIRE(countsOf(api, two) == apart);
    const auto merge = becomeThird(api, two, thirdId);
    REQUIRE(countsOf(api, two) == Counts{{thirdId, 4}});
    undo(api, merge);
    CHECK(countsOf(api, two) == apart);
    comeAgain(api, two);
    CHECK(countsOf(api, two) == Counts{{two.firstId, 4}, {thirdId, 1}});
}

TEST_CASE("a verdict on the conflict that stands for others settles them, and counts its own", "[api]") {
    ApiServer api(eachEngine());
    Customers two(api);
    comeAgain(api, two);
    const auto thirdId = joinThird(api, two, 1);
    const auto path = pathOfOpen(api);
    REQUIRE(api.get(path).body["observations"] == 3);
    REQUIRE(api.post(path + "/dismiss", Json::object()).status == 200);
    CHECK(countsOf(api, two).empty());
    CHECK(countsOf(api, two, "dismissed") == Counts{{thirdId, 1}});
    CHECK(api.get(path).body["observations"] == 1);
    comeAgain(api, two);
    CHECK(countsOf(api, two).empty());
    CHECK(countsOf(api, two, "dismissed") == Counts{{thirdId, 2}});
}

TEST_CASE("what is refused after the merge is counted with what was before", "[api]") {
    ApiServer api(eachEngine());
    Customers two(api);
    const int ofThird = GENERATE(0, 1);
    CAPTURE(ofThird);
    const auto thirdId = joinThird(api, two, ofThird);
    REQUIRE(countsOf(api, two) == Counts{{thirdId, 1 + ofThird}});
    comeAgain(api, two);
    CHECK(countsOf(api, two) == Counts{{thirdId, 2 + ofThird}});
}

TEST_CASE("conflicts that were forbidden together wait together once that is lifted", "[api]") {
    ApiServer api(eachEngine());
    Customers two(api);
    const auto thirdId = joinThird(api, two, 2);
    const auto forbidden = api.post(pathOfOpen(api) + "/forbid", {{"reason", "not sure"}});
    REQUIRE(forbidden.status == 200);
    CHECK(countsOf(api, two).empty());
    CHECK(countsOf(api, two, "forbidden") == Counts{{thirdId, 2}});
    REQUIRE(remove(api, "/v1/must-not-links/" + forbidden.body["must_not_link"].get<std::string>()).status ==
            204);
    CHECK(countsOf(api, two) == Counts{{thirdId, 3}});
    CHECK(countsOf(api, two, "forbidden").empty());
}

TEST_CASE("a conflict stands for those of one merge after the other", "[api]") {
    ApiServer api(eachEngine());
    Customers two(api);
    comeAgain(api, two);
    const auto thirdId = joinThird(api, two, 1);
    REQUIRE(countsOf(api, two) == Counts{{thirdId, 3}});
    const auto fourthId = refuseThird(api, two, 2);
    REQUIRE(countsOf(api, two) == Counts{{thirdId, 3}, {fourthId, 2}});
    const auto merge = becomeThird(api, two, fourthId);
    CHECK(countsOf(api, two) == Counts{{fourthId, 5}});
    undo(api, merge);
    CHECK(countsOf(api, two) == Counts{{thirdId, 3}, {fourthId, 2}});
}

TEST_CASE("a conflict stands for those whom a merge joined while the other side was deleted", "[api]") {
    ApiServer api(eachEngine());
    Customers two(api);
    const auto thirdId = refuseThird(api, two, 2);
    const auto path = "/v1/profiles/" + two.secondId;
    REQUIRE(remove(api, path).status == 200);
    becomeThird(api, two, thirdId);
    CHECK(countsOf(api, two).empty());
    REQUIRE(api.call({.method = "POST", .path = path + "/restore", .key = api.write, .type = ""}).status ==
            200);
    CHECK(countsOf(api, two) == Counts{{thirdId, 3}});
}
