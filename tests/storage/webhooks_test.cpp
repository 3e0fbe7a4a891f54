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

using Changes = std::map<std::int64_t, std::optional<Delivery>>;

/// Events about these profiles, in this order, numbered from 1; of a merge each is about two.
void tell(GroupFixture& on, const std::vector<std::pair<int, int>>& profiles) {
    std::vector<storage::NewEvent> events;
    for (const auto& [profile, other] : profiles) {
        storage::NewEvent event{EventKind::ProfileUpdated, base::ProfileId{profile},
                                static_cast<std::int64_t>(events.size()) + 1};
        if (other != 0) event.other = base::ProfileId{other};
        events.push_back(event);
    }
    storage::Transaction transaction(*on.session);
    storage::putEvents(*on.session, on.ids, on.clock.now(), events);
    REQUIRE(storage::numberEvents(*on.session, events.size()).count == events.size());
    transaction.commit();
}

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
    return {storage::findEvent(*on.session, number).value(), 1, due, on.clock.now(), "timeout"};
}

/// One that was not tried yet.
Delivery waiting(GroupFixture& on, std::int64_t number) {
    return {storage::findEvent(*on.session, number).value(), 0, on.clock.now(), {}, ""};
}

/// Records what has become of these: nothing stands for delivered.
void record(GroupFixture& on, storage::WebhookId id, const Changes& changes) {
    DeliveryRecord record{id, changes.rbegin()->first, changes, {}};
    for (const auto& [number, delivery] : changes) {
        const auto event = storage::findEvent(*on.session, number).value();
        const bool died = delivery && !delivery->due;
        for (const auto profile : {event.profile, event.other.value_or(event.profile)})
            record.profiles[profile] = record.profiles[profile] || died;
    }
    storage::recordDeliveries(*on.session, record);
}

std::vector<std::int64_t> numbersOf(const std::vector<Delivery>& deliveries) {
    std::vector<std::int64_t> numbers;
    for (const auto& each : deliveries) numbers.push_back(each.event.number);
    return numbers;
}

using Numbers = std::vector<std::int64_t>;

/// Those whose turn it is.
Numbers due(GroupFixture& on, storage::WebhookId id, bool refused, std::size_t most = 10) {
    return numbersOf(storage::readDue(*on.session, id, refused, most));
}

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
    record(
        on, made.id,
        {{1, failed(on, 1, due)}, {2, failed(on, 2, std::nullopt)}, {3, waiting(on, 3)}, {4, std::nullopt}});
    CHECK(storage::findWebhook(*on.session, made.id)->position == 4);
    const auto pending = storage::readDue(*on.session, made.id, true, 10);
    REQUIRE(numbersOf(pending) == Numbers{1});
    CHECK(pending[0].due == due);
    CHECK(pending[0].attempts == 1);
    CHECK(pending[0].reason == "timeout");
    CHECK(numbersOf(storage::readDeadLetters(*on.session, made.id, 0, 10)) == Numbers{2});

    record(on, made.id, {{1, std::nullopt}, {3, failed(on, 3, std::nullopt)}});
    CHECK(storage::findWebhook(*on.session, made.id)->position == 4);
    CHECK(::due(on, made.id, true).empty());
    CHECK(numbersOf(storage::readDeadLetters(*on.session, made.id, 0, 1)) == Numbers{2});
    CHECK(numbersOf(storage::readDeadLetters(*on.session, made.id, 2, 10)) == Numbers{3});

    const auto revision = storage::findWebhook(*on.session, made.id)->revision;
    CHECK(storage::replayDeadLetters(*on.session, made.id, on.clock.now()) == 2);
    CHECK(storage::findWebhook(*on.session, made.id)->revision > revision);
    const auto again = storage::readDue(*on.session, made.id, false, 10);
    CHECK(numbersOf(again) == Numbers{2, 3});
    CHECK(again[0].attempts == 0);
    CHECK(again[0].due == on.clock.now());
    CHECK(::due(on, made.id, false, 1) == Numbers{2});
}

TEST_CASE("a delivery waits for every earlier one about a profile of its event", "[storage]") {
    GroupFixture on;
    const auto id = webhook(on).id;
    tell(on, {{7, 0}, {8, 0}, {8, 7}, {7, 0}, {8, 0}, {9, 0}});
    const auto later = on.clock.now() + std::chrono::seconds{5};
    record(on, id,
           {{1, failed(on, 1, later)}, {2, waiting(on, 2)}, {3, waiting(on, 3)}, {4, waiting(on, 4)}});
    record(on, id, {{5, waiting(on, 5)}, {6, failed(on, 6, on.clock.now())}});
    CHECK(due(on, id, true) == Numbers{6, 1});
    CHECK(due(on, id, false) == Numbers{2});
    const auto events = storage::readEvents(*on.session, 0, 10).items;
    CHECK(storage::findQueued(*on.session, id, events).size() == 3);
    CHECK(storage::findQueued(*on.session, on.ids.make<storage::WebhookId>(), events).empty());

    record(on, id, {{1, std::nullopt}, {6, std::nullopt}});
    CHECK(due(on, id, false) == Numbers{2});
    CHECK(storage::findQueued(*on.session, id, {events.back()}).empty());
    record(on, id, {{2, failed(on, 2, later)}});
    CHECK(due(on, id, false).empty());
    CHECK(due(on, id, true) == Numbers{2});
    record(on, id, {{2, std::nullopt}});
    CHECK(due(on, id, false) == Numbers{3});
    record(on, id, {{3, std::nullopt}});
    CHECK(due(on, id, false) == Numbers{4, 5});
    record(on, id, {{4, std::nullopt}, {5, std::nullopt}});
    CHECK(on.count("webhook_delivery") == 0);
    CHECK(on.count("webhook_queue") == 0);
}

TEST_CASE("what waited for a dead letter is known as that, until it is delivered", "[storage]") {
    GroupFixture on;
    const auto id = webhook(on).id;
    tell(on, {{7, 0}, {7, 0}, {7, 0}, {7, 0}});
    const auto now = on.clock.now();
    record(on, id, {{1, failed(on, 1, now)}, {2, waiting(on, 2)}, {3, waiting(on, 3)}, {4, waiting(on, 4)}});
    record(on, id, {{1, failed(on, 1, std::nullopt)}});
    const auto next = storage::readDue(*on.session, id, true, 10);
    REQUIRE(numbersOf(next) == Numbers{2});
    CHECK(next[0].refused);
    CHECK(next[0].attempts == 0);
    // It made room in the meantime.
    record(on, id, {{2, next[0]}});
    CHECK(due(on, id, true) == Numbers{2});
    CHECK(due(on, id, false).empty());
    record(on, id, {{2, std::nullopt}});
    CHECK(due(on, id, false) == Numbers{3});
    // What is replayed comes before what was tried since.
    record(on, id, {{3, failed(on, 3, now)}});
    CHECK(storage::replayDeadLetters(*on.session, id, now) == 1);
    CHECK(due(on, id, false) == Numbers{1});
    CHECK(due(on, id, true).empty());
    record(on, id, {{1, std::nullopt}});
    CHECK(due(on, id, true) == Numbers{3});
}

TEST_CASE("what a webhook refused is shown while it is to be sent again, and then until it takes something",
          "[storage]") {
    GroupFixture on;
    const auto id = webhook(on).id;
    tell(on, {{7, 0}, {8, 0}, {7, 0}});
    const auto now = on.clock.now();
    record(on, id, {{1, waiting(on, 1)}, {2, waiting(on, 2)}, {3, waiting(on, 3)}});
    CHECK_FALSE(storage::findWebhookFailure(*on.session, id));
    auto last = failed(on, 2, now + std::chrono::seconds{9});
    last.attempts = 4;
    last.reason = "status_500";
    record(on, id, {{1, failed(on, 1, now + std::chrono::seconds{5})}, {2, last}});
    const auto failure = storage::findWebhookFailure(*on.session, id);
    REQUIRE(failure);
    CHECK(failure->reason == "status_500");
    CHECK(failure->attempts == 4);
    CHECK(failure->at == now);
    CHECK(failure->next == now + std::chrono::seconds{5});
    record(on, id, {{2, std::nullopt}});
    CHECK(storage::findWebhookFailure(*on.session, id).value().reason == "timeout");
    // What waits for a dead letter was not refused itself.
    auto died = failed(on, 1, std::nullopt);
    died.attempts = 5;
    record(on, id, {{1, died}});
    auto dead = storage::findWebhookFailure(*on.session, id).value();
    CHECK(dead.attempts == 5);
    CHECK(dead.reason == "timeout");
    CHECK(dead.at == now);
    CHECK(dead.next);
    record(on, id, {{3, failed(on, 3, std::nullopt)}});
    dead = storage::findWebhookFailure(*on.session, id).value();
    CHECK(dead.attempts == failed(on, 3, std::nullopt).attempts);
    CHECK_FALSE(dead.next);
    // Whatever becomes of the dead letters themselves.
    REQUIRE(storage::replayDeadLetters(*on.session, id, now) == 2);
    CHECK(storage::findWebhookFailure(*on.session, id));
    storage::removeDeliveries(*on.session, 3);
    CHECK(storage::findWebhookFailure(*on.session, id));
    CHECK(storage::findWebhook(*on.session, id).value().failedAt == now);

    SECTION("something is taken") {
        storage::recordDeliveries(*on.session, {id, 3, {}, {}, true});
    }
    SECTION("somebody changes it") {
        CHECK(storage::setWebhookActive(*on.session, id, true));
    }
    CHECK_FALSE(storage::findWebhookFailure(*on.session, id));
    CHECK_FALSE(storage::findWebhook(*on.session, id).value().failedAt);
}

TEST_CASE("a server that was overtaken puts nothing back that the other one has delivered or given up",
          "[storage]") {
    GroupFixture on;
    const auto id = webhook(on).id;
    tell(on, {{7, 0}, {8, 0}, {9, 0}, {7, 0}});
    const auto later = on.clock.now() + std::chrono::seconds{5};
    record(on, id, {{2, failed(on, 2, std::nullopt)}, {3, failed(on, 3, later)}, {4, std::nullopt}});
    REQUIRE(storage::findWebhook(*on.session, id)->position == 4);
    const DeliveryRecord late{
        id,
        1,
        {{1, failed(on, 1, later)}, {2, failed(on, 2, later)}, {3, failed(on, 3, on.clock.now())}},
        {{base::ProfileId{7}, false}, {base::ProfileId{8}, false}, {base::ProfileId{9}, false}}};
    storage::recordDeliveries(*on.session, late);
    CHECK(storage::findWebhook(*on.session, id)->position == 4);
    CHECK(on.count("webhook_delivery", "number = 1") == 0);
    CHECK(numbersOf(storage::readDeadLetters(*on.session, id, 0, 10)) == Numbers{2});
    CHECK(on.count("webhook_queue") == 1);
    const auto still = storage::readDue(*on.session, id, true, 10);
    REQUIRE(numbersOf(still) == Numbers{3});
    CHECK(still[0].due == on.clock.now());
}

TEST_CASE("nothing waits for an event that was removed, and nothing is kept of one", "[storage]") {
    GroupFixture on;
    const auto id = webhook(on).id;
    tell(on, {{7, 0}, {8, 7}, {8, 0}, {7, 0}});
    const auto now = on.clock.now();
    const auto first = failed(on, 1, now);
    record(on, id, {{1, first}, {2, waiting(on, 2)}, {3, waiting(on, 3)}, {4, waiting(on, 4)}});
    CHECK(due(on, id, false).empty());
    on.clock.advance(std::chrono::hours{1});
    REQUIRE(storage::removeEvents(*on.session, on.clock.now(), 2) == 2);
    CHECK(due(on, id, true).empty());
    CHECK(due(on, id, false) == Numbers{3, 4});
    storage::recordDeliveries(*on.session, {id, 4, {{1, first}}, {{base::ProfileId{7}, false}}});
    CHECK(due(on, id, true).empty());
    CHECK(on.count("webhook_queue") == 2);
}

TEST_CASE("nothing is left of deliveries whose webhook or whose event is gone", "[storage]") {
    GroupFixture on;
    const auto made = webhook(on);
    const auto other = webhook(on);
    happen(on, 3);
    for (const auto& each : {made, other})
        record(on, each.id, {{1, failed(on, 1, std::nullopt)}, {3, failed(on, 3, on.clock.now())}});
    CHECK(storage::removeWebhook(*on.session, made.id));
    CHECK_FALSE(storage::removeWebhook(*on.session, made.id));
    CHECK(on.count("webhook_delivery") == 2);
    CHECK(on.count("webhook_queue") == 1);
    record(on, made.id, {{2, failed(on, 2, on.clock.now())}});
    CHECK(on.count("webhook_delivery") == 2);
    on.clock.advance(std::chrono::hours{1});
    REQUIRE(storage::removeEvents(*on.session, on.clock.now(), 2) == 2);
    CHECK(on.count("webhook_delivery") == 1);
    CHECK(due(on, other.id, true) == Numbers{3});
}

TEST_CASE("what a webhook was still to get in an older database waits by profile in a newer one",
          "[storage]") {
    const auto engine = test::eachEngine();
    const test::TestDatabase fresh(engine);
    const storage::Database database(fresh.settings());
    const auto session = database.openWriter();
    const auto newer = storage::coreMigrations(engine);
    auto older = newer;
    older.migrations.resize(8);
    storage::migrate(*session, older, base::Time{});
    session->runOnce(
        "INSERT INTO event (id, number, kind, profile_id, version, other_id, at) VALUES"
        " (1, 1, 2, 7, 1, NULL, 100), (2, 2, 3, 8, 2, 7, 100), (3, 3, 2, 9, 1, NULL, 100),"
        " (4, 4, 2, 9, 2, NULL, 100), (5, 5, 2, 10, 1, NULL, 100)");
    session->runOnce(
        "INSERT INTO webhook_delivery (webhook_id, number, attempts, due_at, failed_at, reason) VALUES"
        " (1, 1, 3, 200, 100, 'timeout'), (1, 2, 0, 100, 100, ''), (1, 3, 0, 100, 100, ''),"
        " (1, 4, 0, 100, 100, ''), (1, 5, 40, NULL, 100, 'timeout')");
    storage::migrate(*session, newer, base::Time{});
    const storage::WebhookId id{1};
    CHECK(numbersOf(storage::readDue(*session, id, true, 10)) == Numbers{1});
    CHECK(numbersOf(storage::readDue(*session, id, false, 10)) == Numbers{3});
    CHECK(numbersOf(storage::readDeadLetters(*session, id, 0, 10)) == Numbers{5});
    CHECK(storage::findQueued(*session, id, storage::readEvents(*session, 0, 10).items) ==
          std::unordered_set{base::ProfileId{7}, base::ProfileId{8}, base::ProfileId{9}});
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
