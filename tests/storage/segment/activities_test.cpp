// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using test::eachEngine;
using test::Names;
using test::SegmentPeople;

namespace {

struct Sent {
    std::string id;
    std::string status = "delivered";
    std::string at = "2026-11-10T12:00:00.000Z";
    std::string message = "m-1";
    std::string name = "Welcome #1";
};

void send(SegmentPeople& people, const std::string& name, const Sent& sent) {
    people.observe({name},
                   R"({"activities": [{"channel": "email", "id": ")" + sent.id + R"(", "status": ")" +
                       sent.status + R"(", "at": ")" + sent.at + R"(", "message": {"id": ")" + sent.message +
                       R"(", "name": ")" + sent.name + R"("}}]})",
                   sent.at);
}

void act(SegmentPeople& people, const std::string& name, std::string_view properties,
         std::string_view at = "2026-11-10T12:00:00.000Z", std::string_view event = "bought") {
    people.observe({name},
                   R"({"activities": [{"channel": "web", "event": ")" + std::string(event) + R"(", "at": ")" +
                       std::string(at) + R"(", "properties": )" + std::string(properties) + "}]}",
                   at);
}

}  // namespace

TEST_CASE("people are counted by what they did with messages", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("nobody");
    send(people, "once", {.id = "1", .status = "clicked"});
    send(people, "twice", {.id = "2", .status = "clicked"});
    send(people, "twice", {.id = "3", .status = "complained"});
    send(people, "other", {.id = "4", .status = "clicked", .name = "Farewell"});
    send(people, "unread", {.id = "5"});
    send(people, "unread", {.id = "6", .status = "read"});
    CHECK(people.members(R"({"activity": {"channel": "email"}})") ==
          Names{"once", "twice", "other", "unread"});
    CHECK(people.members(R"({"activity": {"status": "clicked"}})") == Names{"once", "twice", "other"});
    CHECK(people.members(R"({"activity": {"reached": "clicked"}, "times": {"at_least": 2}})") ==
          Names{"twice"});
    CHECK(people.members(R"({"activity": {"reached": "read"}, "times": {"at_least": 1, "at_most": 1}})") ==
          Names{"once", "other", "unread"});
    CHECK(people.members(R"({"activity": {"status": ["clicked", "complained"], "channel": "email",
                             "message": {"name": {"is": "starts_with", "value": "Welcome"}}}})") ==
          Names{"once", "twice"});
    CHECK(people.members(R"({"activity": {"message": {"id": "m-1"}}, "times": {"at_most": 1}})") ==
          Names{"nobody", "once", "other"});
    CHECK(people.members(R"({"activity": {}, "times": {"at_most": 0}})") == Names{"nobody"});
    CHECK(people.members(R"({"activity": {"kind": "event"}})").empty());
    CHECK(people.members(R"({"activity": {"channel": "push"}})").empty());
}

TEST_CASE("activities of one person are counted over all homes", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    send(people, "ann", {.id = "1"});
    send(people, "anna", {.id = "2"});
    const std::string ever = R"({"activity": {"channel": "email"}, "times": {"at_least": 2}})";
    const std::string lately =
        R"({"activity": {"channel": "email"}, "times": {"at_least": 2}, "within": {"last_days": 30}})";
    CHECK(people.members(ever).empty());
    CHECK(people.members(lately).empty());
    people.observe({"ann", "anna"});
    CHECK(people.members(ever) == Names{"ann", "anna"});
    CHECK(people.members(lately) == Names{"ann", "anna"});
}

TEST_CASE("activities are found by when they were", "[storage][segment]") {
    SegmentPeople people(eachEngine(), "2026-11-20T09:30:00.000Z");
    people.observe("never");
    send(people, "first", {.id = "1", .at = "2026-11-13T09:30:00.000Z"});
    send(people, "before", {.id = "2", .at = "2026-11-13T09:29:59.999Z"});
    send(people, "now", {.id = "3", .at = "2026-11-20T09:30:00.000Z"});
    for (const std::string facts : {"{}", R"({"channel": "email"})"}) {
        const auto within = [&](const std::string& time) {
            return people.members(R"({"activity": )" + facts + R"(, "within": )" + time + "}");
        };
        CHECK(within(R"({"last_days": 7})") == Names{"first", "now"});
        CHECK(within(R"({"from": "2026-11-13T09:30:00Z"})") == Names{"first", "now"});
        CHECK(within(R"({"to": "2026-11-13T09:30:00Z"})") == Names{"before"});
        CHECK(within(R"({"from": "2026-11-13T09:29:59.999Z", "to": "2026-11-20T09:30:00Z"})") ==
              Names{"first", "before"});
    }
    CHECK(people.members(R"({"none": [{"activity": {}, "within": {"last_days": 7}}]})") ==
          Names{"never", "before"});
}

TEST_CASE("events are found by their properties, each by its own type", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    act(people, "bare", "{}");
    act(people, "text", R"({"plan": "gold 🎿", "price": "12", "a\"b": "quoted"})");
    act(people, "cheap", R"({"price": 9.5, "gift": true})");
    act(people, "dear", R"({"price": 120, "gift": false, "plan": null})");
    act(people, "nested", R"({"plan": {"gold": 1}, "price": [12]})");
    const auto having = [&](const std::string& properties) {
        return people.members(R"({"activity": {"event": "bought", "properties": )" + properties + "}}");
    };
    CHECK(having(R"({"plan": "gold 🎿"})") == Names{"text"});
    CHECK(having(R"({"plan": {"is": "starts_with", "value": "gold"}})") == Names{"text"});
    CHECK(having(R"({"plan": {"is": "contains", "value": "d "}})") == Names{"text"});
    CHECK(having(R"({"plan": {"is": "one_of", "values": ["x", "gold 🎿"]}})") == Names{"text"});
    CHECK(having(R"({"plan": {"is": "known"}})") == Names{"text", "nested"});
    CHECK(having(R"({"price": 9.5})") == Names{"cheap"});
    CHECK(having(R"({"price": "12"})") == Names{"text"});
    CHECK(having(R"({"price": {"is": "greater", "value": 9.5}})") == Names{"dear"});
    CHECK(having(R"({"price": {"is": "less", "value": 120}})") == Names{"cheap"});
    CHECK(having(R"({"price": {"is": "between", "from": 9.5, "to": 120}})") == Names{"cheap", "dear"});
    CHECK(having(R"({"gift": true})") == Names{"cheap"});
    CHECK(having(R"({"gift": false})") == Names{"dear"});
    CHECK(having(R"({"gift": true, "price": {"is": "less", "value": 9}})").empty());
    CHECK(having(R"({"a\"b": "quoted"})") == Names{"text"});
    CHECK(having(R"({"plan.gold": 1})") == Names{"nested"});
    CHECK(having(R"({"plan.0": {"is": "known"}})").empty());
    CHECK(having(R"({"price.0": {"is": "known"}})").empty());
}

TEST_CASE("what comes again is counted by its message", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    send(people, "again", {.id = "1"});
    send(people, "again", {.id = "2"});
    send(people, "others", {.id = "3"});
    send(people, "others", {.id = "4", .message = "m-2"});
    CHECK(people.members(
              R"({"activity": {"channel": "email"}, "times": {"at_least": 2}, "same_message": true})") ==
          Names{"again"});
    CHECK(people.members(R"({"activity": {"channel": "email"}, "times": {"at_least": 2}})") ==
          Names{"again", "others"});
}
