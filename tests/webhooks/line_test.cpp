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
    Event made{number, EventKind::ProfileUpdated, kNow, base::ProfileId{profile}, number, {}, {}, {}, {}};
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
    while (const auto* each = line.send(now, most)) numbers.push_back(each->number);
    return numbers;
}

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("events of one profile are sent one after the other, those of others meanwhile", "[webhooks]") {
    Line line(webhook(), {});
    line.take(std::vector{event(1, 7), event(2, 7), event(3, 8), event(4, 7)}, 4);
    CHECK(sendAll(line) == Numbers{1, 3});
    line.delivered(3);
    CHECK(sendAll(line).empty());
    line.delivered(1);
    CHECK(sendAll(line) == Numbers{2});
    line.delivered(2);
    CHECK(sendAll(line) == Numbers{4});
}

TEST_CASE("a merge waits for what was said of either side, and holds up both", "[webhooks]") {
    Line line(webhook(), {});
    line.take(std::vector{event(1, 7), event(2, 8), event(3, 8, 7), event(4, 7), event(5, 8), event(6, 9)},
              6);
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
    Line line(webhook(), {});
    line.take(std::vector{event(1, 7), event(2, 7), event(3, 8)}, 3);
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
    Line line(webhook(), {});
    line.take(std::vector{event(1, 1), event(2, 2), event(3, 3)}, 3);
    CHECK(sendAll(line, kNow, 2) == Numbers{1, 2});
    line.delivered(2);
    CHECK(sendAll(line, kNow, 2) == Numbers{3});
}

TEST_CASE("what is not wanted is passed over", "[webhooks]") {
    auto merges = webhook();
    merges.kinds.add(EventKind::ProfileMerged);
    Line line(merges, {});
    line.take(std::vector{event(1, 7), event(2, 7, 8), event(3, 7)}, 3);
    CHECK(sendAll(line) == Numbers{2});
    line.delivered(2);
    CHECK(line.takeRecord()->position == 3);
}

TEST_CASE("the position never passes what would be lost", "[webhooks]") {
    Line line(webhook(10), {});
    CHECK_FALSE(line.takeRecord());
    line.take(std::vector{event(11, 1), event(12, 2), event(13, 3)}, 13);
    CHECK(sendAll(line) == Numbers{11, 12, 13});
    line.delivered(12);
    CHECK_FALSE(line.takeRecord());
    line.failed(11, "timeout", kNow, kNow + std::chrono::seconds{1});
    auto record = line.takeRecord();
    REQUIRE(record);
    CHECK(record->position == 12);
    REQUIRE(record->failed.size() == 1);
    CHECK(record->failed[0].event.number == 11);
    CHECK(record->failed[0].attempts == 1);
    CHECK(record->failed[0].reason == "timeout");
    CHECK(record->delivered.empty());
    line.delivered(13);
    CHECK(line.takeRecord()->position == 13);
    CHECK(sendAll(line, kNow + std::chrono::seconds{1}) == Numbers{11});
    line.delivered(11);
    record = line.takeRecord();
    REQUIRE(record);
    CHECK(record->delivered == Numbers{11});
    CHECK_FALSE(line.takeRecord());
    CHECK(line.isIdle());
}

TEST_CASE("a line goes on with what was to be tried again", "[webhooks]") {
    Line line(webhook(10), {{event(9, 7), 2, kNow + std::chrono::seconds{1}, kNow, "timeout"}});
    line.take(std::vector{event(11, 7), event(12, 8)}, 12);
    CHECK(sendAll(line) == Numbers{12});
    CHECK(sendAll(line, kNow + std::chrono::seconds{1}) == Numbers{9});
    CHECK(line.attempts(9) == 3);
}

TEST_CASE("a line is bounded", "[webhooks]") {
    Line line(webhook(), {});
    std::vector<Event> events;
    for (std::size_t i = 1; i <= Line::kMost; ++i) events.push_back(event(static_cast<std::int64_t>(i), 1));
    line.take(events, static_cast<std::int64_t>(Line::kMost));
    CHECK_FALSE(line.hasRoom());
    CHECK(sendAll(line) == Numbers{1});
    line.delivered(1);
    CHECK(line.hasRoom());
}
