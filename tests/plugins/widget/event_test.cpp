// SPDX-License-Identifier: Apache-2.0
#include "plugins/widget/event.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include <kith/sdk.hpp>

#include "plugins/widget/definition.hpp"
#include "plugins/widget/identifier.hpp"

using nlohmann::json;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;
const std::string kDisplay = "abcdefghijklmnopqrstuv";

constexpr auto kHasCategory = [](std::string_view key) { return key == "news"; };

json definition() {
    return kith::widget::readDefinition(
        R"({"name": "Summer promo", "form": ["email", "first_name"], "category": "news"})", kHasCategory);
}

json beacon() {
    return {{"cookie", "ABCDEFGHIJKLMNOPQRSTUVWX"}, {"session", "s1"}, {"events", json::array()}};
}

kith::widget::Seen read(const json& event) {
    return kith::widget::readEvent(event, beacon(), {{"promo", definition()}}, {kNow, "agent"});
}

std::vector<std::string> wrongIn(const std::function<void()>& call) {
    std::vector<std::string> pointers;
    try {
        call();
    } catch (const kith::sdk::Failure& failure) {
        for (const auto& each : failure.violations()) pointers.push_back(each.pointer);
    }
    return pointers;
}

}  // namespace

TEST_CASE("everything wrong with an event is told at once", "[widget]") {
    const json event = {{"type", "eaten"}, {"widget", "none"}, {"display", "short"},
                        {"age_ms", -1},    {"colour", 1},      {"values", 5}};
    CHECK_THAT(wrongIn([&] { (void)read(event); }),
               Catch::Matchers::UnorderedEquals(std::vector<std::string>{"/colour", "/type", "/widget",
                                                                         "/display", "/age_ms", "/values"}));
    CHECK(wrongIn([] {
              (void)read({{"type", "shown"}, {"widget", "promo"}, {"display", kDisplay}});
          }) == std::vector<std::string>{"/frequency"});
    CHECK(
        wrongIn([] {
            (void)read({{"type", "closed"}, {"widget", "promo"}, {"display", kDisplay}, {"frequency", {1}}});
        }) == std::vector<std::string>{"/frequency"});
}

TEST_CASE("a body that is no beacon is refused", "[widget]") {
    const auto body =
        GENERATE(as<std::string>{}, "", "[]", "{}", R"({"cookie": "c"})", R"({"cookie": 1, "events": []})",
                 R"({"cookie": "c", "events": {}})", R"({"cookie": "c", "events": [], "more": 1})",
                 R"({"cookie": "c", "events": [], "session": 5})",
                 R"({"cookie": "c", "events": [], "session": "a\u0000"})",
                 R"({"cookie": "c", "events": [{"frequency": )" + std::string(30'000, '[') +
                     std::string(30'000, ']') + "}]}");
    CHECK_THROWS_AS(kith::widget::parseBeacon(body), kith::sdk::Failure);
}

TEST_CASE("every event of a beacon brings its identity token", "[widget]") {
    auto body = beacon();
    body["identity_token"] = "a.b.c";
    CHECK(kith::widget::parseBeacon(body.dump()) == body);
    const json event = {{"type", "clicked"}, {"widget", "promo"}, {"display", kDisplay}};
    const auto read = kith::widget::readEvent(event, body, {{"promo", definition()}}, {kNow, "agent"});
    CHECK(read.observation["identity_token"] == "a.b.c");
    body.erase("identity_token");
    CHECK_FALSE(kith::widget::readEvent(event, body, {{"promo", definition()}}, {kNow, "agent"})
                    .observation.contains("identity_token"));
}

TEST_CASE("a display is delivered, dated by its age, and remembered with its frequency", "[widget]") {
    const auto seen = read({{"type", "shown"},
                            {"widget", "promo"},
                            {"display", kDisplay},
                            {"age_ms", 1'500},
                            {"frequency", {{"kind", "days"}, {"days", 7}}}});
    CHECK(seen.observation["id"] == "widget:" + kDisplay + ":shown");
    CHECK(seen.observation["observed_at"] == "2023-11-14T22:13:18.500Z");
    const auto& activity = seen.observation["activities"][0];
    CHECK(activity["status"] == "delivered");
    CHECK(activity["id"] == kDisplay);
    CHECK(activity["message"]["name"] == "Summer promo");
    CHECK(activity["properties"] ==
          json{{"display", kDisplay}, {"frequency", {{"kind", "days"}, {"days", 7}}}, {"session", "s1"}});
    CHECK(seen.display["days"] == 7);
    CHECK(seen.display["agent"] == "agent");
}

TEST_CASE("what becomes of a display leaves its properties as they were", "[widget]") {
    const auto type = GENERATE(as<std::string>{}, "clicked", "closed", "submitted");
    const auto seen = read({{"type", type}, {"widget", "promo"}, {"display", kDisplay}, {"url", "/sale"}});
    CHECK_FALSE(seen.observation["activities"][0].contains("properties"));
}

TEST_CASE("a submitted form claims what it says and no more than the widget asks for", "[widget]") {
    const auto seen =
        read({{"type", "submitted"},
              {"widget", "promo"},
              {"display", kDisplay},
              {"values", {{"email", "ann@example.com"}, {"first_name", "Ann"}, {"phone", "+441"}}}});
    CHECK(seen.display.is_null());
    CHECK(seen.observation["identifiers"].size() == 2);
    CHECK(seen.observation["identifiers"][1]["value"] == "ann@example.com");
    CHECK(seen.observation["fields"] == json{{"first_name", "Ann"}});
    CHECK(seen.observation["subscriptions"]["news"]["by"] == "person");
    CHECK(seen.observation["activities"][0]["status"] == "clicked");
    CHECK(seen.observation["activities"][1]["event"] == "form_submitted");
}

TEST_CASE("a widget's definition is checked whole and filled with defaults", "[widget]") {
    CHECK(definition()["frequency"] == json{{"kind", "once"}});
    CHECK(definition()["active"] == true);
    CHECK_THAT(wrongIn([] {
                   (void)kith::widget::readDefinition(
                       R"json({"name": "", "url": "javascript:alert(1)", "form": ["password"],
                "frequency": {"kind": "days"}, "active": 1, "delay_ms": -5, "size": 3,
                "category": "gone"})json",
                       kHasCategory);
               }),
               Catch::Matchers::UnorderedEquals(std::vector<std::string>{
                   "/name", "/url", "/form", "/frequency", "/active", "/delay_ms", "/size", "/category"}));
}

TEST_CASE("no text of a widget holds U+0000", "[widget]") {
    const auto member = GENERATE(as<std::string>{}, "name", "title", "text", "button", "url", "category");
    json body = {{"name", "Promo"}};
    body[member] = std::string("/a\0b", 4);
    CHECK(wrongIn([&] { (void)kith::widget::readDefinition(body.dump(), kHasCategory); }) ==
          std::vector<std::string>{"/" + member});
}

TEST_CASE("a widget's name stands in what is observed, and so holds no control characters", "[widget]") {
    const auto define = [](const char* member, const std::string& text) {
        json body = {{"name", "Promo"}};
        body[member] = text;
        return wrongIn([&] { (void)kith::widget::readDefinition(body.dump(), kHasCategory); });
    };
    const auto bad = GENERATE(as<std::string>{}, "\t", "\n", "\x1F", "\x7F", "\u0080", "\u009F");
    CHECK(define("name", "Summer" + bad + "promo") == std::vector<std::string>{"/name"});
    CHECK(define("text", "Ten percent" + bad + "off").empty());
    CHECK(define("name", "Літо\u00A0— 10 %").empty());
}

TEST_CASE("a frequency is one of four", "[widget]") {
    CHECK(kith::widget::readFrequency({{"kind", "session"}}));
    const auto bad = GENERATE(as<std::string>{}, "5", "{}", R"({"kind": "daily"})", R"({"kind": "days"})",
                              R"({"kind": "days", "days": 0})", R"({"kind": "days", "days": 366})",
                              R"({"kind": "once", "days": 3})", R"({"kind": "days", "days": 1.5})");
    CHECK_FALSE(kith::widget::readFrequency(json::parse(bad)));
}

TEST_CASE("a cookie carries at least 128 bits", "[widget]") {
    const kith::widget::CookieSource source;
    CHECK(std::get<std::string>(source.normalize("ABCDEFGHIJKLMNOPQRSTUV")) == "ABCDEFGHIJKLMNOPQRSTUV");
    const auto bad = GENERATE(as<std::string>{}, "", "ABCDEFGHIJKLMNOPQRSTU", "ABCDEFGHIJKLMNOPQRSTU+",
                              "ABCDEFGHIJKLMNOPQRSTU V");
    CHECK(std::holds_alternative<kith::sdk::Rejection>(source.normalize(bad)));
}
