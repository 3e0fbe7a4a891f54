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

Registry registry(PipelineFixture& on) {
    return {*on.database, on.ids, on.clock, {}, [] {}};
}

}  // namespace

TEST_CASE("a call that comes twice at once makes one webhook", "[webhooks]") {
    PipelineFixture on(storage::Engine::Postgresql);
    auto webhooks = registry(on);
    const webhooks::NewWebhook wanted{.url = "https://crm.example.com/", .seed = "the caller's key"};
    Other other(on);
    static_cast<void>(storage::lockFeed(*other.session));
    auto first = std::async(std::launch::async, [&] { return webhooks.create(wanted); });
    auto second = std::async(std::launch::async, [&] { return webhooks.create(wanted); });
    REQUIRE(other.isAwaitedBy(1));
    REQUIRE(comesTrue(
        [&] { return on.count("pg_stat_activity", "cardinality(pg_blocking_pids(pid)) > 0") == 2; }));
    other.session->rollback();
    CHECK(first.get().id == second.get().id);
    CHECK(webhooks.list().size() == 1);
}

TEST_CASE("dead letters are sent again while others are recorded", "[webhooks]") {
    PipelineFixture on(storage::Engine::Postgresql);
    auto webhooks = registry(on);
    const auto id = webhooks.create({.url = "https://crm.example.com/"}).id;
    storage::Delivery dead;
    dead.reason = "status_500";
    {
        const auto session = on.database->openWriter();
        storage::Transaction transaction(*session);
        storage::recordDeliveries(*session, {id, 1, {{1, dead}}});
        transaction.commit();
    }
    Other other(on);
    storage::recordDeliveries(*other.session, {id, 2, {}});
    auto replayed = std::async(std::launch::async, [&] { return webhooks.replay(id.text()); });
    REQUIRE(other.isAwaitedBy(1));
    CHECK_NOTHROW(storage::recordDeliveries(*other.session, {id, 2, {{1, dead}, {2, dead}}}));
    other.session->commit();
    CHECK(replayed.get() == 2);
}
