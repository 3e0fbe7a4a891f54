// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "core/base/blocking.hpp"
#include "tests/webhooks/delivering.hpp"

using namespace kith;
using test::areOrdered;
using test::comesTrue;
using test::Delivering;
using test::idOf;
using test::kEager;
using test::kMost;
using test::Message;
using test::profileOf;
using test::timesOf;
using test::WebhookReceiver;

TEST_CASE("any number of dead letters is sent again, and what came since waits for them", "[webhooks]") {
    constexpr int kProfiles = 20;
    constexpr int kLetters = kMost + 200;
    Delivering at;
    WebhookReceiver receiver;
    at.deliverer->stop();
    const auto id = at.hook(receiver.url());
    std::vector<int> profiles;
    for (int i = 0; i < kLetters + kProfiles; ++i) profiles.push_back(i % kProfiles);
    at.happen(profiles);
    at.write([&](storage::Session& session) {
        storage::DeliveryRecord record{id, kLetters, {}};
        for (std::int64_t number = 1; number <= kLetters; ++number)
            record.changes[number] = storage::Delivery{};
        storage::recordDeliveries(session, record);
        CHECK(storage::replayDeadLetters(session, id, at.on.clock.now()) == kLetters);
    });
    at.begin();
    REQUIRE(comesTrue([&] { return at.observed.delivered == kLetters + kProfiles; }));
    const auto messages = receiver.messages();
    CHECK(messages.size() == kLetters + kProfiles);
    CHECK(areOrdered(messages));
    CHECK(comesTrue([&] { return at.on.count("webhook_delivery") == 0; }));
}

TEST_CASE("a profile that is refused holds up nobody, and its events come in order once they are taken",
          "[webhooks]") {
    Delivering at;
    std::atomic<bool> refuses = true;
    WebhookReceiver receiver([&](const Message& message) {
        return http::Response::empty(profileOf(message) == 7 && refuses ? 404 : 200);
    });
    const auto id = at.hook(receiver.url());
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 1; }));
    const std::vector<int> busy(kMost + 200, 7);
    at.happen(busy);
    at.happen({8, 9, 8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 3; }));
    CHECK(at.observed.failed == 1);
    // Nor does whoever begins anew.
    at.deliverer->stop();
    CHECK(at.find(id).position == kMost + 204);
    at.begin();
    at.happen({8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 4; }));
    refuses = false;
    at.on.clock.advance(std::chrono::minutes{5});
    REQUIRE(comesTrue([&] { return at.observed.delivered == kMost + 205; }));
    const auto messages = receiver.messages();
    CHECK(messages.size() == kMost + 206);
    CHECK(areOrdered(messages));
    CHECK(comesTrue([&] { return at.on.count("webhook_delivery") == 0; }));
    CHECK(at.on.count("webhook_queue") == 0);
}

TEST_CASE("any number of profiles that are refused holds up nobody", "[webhooks]") {
    Delivering at;
    WebhookReceiver receiver(
        [](const Message& message) { return http::Response::empty(profileOf(message) >= 100 ? 404 : 200); });
    at.hook(receiver.url());
    std::vector<int> profiles;
    for (int i = 0; i < kMost + 100; ++i) profiles.push_back(100 + i);
    profiles.push_back(8);
    at.happen(profiles);
    REQUIRE(comesTrue([&] { return at.observed.delivered == 1; }));
    CHECK(comesTrue([&] { return at.observed.failed == kMost + 100; }));
}

TEST_CASE("however long those that were refused are let wait, others are sent meanwhile", "[webhooks]") {
    Delivering at;
    test::Latch latch;
    std::atomic<bool> hangs = false;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) < 100) return http::Response::empty();
        const base::Blocking waits;
        if (hangs) latch.pass();
        return http::Response::empty(500);
    });
    at.hook(receiver.url());
    std::vector<int> profiles;
    for (int i = 0; i < 20; ++i) profiles.push_back(100 + i);
    at.happen(profiles);
    REQUIRE(comesTrue([&] { return at.observed.failed == 20; }));
    hangs = true;
    at.on.clock.advance(std::chrono::minutes{5});
    latch.waitForArrivals(static_cast<int>(kEager.atOnce / 2));
    at.happen({8, 9});
    CHECK(comesTrue([&] { return at.observed.delivered == 2; }));
    latch.open();
}

TEST_CASE("a profile whose event is slow to be taken holds up nobody, however many of its events wait",
          "[webhooks]") {
    Delivering at;
    test::Latch latch;
    WebhookReceiver receiver([&](const Message& message) {
        if (idOf(message) == 1) latch.pass();
        return http::Response::empty();
    });
    at.hook(receiver.url());
    const std::vector<int> busy(kMost + 200, 7);
    at.happen(busy);
    at.happen({8});
    CHECK(profileOf(receiver.waitFor(2)[1]) == 8);
    latch.open();
    REQUIRE(comesTrue([&] { return at.observed.delivered == kMost + 201; }));
    const auto messages = receiver.messages();
    CHECK(messages.size() == kMost + 201);
    CHECK(areOrdered(messages));
}

TEST_CASE("what waited for a dead letter is tried once, and all can be sent again in order", "[webhooks]") {
    auto settings = kEager;
    settings.attempts = 3;
    Delivering at(test::eachEngine(), settings);
    std::atomic<bool> refuses = true;
    WebhookReceiver receiver([&](const Message& message) {
        return http::Response::empty(profileOf(message) == 7 && refuses ? 404 : 200);
    });
    const auto id = at.hook(receiver.url());
    at.happen({7, 7, 7});
    for (int tries = 1; tries <= 2; ++tries) {
        REQUIRE(comesTrue([&] { return at.observed.failed == tries; }));
        at.on.clock.advance(std::chrono::minutes{5});
    }
    REQUIRE(comesTrue([&] { return at.on.count("webhook_delivery", "due_at IS NULL") == 3; }));
    CHECK(timesOf(receiver.messages()) == std::map<int, int>{{1, 3}, {2, 1}, {3, 1}});
    // Nothing waits for a dead letter.
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 6; }));
    const auto before = receiver.messages().size();
    refuses = false;
    at.write([&](storage::Session& session) {
        CHECK(storage::replayDeadLetters(session, id, at.on.clock.now()) == 3);
    });
    at.deliverer->changed();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 3; }));
    at.on.clock.advance(std::chrono::minutes{5});
    auto messages = receiver.waitFor(before + 4);
    messages.erase(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(before));
    CHECK(areOrdered(messages));
    CHECK(timesOf(messages) == std::map<int, int>{{1, 1}, {2, 1}, {3, 1}, {4, 1}});
}
