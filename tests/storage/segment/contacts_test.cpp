// SPDX-License-Identifier: Apache-2.0
// Identifiers, states of addresses, subscriptions, and groups.
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using test::eachEngine;
using test::Names;
using test::SegmentPeople;

namespace {

/// What is said of a name's address.
std::string endpoint(const std::string& name, std::string_view rest) {
    return R"({"endpoints": [{"type": "email", "value": ")" + name + R"(@example.com", )" +
           std::string(rest) + "}]}";
}

void state(SegmentPeople& people, const std::string& name, std::string_view rest, std::string_view at) {
    people.observe({name}, endpoint(name, std::string(rest) + R"(, "at": ")" + std::string(at) + '"'), at);
}

std::string inState(std::string_view state) {
    return R"({"identifier": "email", "state": ")" + std::string(state) + "\"}";
}

std::string subscribed(std::string_view category, std::string_view state, std::string_view by) {
    return R"({"subscriptions": {")" + std::string(category) + R"(": {"state": ")" + std::string(state) +
           R"(", "by": ")" + std::string(by) + R"("}}})";
}

std::string subscription(std::string_view category, std::string_view state) {
    return R"({"subscription": ")" + std::string(category) + R"(", "state": ")" + std::string(state) + "\"}";
}

constexpr std::string_view kFirst = "2026-11-01T00:00:00.000Z";
constexpr std::string_view kSecond = "2026-11-02T00:00:00.000Z";

}  // namespace

TEST_CASE("people are found by what their identifiers are", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("ann");
    people.observe("bob", R"({"identifiers": [{"type": "cookie", "value": "0123456789abcdef-B%"}]})");
    CHECK(people.members(R"({"identifier": "cookie"})") == Names{"bob"});
    CHECK(people.members(R"({"identifier": "email", "is": "equals", "value": "ANN@example.com"})") ==
          Names{"ann"});
    CHECK(people.members(R"({"identifier": "email", "is": "starts_with", "value": "b"})") == Names{"bob"});
    CHECK(people.members(R"({"identifier": "email", "is": "contains", "value": "@example.com"})") ==
          Names{"ann", "bob"});
    CHECK(people.members(R"({"identifier": "email", "role": "identifying"})") == Names{"ann", "bob"});
    CHECK(people.members(R"({"identifier": "email", "role": ["shared", "claimed"]})").empty());
    CHECK(people.members(R"({"none": [{"identifier": "cookie"}]})") == Names{"ann"});
}

TEST_CASE("an address is in the state that is shown", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("plain");
    people.observe({"claimed"}, "{}", kFirst, false);
    state(people, "bounced", R"("state": "blacklisted", "reason": "unknown_user")", kFirst);
    state(people, "left", R"("state": "unsubscribed")", kFirst);
    state(people, "back", R"("state": "unsubscribed")", kFirst);
    state(people, "back", R"("state": "active", "reason": "double_opt_in")", kSecond);
    state(people, "angry", R"("state": "complained")", kFirst);
    state(people, "angry", R"("state": "unsubscribed")", kSecond);
    state(people, "waiting", R"("state": "unconfirmed")", kFirst);
    state(people, "full", R"("state": "blocked", "until": "2026-11-20T09:30:00.001Z")", kFirst);
    state(people, "emptied", R"("state": "blocked", "until": "2026-11-20T09:30:00.000Z")", kFirst);
    CHECK(people.members(inState("active")) == Names{"plain", "back", "emptied"});
    CHECK(people.members(inState("unconfirmed")) == Names{"claimed", "waiting"});
    CHECK(people.members(inState("blacklisted")) == Names{"bounced"});
    CHECK(people.members(inState("unsubscribed")) == Names{"left"});
    CHECK(people.members(inState("complained")) == Names{"angry"});
    CHECK(people.members(inState("blocked")) == Names{"full"});
    CHECK(people.members(R"({"identifier": "email", "state": ["blocked", "active", "complained"]})") ==
          Names{"plain", "back", "emptied", "full", "angry"});
}

TEST_CASE("an opt-in that the staff tell lifts what the person said", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    state(people, "left", R"("state": "unsubscribed")", kFirst);
    state(people, "asked", R"("state": "unsubscribed")", kFirst);
    people.observe({"claimed"}, "{}", kFirst, false);
    std::vector<model::Observation> told;
    for (const char* address : {"asked@example.com", "claimed@example.com"}) {
        told.push_back(people.preparer.prepareLifting(
            {"email", address}, {people.clock.now(), "asked_for", "letter no. 4711"},
            {base::KeyId{7}, true, "console", "desk"}, people.clock.now()));
    }
    REQUIRE(people.writer.write(told));
    CHECK(people.members(inState("unsubscribed")) == Names{"left"});
    CHECK(people.members(inState("unconfirmed")).empty());
    CHECK(people.members(inState("active")) == Names{"asked", "claimed"});
}

TEST_CASE("temporary failures block for longer each time, until one message arrives", "[storage][segment]") {
    SegmentPeople people(eachEngine(), "2026-11-10T00:00:00.000Z");
    const auto fail = [&](const char* name, std::string_view at) {
        state(people, name, R"("state": "blocked", "reason": "mailbox_full")", at);
    };
    fail("once", "2026-11-08T23:59:59.999Z");
    fail("lately", "2026-11-09T00:00:00.001Z");
    fail("twice", "2026-11-07T00:00:00.000Z");
    fail("twice", "2026-11-08T00:00:00.001Z");
    for (const char* day : {"2026-09-01", "2026-09-02", "2026-09-03", "2026-09-04"})
        fail("often", std::string(day) + "T00:00:00.000Z");
    fail("reached", "2026-11-09T12:00:00.000Z");
    people.observe({"reached"}, R"({"activities": [{"channel": "email", "id": "m", "status": "delivered",
        "endpoint": {"type": "email", "value": "reached@example.com"}, "at": "2026-11-09T13:00:00.000Z"}]})",
                   "2026-11-09T13:00:00.000Z");
    CHECK(people.members(inState("blocked")) == Names{"lately", "twice", "often"});
    CHECK(people.members(inState("active")) == Names{"once", "reached"});
}

TEST_CASE("a subscription is what is folded over all homes", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("silent");
    people.observe({"reader"}, subscribed("news", "subscribed", "operator"), kFirst);
    people.observe({"left"}, subscribed("news", "subscribed", "person"), kFirst);
    people.observe({"left"}, subscribed("news", "unsubscribed", "person"), kSecond);
    people.observe({"back"}, subscribed("news", "unsubscribed", "person"), kFirst);
    people.observe({"back"}, subscribed("news", "subscribed", "person"), kSecond);
    people.observe({"kept-out"}, subscribed("news", "unsubscribed", "person"), kFirst);
    people.observe({"kept-out"}, subscribed("news", "subscribed", "operator"), kSecond);
    people.observe({"asking"}, subscribed("news", "subscribed", "person"), kFirst, false);
    people.observe({"one"}, subscribed("news", "unsubscribed", "person"), kFirst);
    people.observe({"two"}, subscribed("news", "subscribed", "person"), kSecond);
    people.observe({"one", "two"}, "{}", kSecond);
    CHECK(people.members(subscription("news", "subscribed")) == Names{"reader", "back", "one", "two"});
    CHECK(people.members(subscription("news", "unsubscribed")) == Names{"left", "kept-out"});
    CHECK(people.members(subscription("news", "pending")) == Names{"asking"});
}

TEST_CASE("a category's default holds for whoever said nothing", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("silent");
    people.observe({"in"}, subscribed("calls", "subscribed", "person"), kFirst);
    people.observe({"out"}, subscribed("offers", "unsubscribed", "person"), kFirst);
    CHECK(people.members(subscription("offers", "subscribed")) == Names{"silent", "in"});
    CHECK(people.members(subscription("offers", "unsubscribed")) == Names{"out"});
    CHECK(people.members(subscription("calls", "subscribed")) == Names{"in"});
    CHECK(people.members(subscription("calls", "unsubscribed")) == Names{"silent", "out"});
    CHECK(people.members(R"({"subscription": "calls", "state": ["subscribed", "unsubscribed"]})") ==
          Names{"silent", "in", "out"});
}

TEST_CASE("groups hold for all, any or none of what they hold", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("none");
    people.field("a", "tags", R"(["a"])");
    people.field("b", "tags", R"(["b"])");
    people.field("ab", "tags", R"(["a", "b"])");
    CHECK(people.members(R"({"all": [{"tag": "a"}, {"tag": "b"}]})") == Names{"ab"});
    CHECK(people.members(R"({"any": [{"tag": "a"}, {"tag": "b"}]})") == Names{"a", "b", "ab"});
    CHECK(people.members(R"({"none": [{"tag": "a"}, {"tag": "b"}]})") == Names{"none"});
    CHECK(people.members(R"({"none": [{"none": [{"tag": "a"}]}]})") == Names{"a", "ab"});
    CHECK(people.members(
              R"({"any": [{"all": [{"tag": "a"}, {"none": [{"tag": "b"}]}]}, {"none": [{"tag": "a"}]}]})") ==
          Names{"a", "b", "none"});
}

TEST_CASE("a condition asks for other segments", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.field("a", "tags", R"(["a"])");
    people.observe("b");
    people.define("tagged", R"({"tag": "a"})");
    people.list(people.define("listed"), {"b"});
    CHECK(people.members(R"({"segment": "tagged"})") == Names{"a"});
    CHECK(people.members(R"({"segment": "listed"})") == Names{"b"});
    CHECK(people.members(R"({"none": [{"segment": "tagged"}]})") == Names{"b"});
    people.observe({"a", "b"});
    CHECK(people.members(R"({"all": [{"segment": "listed"}, {"segment": "tagged"}]})") == Names{"a", "b"});
    CHECK_THROWS_AS(people.members(R"({"segment": "gone"})"), base::Error);
}
