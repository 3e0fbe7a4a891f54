// SPDX-License-Identifier: Apache-2.0
#include "core/webhooks/registry.hpp"

#include <future>

#include "core/storage/event_feed.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using test::comesTrue;
using test::PipelineFixture;
using webhooks::Registry;

namespace {

/// A transaction of somebody else, whom others wait for.
class Other {
public:
    explicit Other(PipelineFixture& on) : session(on.database->openWriter()), on_(on) {
        session->beginWrite();
        pid_ = std::get<0>(*session->first<std::int64_t>("SELECT CAST(pg_backend_pid() AS bigint)"));
    }
    [[nodiscard]] bool isAwaitedBy(int count) {
        return comesTrue([&] {
            return on_.count("pg_stat_activity", std::to_string(pid_) + " = ANY (pg_blocking_pids(pid))") >=
                   count;
        });
    }

    std::unique_ptr<storage::Session> session;

private:
    PipelineFixture& on_;
    std::int64_t pid_ = 0;
};

/// The webhooks of a database, with dead letters of the events 1 and 2 before one of them.
class Registered {
public:
    Registered() : on(storage::Engine::Postgresql), pipeline(on.start()) {}

    [[nodiscard]] storage::WebhookId refused() {
        const auto id = webhooks.create({.url = "https://crm.example.com/"}).id;
        pipeline->executeInStorage([&](storage::Session& session) {
            storage::recordDeliveries(session, {id, 2, {{1, kDead}, {2, kDead}}});
        });
        return id;
    }

    static inline const storage::Delivery kDead{{}, 1, {}, {}, "status_500"};

    PipelineFixture on;
    std::unique_ptr<pipeline::Pipeline> pipeline;
    Registry webhooks{on.workplace(), *pipeline, {}, [] {}};
};

}  // namespace

TEST_CASE("a call that comes twice at once makes one webhook", "[webhooks]") {
    Registered at;
    const webhooks::NewWebhook wanted{.url = "https://crm.example.com/", .seed = "the caller's key"};
    Other other(at.on);
    static_cast<void>(storage::lockFeed(*other.session));
    auto first = std::async(std::launch::async, [&] { return at.webhooks.create(wanted); });
    auto second = std::async(std::launch::async, [&] { return at.webhooks.create(wanted); });
    REQUIRE(other.isAwaitedBy(1));
    REQUIRE(comesTrue(
        [&] { return at.on.count("pg_stat_activity", "cardinality(pg_blocking_pids(pid)) > 0") == 2; }));
    other.session->rollback();
    CHECK(first.get().id == second.get().id);
    CHECK(at.webhooks.list().size() == 1);
}

TEST_CASE("dead letters are sent again while others are recorded", "[webhooks]") {
    Registered at;
    const auto id = at.refused();
    Other other(at.on);
    storage::recordDeliveries(*other.session, {id, 2, {}});
    auto replayed = std::async(std::launch::async, [&] { return at.webhooks.replay(id.text()); });
    REQUIRE(other.isAwaitedBy(1));
    CHECK_NOTHROW(
        storage::recordDeliveries(*other.session, {id, 3, {{1, Registered::kDead}, {3, Registered::kDead}}}));
    other.session->commit();
    CHECK(replayed.get() == 3);
}

TEST_CASE("a call that loses a deadlock is done again", "[webhooks]") {
    Registered at;
    // Whoever waits when it is looked for loses: on a slow machine perhaps the other one.
    while (at.on.observer.conflicts == 0) {
        const auto id = at.refused();
        Other other(at.on);
        other.session->runOnce("SET LOCAL deadlock_timeout = '10s'");
        other.session->execute("DELETE FROM webhook_delivery WHERE number = 2");
        auto replayed = std::async(std::launch::async, [&] { return at.webhooks.replay(id.text()); });
        REQUIRE(other.isAwaitedBy(1));
        try {
            other.session->execute("DELETE FROM webhook_delivery WHERE number = 1");
            other.session->commit();
        } catch (const base::Error&) {
            other.session->rollback();
        }
        CHECK_NOTHROW(replayed.get());
    }
}
