// SPDX-License-Identifier: Apache-2.0
// In which order conflicts are listed, and on which page each is.
#include <catch2/catch.hpp>

#include "tests/api/refused_again.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// What the pages of so many items each hold, one after the other; a page may hold fewer.
std::vector<Json> itemsByPages(ApiServer& api, const std::string& sort, std::size_t limit) {
    std::vector<Json> items;
    for (const auto& page : pagesOf(api, "/v1/conflicts?sort=" + sort + "&limit=" + std::to_string(limit))) {
        REQUIRE(page.size() <= limit);
        items.insert(items.end(), page.begin(), page.end());
    }
    return items;
}

}  // namespace

TEST_CASE("pages hold each conflict once, by the last observation or by how many there were", "[api]") {
    ApiServer api(eachEngine());
    Customers oldest(api, "2026-01-03T00:00:00Z");
    const Customers newest(api, "2026-01-05T00:00:00Z");
    Customers between(api, "2026-01-04T00:00:00Z");
    comeAgain(api, oldest);
    comeAgain(api, oldest);
    comeAgain(api, between);
    const auto idOf = [&](const Two& two) { return conflictOf(api, two)["id"].get<std::string>(); };
    const std::vector byTime{idOf(newest), idOf(between), idOf(oldest)};
    CHECK(idsByPages(api, "/v1/conflicts?limit=1") == byTime);
    const std::vector byObservations{idOf(oldest), idOf(between), idOf(newest)};
    CHECK(idsByPages(api, "/v1/conflicts?limit=1&sort=-observations") == byObservations);
}

TEST_CASE("conflicts that are between the same two by now are placed by what they count together", "[api]") {
    ApiServer api(eachEngine());
    Customers several(api);
    comeAgain(api, several);
    const auto thirdId = joinThird(api, several, 2);
    Customers one(api);
    comeAgain(api, one);
    comeAgain(api, one);
    const auto items = api.get("/v1/conflicts?sort=-observations").body["items"];
    INFO(items.dump());
    REQUIRE(items.size() == 2);
    CHECK(items[0]["profiles"] == Json::array({several.secondId, thirdId}));
    CHECK(items[0]["observations"] == 4);
    CHECK(items[1]["profiles"] == Json::array({one.firstId, one.secondId}));
    CHECK(items[1]["observations"] == 3);
}

TEST_CASE("pages of any length are in one order, also where several are between the same two by now",
          "[api]") {
    ApiServer api(eachEngine());
    Customers several(api);
    comeAgain(api, several);
    const auto thirdId = joinThird(api, several, 2);
    Customers most(api);
    comeAgain(api, most);
    comeAgain(api, most);
    const Customers least(api);
    const auto idOf = [&](const Two& two) { return conflictOf(api, two)["id"].get<std::string>(); };

    const std::string sort = GENERATE("-observations", "-last_at");
    const auto whole = api.get("/v1/conflicts?sort=" + sort).body["items"];
    INFO(whole.dump());
    REQUIRE(whole.size() == 3);
    CHECK(whole[0]["profiles"] == Json::array({several.secondId, thirdId}));
    CHECK(whole[0]["observations"] == 4);
    const std::string united = whole[0]["id"];
    const std::vector byObservations{united, idOf(most), idOf(least)};
    const std::vector byTime{united, idOf(least), idOf(most)};
    const auto& expected = sort == "-observations" ? byObservations : byTime;
    for (std::size_t place = 0; place < expected.size(); ++place)
        CHECK(whole[place]["id"] == expected[place]);
    for (const std::size_t limit : {1U, 2U, 3U, 4U}) {
        CAPTURE(limit);
        const auto items = itemsByPages(api, sort, limit);
        REQUIRE(items.size() == 3);
        for (std::size_t place = 0; place < items.size(); ++place) CHECK(items[place] == whole[place]);
    }
}

TEST_CASE("conflicts that are between the same two by now are as new as the newest of them", "[api]") {
    ApiServer api(eachEngine());
    Customers several(api, "2026-01-05T00:00:00Z");
    const auto thirdId = joinThird(api, several, 1, "2026-01-03T00:00:00Z");
    const Customers between(api, "2026-01-04T00:00:00Z");
    for (const std::size_t limit : {1U, 2U}) {
        CAPTURE(limit);
        const auto items = itemsByPages(api, "-last_at", limit);
        REQUIRE(items.size() == 2);
        CHECK(items[0]["profiles"] == Json::array({several.secondId, thirdId}));
        CHECK(items[0]["first_at"].get<std::string>().starts_with("2026-01-03T00:00:00"));
        CHECK(items[0]["last_at"].get<std::string>().starts_with("2026-01-05T00:00:00"));
        CHECK(items[1]["profiles"] == Json::array({between.firstId, between.secondId}));
    }
}
