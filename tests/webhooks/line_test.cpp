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
std::vector<std::int64_t> sendAll(Line& line, base::Time now = kNow, std::size_t most = kMany) {
    std::vector<std::int64_t> numbers;
    while (const auto* each = line.next(now, most)) {
        numbers.push_back(each->number);
        line.sent(each->number);
    }
    return numbers;
}

void take(Line& line, std::vector<Event> events) {
    const auto last = events.back().number;
    CHECK(line.take({std::move(events), {0, last}}) == 0);
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

using Numbers = std::vector<std::int64_t>;

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

TEST_CASE("what failed is sent again when it is due, and later events of the profile wait for it",
          "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 7), event(2, 7), event(3, 8)});
    CHECK(sendAll(line) == Numbers{1, 3});
    const auto due = kNow + std::chrono::seconds{5};
    CHECK(line.attempts(1) == 1);
    line.failed(1, "status_500", kNow, due);
    CHECK(sendAll(line).empty());
    CHECK(line.nextDue() == due);
    CHECK(sendAll(line, due) == Numbers{1});
    CHECK(line.attempts(1) == 2);
    line.failed(1, "status_500", due, std::nullopt);
    CHECK(sendAll(line, due) == Numbers{2});
}

TEST_CASE("no more are on their way at once than may be", "[webhooks]") {
    Line line(webhook());
    take(line, {event(1, 1), event(2, 2), event(3, 3)});
    CHECK(sendAll(line, kNow, 2) == Numbers{1, 2});
    line.delivered(2);
    CHECK(sendAll(line, kNow, 2) == Numbers{3});
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
    line.resume({}, 1);
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
    CHECK(sendAll(line, kNow + std::chrono::seconds{1}) == Numbers{11});
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
    line.resume({}, 1);
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
    const auto all = sendAll(line, kNow, Line::kMost);
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

TEST_CASE("a line goes on with its deliveries, page by page, before it takes from the feed", "[webhooks]") {
    Line line(webhook(10));
    CHECK(line.isResuming());
    line.resume(
        {{event(7, 7), 2, kNow + std::chrono::seconds{1}, kNow, "timeout"}, {event(8, 8), 0, kNow, {}, ""}},
        2);
    CHECK(line.isResuming());
    CHECK(line.taken() == 8);
    line.resume({{event(9, 8), 0, kNow, {}, ""}}, 2);
    CHECK_FALSE(line.isResuming());
    CHECK(line.taken() == 10);
    take(line, {event(11, 7), event(12, 9)});
    CHECK(sendAll(line) == Numbers{8, 12});
    CHECK(sendAll(line, kNow + std::chrono::seconds{1}) == Numbers{7});
    CHECK(line.attempts(7) == 3);
    line.delivered(8);
    CHECK(sendAll(line) == Numbers{9});
}

TEST_CASE("an empty page passes over nothing but what was removed", "[webhooks]") {
    Line line(webhook());
    CHECK(line.take({{}, {0, 5}}) == 0);
    CHECK(line.taken() == 0);
    CHECK(line.take({{}, {3, 5}}) == 3);
    CHECK(line.taken() == 3);
    CHECK(line.take({{event(6, 7)}, {5, 6}}) == 2);
    CHECK(line.taken() == 6);
}

TEST_CASE("a line holds no identifier", "[webhooks]") {
    Line line(webhook(1));
    auto changed = event(1, 7);
    changed.kind = EventKind::EndpointChanged;
    changed.identifier = model::Identifier{"email", "ann@example.com"};
    line.resume({{changed, 1, kNow, kNow, "timeout"}}, 2);
    changed.number = 2;
    changed.profile = base::ProfileId{8};
    take(line, {changed});
    for (int i = 0; i < 2; ++i) {
        const auto* next = line.next(kNow, kMany);
        REQUIRE(next != nullptr);
        CHECK_FALSE(next->identifier);
        line.sent(next->number);
    }
}

TEST_CASE("a line is bounded", "[webhooks]") {
    Line line(webhook());
    std::vector<Event> events;
    for (std::size_t i = 1; i <= Line::kMost; ++i) events.push_back(event(static_cast<std::int64_t>(i), 1));
    take(line, std::move(events));
    CHECK_FALSE(line.hasRoom());
    CHECK(sendAll(line) == Numbers{1});
    line.delivered(1);
    CHECK(line.hasRoom());
}
