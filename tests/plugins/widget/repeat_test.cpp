// SPDX-License-Identifier: Apache-2.0
#include "plugins/widget/repeat.hpp"

#include <catch2/catch.hpp>

using kith::widget::Display;
using kith::widget::findRepeats;
using kith::widget::Frequency;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 1'440 * kMinute;
constexpr Frequency kOnce{Frequency::Kind::Once};
constexpr Frequency kSession{Frequency::Kind::Session};
constexpr Frequency kWeekly{Frequency::Kind::Days, 7};

Display shown(const std::string& id, std::int64_t at, Frequency frequency, const std::string& cookie = "c1",
              const std::string& agent = "chrome") {
    return {id, "promo", cookie, "", agent, frequency, at};
}

}  // namespace

TEST_CASE("a first display is no repeat, whatever its frequency", "[widget]") {
    CHECK(findRepeats({}).empty());
    for (const auto frequency : {kOnce, kSession, kWeekly})
        CHECK(findRepeats({shown("a", 0, frequency)}).empty());
}

TEST_CASE("an unlimited widget is never a repeat", "[widget]") {
    CHECK(findRepeats({shown("a", 0, {}), shown("b", 1, {})}).empty());
}

TEST_CASE("every display after the first of a widget allowed once is a repeat, in any order", "[widget]") {
    const auto repeats =
        findRepeats({shown("c", 9 * kDay, kOnce), shown("a", 0, kOnce), shown("b", 5, kOnce)});
    REQUIRE(repeats.size() == 2);
    CHECK(repeats.at("b").shown == 2);
    CHECK(repeats.at("c").shown == 3);
    CHECK(repeats.at("c").allowed == "once");
}

TEST_CASE("displays of different widgets do not count together", "[widget]") {
    auto other = shown("b", 1, kOnce);
    other.widget = "survey";
    CHECK(findRepeats({shown("a", 0, kOnce), other}).empty());
}

TEST_CASE("within the days of its frequency a display is a repeat, on their end it is not", "[widget]") {
    CHECK(findRepeats({shown("a", 0, kWeekly), shown("b", 7 * kDay - 1, kWeekly)}).at("b").allowed ==
          "7 days");
    CHECK(findRepeats({shown("a", 0, kWeekly), shown("b", 7 * kDay, kWeekly)}).empty());
}

TEST_CASE("a session lasts until 30 idle minutes", "[widget]") {
    CHECK(findRepeats({shown("a", 0, kSession), shown("b", 30 * kMinute, kSession)}).at("b").shown == 2);
    CHECK(findRepeats({shown("a", 0, kSession), shown("b", 30 * kMinute + 1, kSession)}).empty());
    const auto chain = findRepeats(
        {shown("a", 0, kSession), shown("b", 20 * kMinute, kSession), shown("c", 40 * kMinute, kSession)});
    CHECK(chain.at("c").shown == 3);
}

TEST_CASE("the cause is told from cookie and browser", "[widget]") {
    const auto cause = [](const std::string& cookie, const std::string& agent) {
        return findRepeats({shown("a", 0, kOnce), shown("b", 1, kOnce, cookie, agent)}).at("b").cause;
    };
    CHECK(cause("c2", "chrome") == "storage_cleared");
    CHECK(cause("c2", "firefox") == "other_browser");
    CHECK(cause("c2", "") == "unknown");
    CHECK(cause("c1", "chrome") == "storage_cleared");
}
