// SPDX-License-Identifier: Apache-2.0
#include "core/storage/webhook_store.hpp"

#include "core/storage/service_lease.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using storage::Delivery;
using storage::DeliveryRecord;
using storage::EventKind;
using test::GroupFixture;

namespace {

/// So many events of as many profiles, numbered from 1.
void happen(GroupFixture& on, int count) {
    for (int i = 0; i < count; ++i) {
        (void)on.write(R"({"identifiers": [{"type": "external_id", "value": "p)" + std::to_string(i) +
                       "\"}]}");
    }
    storage::Transaction transaction(*on.session);
    REQUIRE(storage::numberEvents(*on.session, 1'000).count == static_cast<std::size_t>(count));
    transaction.commit();
}

storage::Webhook webhook(GroupFixture& on, const std::string& once = "") {
    storage::Webhook made;
    made.id = on.ids.make<storage::WebhookId>();
    made.url = "https://crm.example.com/";
    made.secret = "whsec_x";
    made.kinds.add(EventKind::ProfileMerged);
    made.createdAt = on.clock.now();
    REQUIRE(storage::insertWebhook(*on.session, made, once, 2));
    return made;
}

Delivery failed(GroupFixture& on, std::int64_t number, std::optional<base::Time> due) {
    auto event = storage::readEvents(*on.session, number - 1, 1).items.at(0);
    return {std::move(event), 1, due, on.clock.now(), "timeout"};
}

std::vector<std::int64_t> numbersOf(const std::vector<Delivery>& deliveries) {
    std::vector<std::int64_t> numbers;
    for (const auto& each : deliveries) numbers.push_back(each.event.number);
    return numbers;
}

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a webhook begins where the feed ends, and is kept as it was made", "[storage]") {
    GroupFixture on;
    happen(on, 3);
    const auto made = webhook(on, "first");
    const auto found = storage::findWebhook(*on.session, made.id).value();
    CHECK(found.url == made.url);
    CHECK(found.secret == made.secret);
    CHECK(found.position == 3);
    CHECK(found.active);
    CHECK(found.createdAt == on.clock.now());
    CHECK(found.kinds.has(EventKind::ProfileMerged));
    CHECK_FALSE(found.kinds.has(EventKind::ProfileCreated));
    CHECK(storage::EventKinds().has(EventKind::ProfileCreated));
    CHECK(storage::findWebhookMadeBy(*on.session, "first")->id == made.id);
    CHECK_FALSE(storage::findWebhookMadeBy(*on.session, ""));
    (void)webhook(on);
    CHECK_FALSE(storage::insertWebhook(*on.session, made, "", 2));
    CHECK(storage::readWebhooks(*on.session).size() == 2);
}

TEST_CASE("what becomes of deliveries is recorded, and their position never goes back", "[storage]") {
    GroupFixture on;
    const auto made = webhook(on);
    happen(on, 5);
    const auto due = on.clock.now() + std::chrono::seconds{5};
    storage::recordDeliveries(*on.session,
                              {made.id, 4, {{1, failed(on, 1, due)}, {2, failed(on, 2, std::nullopt)}}});
    CHECK(storage::findWebhook(*on.session, made.id)->position == 4);
    const auto pending = storage::readPending(*on.session, made.id, 0, 10);
    REQUIRE(numbersOf(pending) == Numbers{1});
    CHECK(pending[0].due == due);
    CHECK(pending[0].attempts == 1);
    CHECK(pending[0].reason == "timeout");
    CHECK(numbersOf(storage::readDeadLetters(*on.session, made.id, 0, 10)) == Numbers{2});

    storage::recordDeliveries(*on.session,
                              {made.id, 3, {{1, std::nullopt}, {3, failed(on, 3, std::nullopt)}}});
    CHECK(storage::findWebhook(*on.session, made.id)->position == 4);
    CHECK(storage::readPending(*on.session, made.id, 0, 10).empty());
    CHECK(numbersOf(storage::readDeadLetters(*on.session, made.id, 0, 1)) == Numbers{2});
    CHECK(numbersOf(storage::readDeadLetters(*on.session, made.id, 2, 10)) == Numbers{3});

    const auto revision = storage::findWebhook(*on.session, made.id)->revision;
    CHECK(storage::replayDeadLetters(*on.session, made.id, on.clock.now()) == 2);
    CHECK(storage::findWebhook(*on.session, made.id)->revision > revision);
    const auto again = storage::readPending(*on.session, made.id, 0, 10);
    CHECK(numbersOf(again) == Numbers{2, 3});
    CHECK(again[0].attempts == 0);
    CHECK(again[0].due == on.clock.now());
    CHECK(numbersOf(storage::readPending(*on.session, made.id, 0, 1)) == Numbers{2});
    CHECK(numbersOf(storage::readPending(*on.session, made.id, 2, 1)) == Numbers{3});
}

TEST_CASE("nothing is left of deliveries whose webhook or whose event is gone", "[storage]") {
    GroupFixture on;
    const auto made = webhook(on);
    const auto other = webhook(on);
    happen(on, 3);
    for (const auto& each : {made, other}) {
        storage::recordDeliveries(
            *on.session,
            {each.id, 3, {{1, failed(on, 1, std::nullopt)}, {3, failed(on, 3, on.clock.now())}}});
    }
    CHECK(storage::removeWebhook(*on.session, made.id));
    CHECK_FALSE(storage::removeWebhook(*on.session, made.id));
    CHECK(on.count("webhook_delivery") == 2);
    storage::recordDeliveries(*on.session, {made.id, 3, {{2, failed(on, 2, std::nullopt)}}});
    CHECK(on.count("webhook_delivery") == 2);
    on.clock.advance(std::chrono::hours{1});
    REQUIRE(storage::removeEvents(*on.session, on.clock.now(), 2) == 2);
    CHECK(on.count("webhook_delivery") == 1);
    CHECK(numbersOf(storage::readPending(*on.session, other.id, 0, 10)) == Numbers{3});
}

TEST_CASE("a service is one server's at a time, and another one's when that is gone", "[storage]") {
    GroupFixture on(storage::Engine::Postgresql);
    auto first = std::make_unique<storage::ServiceLease>(*on.database, "webhooks");
    storage::ServiceLease second(*on.database, "webhooks");
    storage::ServiceLease unrelated(*on.database, "something else");
    CHECK(first->hold());
    CHECK_FALSE(second.hold());
    CHECK(first->hold());
    CHECK(unrelated.hold());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    const auto awaitHold = [&](storage::ServiceLease& lease) {
        while (!lease.hold()) REQUIRE(std::chrono::steady_clock::now() < deadline);
    };
    first->release();
    awaitHold(second);
    CHECK_FALSE(first->hold());
    second.release();
    awaitHold(*first);
    first.reset();
    awaitHold(second);
    // A lost connection is made again, and the lease with it.
    test::PostgresServer::instance().disconnectAll(on.database.url());
    // In between another server may have had it, which is said.
    while (second.hold()) REQUIRE(std::chrono::steady_clock::now() < deadline);
    bool held = false;
    while (!held) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        try {
            held = second.hold();
        } catch (const base::Error&) {
            // Not before it is heard of.
        }
    }
}
