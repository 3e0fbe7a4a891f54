// SPDX-License-Identifier: Apache-2.0
#include <chrono>

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

/// A display of a widget with what it records of itself, so many minutes before the end of 10 November.
void show(SegmentPeople& people, const std::string& name, int minutesBefore, const std::string& properties,
          const std::string& widget = "promo") {
    const auto at = base::formatRfc3339(base::parseRfc3339("2026-11-11T00:00:00Z").value() -
                                        std::chrono::minutes{minutesBefore});
    people.observe({name},
                   R"({"activities": [{"channel": "widget", "id": ")" + name + widget + at +
                       R"(", "status": "delivered", "at": ")" + at + R"(", "message": {"id": ")" + widget +
                       R"("}, "properties": )" + properties + "}]}",
                   at);
}

constexpr int kDayMinutes = 24 * 60;
const std::string kOnce = R"({"frequency": {"kind": "once"}})";
const std::string kWeekly = R"({"frequency": {"kind": "days", "days": 7}})";

std::string ofSession(const std::string& session) {
    return R"({"frequency": {"kind": "session"}, "session": ")" + session + "\"}";
}

std::string repeated(const std::string& how, const std::string& more = {}) {
    return R"({"activity": {"channel": "widget", "repeated": )" + how + "}" + more + "}";
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

TEST_CASE("a widget repeated is one that was shown sooner again than its own frequency allows",
          "[storage][segment]") {
    SegmentPeople people(eachEngine());
    const auto both = [&](const std::string& name, const std::string& properties, int minutesApart) {
        show(people, name, 100 + minutesApart, properties);
        show(people, name, 100, properties);
    };
    both("once", kOnce, 300 * kDayMinutes);
    both("early", kWeekly, 7 * kDayMinutes - 1);
    both("weekly", kWeekly, 7 * kDayMinutes);
    both("sitting", ofSession("s1"), 31);
    both("quick", R"({"frequency": {"kind": "session"}})", 30);
    both("slow", R"({"frequency": {"kind": "session"}, "session": ""})", 31);
    show(people, "returned", 131, ofSession("s1"));
    show(people, "returned", 100, ofSession("s2"));
    both("free", R"({"frequency": {"kind": "unlimited"}})", 1);
    both("silent", "{}", 1);
    both("strange", R"({"frequency": {"kind": "days", "days": "7"}})", 1);
    both("huge", R"({"frequency": {"kind": "days", "days": 1e300}})", 1);
    both("text", R"({"frequency": "once"})", 1);
    show(people, "single", 100, kOnce);
    show(people, "two", 101, kOnce);
    show(people, "two", 100, kOnce, "other");
    CHECK(people.members(repeated(R"({"kind": "frequency"})")) == Names{"once", "early", "sitting", "quick"});
}

TEST_CASE("a widget that came again within a session or within days is found whatever its frequency",
          "[storage][segment]") {
    SegmentPeople people(eachEngine());
    show(people, "sitting", 131, ofSession("s1"));
    show(people, "sitting", 100, ofSession("s1"));
    show(people, "quick", 130, kOnce);
    show(people, "quick", 100, kOnce);
    show(people, "daily", 100 + kDayMinutes, kWeekly);
    show(people, "daily", 100, kWeekly);
    show(people, "single", 100, kOnce);
    CHECK(people.members(repeated(R"({"kind": "session"})")) == Names{"sitting", "quick"});
    CHECK(people.members(repeated(R"({"kind": "days", "days": 1})")) == Names{"sitting", "quick"});
    CHECK(people.members(repeated(R"({"kind": "days", "days": 2})")) == Names{"sitting", "quick", "daily"});
    CHECK(people.members(repeated(R"({"kind": "days", "days": 2})", R"(, "times": {"at_most": 0})")) ==
          Names{"single"});
}

TEST_CASE("repeats are counted over all homes, within the time that is asked for", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    show(people, "ann", 5 * kDayMinutes, kOnce);
    show(people, "anna", 60, kOnce);
    show(people, "anna", 30, kOnce, "other");
    show(people, "eve", 5 * kDayMinutes, kOnce);
    show(people, "eve", 5 * kDayMinutes - 1, kOnce);
    const std::string frequency = R"({"kind": "frequency"})";
    CHECK(people.members(repeated(frequency)) == Names{"eve"});
    people.observe({"ann", "anna"});
    CHECK(people.members(repeated(frequency)) == Names{"ann", "anna", "eve"});
    // The display before it may be older; the one that repeats it may not.
    for (const auto& how : {frequency, std::string(R"({"kind": "days", "days": 7})")}) {
        CHECK(people.members(repeated(how, R"(, "within": {"from": "2026-11-10T00:00:00Z"})")) ==
              Names{"ann", "anna"});
        CHECK(people.members(repeated(how, R"(, "within": {"to": "2026-11-10T00:00:00Z"})")) == Names{"eve"});
    }
    show(people, "anna", 20, kOnce);
    CHECK(people.members(repeated(frequency, R"(, "times": {"at_least": 2})")) == Names{"ann", "anna"});
    CHECK(people.members(repeated(frequency, R"(, "times": {"at_least": 2}, "same_message": true)")) ==
          Names{"ann", "anna"});
    show(people, "anna", 10, kOnce, "other");
    CHECK(people.members(repeated(frequency, R"(, "times": {"at_least": 3})")) == Names{"ann", "anna"});
    CHECK(people.members(repeated(frequency, R"(, "times": {"at_least": 3}, "same_message": true)")).empty());
}
