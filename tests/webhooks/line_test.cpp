// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/line.hpp"

#include <catch2/catch.hpp>

using namespace kith;
using storage::Event;
using storage::EventKind;
using webhooks::Line;

namespace {

constexpr base::Time kNow{std::chrono::milliseconds{1'000'000}};
constexpr std::size_t kMany = 100;
const auto kLater = kNow + std::chrono::seconds{5};

using Numbers = std::vector<std::int64_t>;
using Profiles = std::unordered_set<base::ProfileId>;

Event event(std::int64_t number, std::int64_t profile, std::int64_t other = 0) {
    Event made{number, {number}, EventKind::ProfileUpdated, kNow, {profile}, number, {}, {}, {}, {}};
    if (other != 0) {
        made.kind = EventKind::ProfileMerged;
        made.other = base::ProfileId{other};
    }
    return made;
}

storage::Webhook webhook(std::int64_t position = 0) {
    storage::Webhook made;
    made.id = storage::WebhookId{1};
    made.position = position;
    return made;
}

/// The numbers of everything that may be sent now.
std::vector<std::int64_t> sendAll(Line& line, std::size_t most = kMany) {
    std::vector<std::int64_t> numbers;
    while (const auto* each = line.next(most)) {
        numbers.push_back(each->number);
        line.sent(each->number);
    }
    return numbers;
}

void take(Line& line, std::vector<Event> events, const Profiles& queued = {}) {
    const auto last = events.back().number;
    CHECK(line.take({std::move(events), {0, last}}, queued, kNow) == 0);
}

/// A delivery that was refused so often before, or never.
storage::Delivery delivery(Event event, base::Time due = kNow, int attempts = 0) {
    return {std::move(event), attempts, due, kNow, attempts == 0 ? "" : "timeout", attempts > 0};
}

/// What there is to record, which then is.
std::optional<storage::DeliveryRecord> recorded(Line& line) {
    const auto* record = line.record();
    if (record == nullptr) return std::nullopt;
    auto copy = *record;
    line.recorded();
    return copy;
}

/// So many events from number `first` on, each of another profile.
std::vector<Event> strangers(std::int64_t first, std::size_t count) {
    std::vector<Event> events;
    for (; events.size() < count; ++first) events.push_back(event(first, 1'000 + first));
    return events;
}

/// The numbers of what is recorded as still to be sent.
Numbers waitingIn(const std::optional<storage::DeliveryRecord>& record) {
    Numbers numbers;
    for (const auto& [number, delivery] : record->changes) {
        if (delivery && delivery->due) numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

TEST_CASE("events of one profile are sent one after the other, those of others meanwhile", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 7), event(2, 7), event(3, 8), event(4, 7)});
    CHECK(sendAll(line) == Numbers{1, 3});
    line.delivered(3);
    CHECK(sendAll(line).empty());
    line.delivered(1);
    CHECK(sendAll(line) == Numbers{2});
    line.delivered(2);
    CHECK(sendAll(line) == Numbers{4});
}

TEST_CASE("a merge waits for what was said of either side, and holds up both", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 7), event(2, 8), event(3, 8, 7), event(4, 7), event(5, 8), event(6, 9)});
    CHECK(sendAll(line) == Numbers{1, 2, 6});
    line.delivered(2);
    CHECK(sendAll(line).empty());
    line.delivered(1);
    CHECK(sendAll(line) == Numbers{3});
    line.delivered(3);
    CHECK(sendAll(line) == Numbers{4, 5});
}

TEST_CASE("what failed leaves with all that waits for it, and others go on", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 7), event(2, 7), event(3, 9), event(4, 8, 7), event(5, 8), event(6, 10)});
    CHECK(sendAll(line) == Numbers{1, 3, 6});
    CHECK(line.attempts(1) == 1);
    line.failed(1, "status_500", kNow, kLater);
    CHECK(sendAll(line).empty());
    const auto record = recorded(line);
    REQUIRE(record);
    // What is on its way stands below the position, too.
    CHECK(waitingIn(record) == Numbers{1, 2, 3, 4, 5});
    CHECK(record->position == 5);
    CHECK(*record->changes.at(1)->due == kLater);
    CHECK(*record->changes.at(2)->due < kNow);
    line.delivered(3);
    line.delivered(6);
    CHECK(recorded(line)->position == 6);
    CHECK(line.isIdle());
}

TEST_CASE("what waits for a delivery waits in storage, and what comes before it there, too", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 8)});
    CHECK(sendAll(line) == Numbers{1});
    take(line, {event(2, 9), event(3, 7), event(4, 8, 7), event(5, 8), event(6, 10)}, {base::ProfileId{7}});
    CHECK(sendAll(line) == Numbers{2, 6});
    const auto record = recorded(line);
    CHECK(waitingIn(record) == Numbers{1, 2, 3, 4, 5});
    CHECK(record->position == 5);
}

TEST_CASE("a dead letter is told of those whom it is about", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 8, 7), event(2, 9)});
    CHECK(sendAll(line) == Numbers{1, 2});
    line.failed(1, "status_410", kNow, std::nullopt);
    line.failed(2, "status_410", kNow, kLater);
    const std::map<base::ProfileId, bool> expected{
        {base::ProfileId{7}, true}, {base::ProfileId{8}, true}, {base::ProfileId{9}, false}};
    CHECK(recorded(line)->profiles == expected);
}

TEST_CASE("no more are on their way at once than may be", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 1), event(2, 2), event(3, 3)});
    CHECK(sendAll(line, 2) == Numbers{1, 2});
    line.delivered(2);
    CHECK(sendAll(line, 2) == Numbers{3});
}

TEST_CASE("what is not wanted is passed over", "[webhooks]") {
    auto merges = webhook();
    merges.kinds.add(EventKind::ProfileMerged);
    Line line(merges);
    take(line, {event(1, 7), event(2, 7, 8), event(3, 7)});
    CHECK(sendAll(line) == Numbers{2});
    line.delivered(2);
    CHECK(recorded(line)->position == 3);
}

TEST_CASE("the position never passes what would be lost", "[webhooks]") {
    Line line(webhook(10));
    CHECK_FALSE(recorded(line));
    take(line, {event(11, 1), event(12, 2), event(13, 3)});
    CHECK(sendAll(line) == Numbers{11, 12, 13});
    line.delivered(12);
    CHECK_FALSE(recorded(line));
    line.failed(11, "timeout", kNow, kNow + std::chrono::seconds{1});
    auto record = recorded(line);
    REQUIRE(record);
    CHECK(record->position == 12);
    REQUIRE(record->changes.size() == 1);
    const auto& failed = record->changes.at(11);
    REQUIRE(failed);
    CHECK(failed->attempts == 1);
    CHECK(failed->reason == "timeout");
    line.delivered(13);
    CHECK(recorded(line)->position == 13);
    line.resume({delivery(event(11, 1), kNow, 1)}, 1, kNow);
    CHECK(sendAll(line) == Numbers{11});
    line.delivered(11);
    record = recorded(line);
    REQUIRE(record);
    REQUIRE(record->changes.size() == 1);
    CHECK_FALSE(record->changes.at(11));
    CHECK_FALSE(recorded(line));
    CHECK(line.isIdle());
}

TEST_CASE("the position passes whatever failed, so that no dead letter is taken from the feed again",
          "[webhooks]") {
    Line line(webhook(10));
    take(line, {event(11, 7), event(12, 7), event(13, 8), event(14, 9)});
    CHECK(sendAll(line) == Numbers{11, 13, 14});
    line.failed(13, "status_410", kNow, std::nullopt);
    auto record = recorded(line);
    REQUIRE(record);
    CHECK(record->position == 13);
    REQUIRE(record->changes.size() == 3);
    CHECK_FALSE(record->changes.at(13)->due);
    for (const auto number : {11, 12}) {
        const auto& waits = record->changes.at(number);
        CHECK(waits->attempts == 0);
        CHECK(*waits->due <= kNow);
    }
    line.delivered(11);
    record = recorded(line);
    REQUIRE(record);
    CHECK_FALSE(record->changes.at(11));
    CHECK(sendAll(line) == Numbers{12});
}

TEST_CASE("no number of events is delivered above the position", "[webhooks]") {
    Line line(webhook());
    auto events = strangers(3, Line::kMostAhead + 1);
    events.insert(events.begin(), {event(1, 7), event(2, 7)});
    take(line, events);
    const auto all = sendAll(line, Line::kMost);
    REQUIRE(all.size() == Line::kMostAhead + 2);
    // The first one hangs.
    for (std::size_t i = 1; i < all.size() - 1; ++i) {
        line.delivered(all[i]);
        CHECK_FALSE(recorded(line));
    }
    line.delivered(all.back());
    const auto record = recorded(line);
    REQUIRE(record);
    CHECK(record->position == all.back());
    CHECK(record->changes.size() == 2);
    line.delivered(1);
    CHECK_FALSE(recorded(line)->changes.at(1));
}

TEST_CASE("a line that is closed leaves nothing above the position that was delivered", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 7), event(2, 7), event(3, 8), event(4, 7)});
    CHECK(sendAll(line) == Numbers{1, 3});
    line.delivered(3);
    CHECK_FALSE(recorded(line));
    line.close();
    CHECK_FALSE(line.isIdle());
    const auto record = recorded(line);
    REQUIRE(record);
    CHECK(record->position == 3);
    CHECK(record->changes.size() == 2);
    CHECK_FALSE(line.isIdle());
    line.delivered(1);
    CHECK_FALSE(recorded(line)->changes.at(1));
    CHECK(line.isIdle());
}

TEST_CASE("what could not be recorded is, with what has come of it since", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 7), event(2, 8)});
    CHECK(sendAll(line) == Numbers{1, 2});
    line.failed(2, "timeout", kNow, kNow);
    REQUIRE(line.record() != nullptr);
    line.delivered(1);
    const auto record = recorded(line);
    REQUIRE(record);
    CHECK_FALSE(record->changes.at(1));
    CHECK(record->changes.at(2)->attempts == 1);
}

TEST_CASE("deliveries that are due are sent, and when the next one is, is known", "[webhooks]") {
    Line line(webhook(10));
    CHECK(line.nextDue() <= kNow);
    line.resume({delivery(event(8, 8)), delivery(event(9, 9), kLater)}, kMany, kNow);
    CHECK(line.nextDue() == kLater);
    line.resume({delivery(event(7, 7), kLater + std::chrono::seconds{1}, 2)}, kMany, kNow);
    CHECK(line.nextDue() == kLater);
    CHECK(sendAll(line) == Numbers{8});
    line.resume({delivery(event(8, 8)), delivery(event(9, 9), kLater)}, kMany, kLater);
    CHECK_FALSE(line.nextDue());
    CHECK(sendAll(line) == Numbers{9});
    line.delivered(9);
    CHECK_FALSE(recorded(line)->changes.at(9));
    CHECK(line.nextDue() <= kNow);
}

TEST_CASE("of deliveries that were refused only so many are in the line, whatever there is of others",
          "[webhooks]") {
    Line line(webhook(10));
    const std::vector refused{delivery(event(1, 1), kNow, 1), delivery(event(2, 2), kNow, 1),
                              delivery(event(3, 3), kNow, 1)};
    const std::vector others{delivery(event(4, 4)), delivery(event(5, 5)), delivery(event(6, 6))};
    line.resume(refused, 2, kNow);
    line.resume(others, 3, kNow);
    CHECK(sendAll(line) == Numbers{1, 2, 4, 5, 6});
    line.resume(refused, 2, kNow);
    CHECK(sendAll(line).empty());
    line.failed(1, "timeout", kNow, kLater);
    line.resume({refused[1], refused[2]}, 2, kNow);
    CHECK(sendAll(line) == Numbers{3});
}

TEST_CASE("what waited for a dead letter is tried once", "[webhooks]") {
    Line line(webhook(10));
    auto next = delivery(event(1, 1));
    next.refused = true;
    line.resume({next, delivery(event(2, 2), kNow, 1)}, 2, kNow);
    line.resume({delivery(event(3, 3))}, 1, kNow);
    CHECK(sendAll(line) == Numbers{1, 2, 3});
    CHECK(line.isTriedOnce(1));
    CHECK_FALSE(line.isTriedOnce(2));
    CHECK_FALSE(line.isTriedOnce(3));
}

TEST_CASE("an empty page passes over nothing but what was removed", "[webhooks]") {
    Line line(webhook());
    CHECK(line.take({{}, {0, 5}}, {}, kNow) == 0);
    CHECK(line.taken() == 0);
    CHECK(line.take({{}, {3, 5}}, {}, kNow) == 3);
    CHECK(line.taken() == 3);
    CHECK(line.take({{event(6, 7)}, {5, 6}}, {}, kNow) == 2);
    CHECK(line.taken() == 6);
}

TEST_CASE("a line holds no identifier", "[webhooks]") {
    Line line(webhook(1));
    auto changed = event(1, 7);
    changed.kind = EventKind::EndpointChanged;
    changed.identifier = model::Identifier{"email", "ann@example.com"};
    line.resume({delivery(changed, kNow, 1)}, 2, kNow);
    changed.number = 2;
    changed.profile = base::ProfileId{8};
    take(line, {changed});
    for (int i = 0; i < 2; ++i) {
        const auto* next = line.next(kMany);
        REQUIRE(next != nullptr);
        CHECK_FALSE(next->identifier);
        line.sent(next->number);
    }
    line.failed(2, "timeout", kNow, kLater);
    CHECK_FALSE(recorded(line)->changes.at(2)->event.identifier);
}

TEST_CASE("a line is bounded, and what has to wait makes room for others", "[webhooks]") {
    Line line(webhook());
    std::vector<Event> events;
    for (std::size_t i = 1; i <= Line::kMost; ++i) events.push_back(event(static_cast<std::int64_t>(i), 1));
    take(line, std::move(events));
    CHECK_FALSE(line.hasRoom());
    CHECK(sendAll(line, 1) == Numbers{1});
    CHECK_FALSE(line.hasRoom());
    CHECK(sendAll(line, 2).empty());
    CHECK(line.hasRoom());
    const auto record = recorded(line);
    CHECK(waitingIn(record).size() == Line::kMost);
    CHECK(record->position == static_cast<std::int64_t>(Line::kMost));
    line.delivered(1);
    CHECK_FALSE(recorded(line)->changes.at(1));
    CHECK(line.isIdle());
}
