// SPDX-License-Identifier: Apache-2.0
#include "embedded.hpp"
#include "plugins/widget/store.hpp"
#include "tests/plugins/support/person_tables.hpp"

using kith::test::AppliedItem;
using kith::test::checkRemoved;
using kith::test::column;
using kith::test::kTextsByBytes;
using kith::test::PersonOf;
using nlohmann::json;

namespace {

struct Tables : kith::test::PersonTables<kith::widget::Store> {
    Tables() : PersonTables("widget", embedded::kMigrations) {}
};

AppliedItem shown(std::int64_t home, const std::string& display, const std::string& widget,
                  std::int64_t atMs = 1'000) {
    return {json{{"display", display},
                 {"widget", widget},
                 {"cookie", "c" + std::to_string(home)},
                 {"session", "s"},
                 {"agent", "a"},
                 {"frequency", "days"},
                 {"days", 7},
                 {"shown_at", atMs}}
                .dump(),
            home, 1'000};
}

/// Displays of three widgets in turn, at the same few moments.
std::vector<AppliedItem> displays(std::int64_t home, int count) {
    std::vector<AppliedItem> items;
    for (int i = 0; i < count; ++i) {
        items.push_back(shown(home, std::to_string(home) + "-" + std::to_string(i),
                              "w" + std::to_string(i % 3), 1'000 * (1 + i % 2)));
    }
    return items;
}

}  // namespace

TEST_CASE("all that a person was shown goes, and nobody else's", "[widget]") {
    Tables tables;
    for (const auto home : {1, 2, 3}) tables.apply(displays(home, 300));
    const PersonOf ann({1, 2}), other({3});
    const auto told = tables.exported(other);
    checkRemoved(tables.erase(ann, 50), 2 * (300 + 3), 50);
    CHECK(tables.exported(ann).first.empty());
    CHECK(tables.exported(other) == told);
    CHECK(tables.count("widget_display") == 300);
    CHECK(tables.count("widget_seen") == 3);
}

TEST_CASE("all that a person was shown is told, in parts", "[widget]") {
    Tables tables;
    for (const auto home : {1, 2, 3}) tables.apply(displays(home, 700));
    const auto [all, parts] = tables.exported(PersonOf({2, 1}));
    CHECK(parts == 3);
    CHECK(all["widgets"].size() == 6);
    CHECK(all["widgets"][0] == json{{"widget", "w0"},
                                    {"shown", 234},
                                    {"first_shown", "1970-01-01T00:00:01.000Z"},
                                    {"last_shown", "1970-01-01T00:00:02.000Z"}});
    REQUIRE(all["displays"].size() == 1'400);
    CHECK(all["displays"][0] == json{{"display", "1-0"},
                                     {"widget", "w0"},
                                     {"cookie", "c1"},
                                     {"session", "s"},
                                     {"agent", "a"},
                                     {"frequency", "days"},
                                     {"frequency_days", 7},
                                     {"at", "1970-01-01T00:00:01.000Z"}});
    std::set<std::string> seen;
    for (const auto& each : all["displays"]) seen.insert(each["display"]);
    CHECK(seen.size() == 1'400);
}

TEST_CASE("what a person was shown is told in the order of bytes", "[widget]") {
    Tables tables;
    std::vector<std::string> displays;
    for (const auto& text : kTextsByBytes) {
        displays.push_back(text + " again");
        tables.apply({shown(1, text, text)});
        tables.apply({shown(2, displays.back(), "w")});
    }
    const auto all = tables.exported(PersonOf({1})).first;
    CHECK(column(all.at("widgets"), "widget") == kTextsByBytes);
    CHECK(column(all.at("displays"), "widget") == kTextsByBytes);
    CHECK(column(tables.exported(PersonOf({2})).first.at("displays"), "display") == displays);
}
