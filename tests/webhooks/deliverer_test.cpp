// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/deliverer.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>

#include "core/storage/service_lease.hpp"
#include "tests/webhooks/delivering.hpp"

using namespace kith;
using test::comesTrue;
using test::Delivering;
using test::kEager;
using test::Message;
using test::profileOf;
using test::timesOf;
using test::WebhookReceiver;

TEST_CASE("a receiver that was away for long is tried every five minutes", "[webhooks]") {
    Delivering at;
    std::atomic<int> status = 500;
    WebhookReceiver receiver([&](const Message&) { return http::Response::empty(status); });
    at.hook(receiver.url());
    at.happen({7});
    for (int tries = 1; tries <= 20; ++tries) {
        REQUIRE(comesTrue([&] { return at.observed.failed == tries; }));
        if (tries == 20) status = 200;
        at.on.clock.advance(std::chrono::minutes{5});
    }
    CHECK(receiver.waitFor(21).size() == 21);
}

TEST_CASE("each wait is twice the one before, and begins to end in its second half", "[webhooks]") {
    Delivering at;
    std::atomic<int> refused = 0;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) != 7) return http::Response::empty();
        ++refused;
        return http::Response::empty(500);
    });
    at.hook(receiver.url());
    at.happen({7});
    std::chrono::milliseconds whole{5'000};
    for (int tries = 1; tries <= 8; ++tries) {
        REQUIRE(comesTrue([&] { return at.observed.failed == tries; }));
        at.on.clock.advance(whole / 2 - std::chrono::milliseconds{1});
        at.passBy();
        CHECK(refused == tries);
        at.on.clock.advance(whole - whole / 2 + std::chrono::milliseconds{1});
        at.deliverer->wake();
        whole = std::min(2 * whole, std::chrono::milliseconds{300'000});
    }
}

TEST_CASE("who asks to be left alone for a while is", "[webhooks]") {
    Delivering at;
    std::atomic<int> refused = 0;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) != 7) return http::Response::empty();
        auto response = http::Response::empty(503);
        response.headers.set("Retry-After", ++refused == 1 ? "60" : "86400");
        return response;
    });
    at.hook(receiver.url());
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 1; }));
    at.on.clock.advance(std::chrono::seconds{59});
    at.passBy();
    CHECK(refused == 1);
    at.on.clock.advance(std::chrono::seconds{1});
    at.deliverer->wake();
    REQUIRE(comesTrue([&] { return at.observed.failed == 2; }));
    // Not for longer than we would have waited at most.
    at.on.clock.advance(std::chrono::seconds{299});
    at.passBy();
    CHECK(refused == 2);
    at.on.clock.advance(std::chrono::seconds{1});
    at.deliverer->wake();
    CHECK(comesTrue([&] { return at.observed.failed == 3; }));
}

TEST_CASE("a webhook that begins anew gets nothing again, whatever it had refused", "[webhooks]") {
    Delivering at;
    WebhookReceiver before(
        [](const Message& message) { return http::Response::empty(profileOf(message) == 7 ? 500 : 200); });
    WebhookReceiver after;
    const auto id = at.hook(before.url());
    at.happen({7, 7, 1, 2, 3, 4, 5, 6, 7});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 6 && at.observed.failed == 1; }));
    at.write([&](storage::Session& session) {
        session.execute("UPDATE webhook SET url = :url, revision = revision + 1", after.url());
    });
    at.deliverer->changed();
    at.happen({8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 7; }));
    CHECK(comesTrue([&] { return at.find(id).position == 10; }));
    at.on.clock.advance(std::chrono::minutes{5});
    // In its place in the feed. The last event may have been taken just before the change was seen.
    REQUIRE(comesTrue([&] { return at.observed.delivered == 10; }));
    auto came = timesOf(after.messages());
    for (const auto number : {1, 2, 9}) CHECK(came[number] == 1);
    for (const auto& [number, times] : timesOf(before.messages())) came[number] += times;
    CHECK(came == std::map<int, int>{
                      {1, 2}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1}, {9, 1}, {10, 1}});
}

TEST_CASE("a deliverer that stops records what was taken, and leaves the rest to others at once",
          "[webhooks]") {
    Delivering at;
    test::Latch latch;
    std::atomic<bool> open = false;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) == 7 && !open) latch.pass();
        return http::Response::empty();
    });
    const auto id = at.hook(receiver.url());
    at.happen({7, 8, 7});
    latch.waitForArrivals(1);
    REQUIRE(comesTrue([&] { return at.observed.delivered == 1; }));
    at.deliverer->stop();
    CHECK(at.find(id).position == 2);
    const auto pending = storage::readDue(*at.on.database->read(), id, false, 10);
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].event.number == 1);
    CHECK(pending[0].attempts == 0);
    storage::ServiceLease other(*at.on.database, "webhooks");
    CHECK(comesTrue([&] { return other.hold(); }));
    other.release();
    open = true;
    latch.open();
    at.begin();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 3; }));
    CHECK(timesOf(receiver.messages()) == std::map<int, int>{{1, 2}, {2, 1}, {3, 1}});
}

TEST_CASE("what can't be recorded is not tried all the time, and is recorded when it can be", "[webhooks]") {
    auto settings = kEager;
    settings.poll = std::chrono::hours{1};
    Delivering at(test::eachEngine(), settings);
    test::Latch latch;
    std::atomic<bool> refuses = true;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) == 7) return http::Response::empty(refuses ? 500 : 200);
        latch.pass();
        return http::Response::empty();
    });
    const auto id = at.hook(receiver.url());
    at.happen({7});
    REQUIRE(comesTrue([&] { return at.observed.failed == 1; }));
    at.happen({8});
    latch.waitForArrivals(1);
    at.away = true;
    const int before = at.writes;
    // What failed is due again when there is something to record.
    at.on.clock.advance(std::chrono::minutes{5});
    latch.open();
    REQUIRE(comesTrue([&] { return at.writes > before; }));
    for (int i = 0; i < 100; ++i) CHECK(at.find(id).position == 1);
    // One for each answer: what is due may have been sent again before the other one was answered.
    CHECK(at.writes <= before + 2);
    at.away = false;
    refuses = false;
    at.on.clock.advance(std::chrono::minutes{5});
    at.deliverer->wake();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 2; }));
    CHECK(receiver.messages().size() <= 4);
    at.deliverer->stop();
    CHECK(at.find(id).position == 2);
    CHECK(at.on.count("webhook_delivery") == 0);
}

TEST_CASE("what can't be read breaks off nothing that is on its way", "[webhooks]") {
    Delivering at(storage::Engine::Postgresql);
    test::Latch latch;
    WebhookReceiver receiver([&](const Message& message) {
        if (profileOf(message) == 7) latch.pass();
        return http::Response::empty();
    });
    at.hook(receiver.url());
    at.happen({7});
    latch.waitForArrivals(1);
    const auto other = at.on.database->openWriter();
    other->beginWrite();
    other->runOnce("LOCK TABLE webhook IN ACCESS EXCLUSIVE MODE");
    REQUIRE(comesTrue([&] { return at.logged("event=delivering_failed"); }));
    other->rollback();
    at.happen({8});
    REQUIRE(comesTrue([&] { return at.observed.delivered == 1; }));
    latch.open();
    REQUIRE(comesTrue([&] { return at.observed.delivered == 2; }));
    CHECK(timesOf(receiver.messages()) == std::map<int, int>{{1, 1}, {2, 1}});
}
