// SPDX-License-Identifier: Apache-2.0
#include <future>

#include "tests/pipeline/pipeline_fixture.hpp"
#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

using test::PipelineFixture;
using test::Workbench;

/// Two gates that whoever writes into the probe's table goes through, one after the other.
void buildGates(storage::Session& session) {
    session.runOnce("CREATE TABLE probe_row (home bigint NOT NULL, payload text NOT NULL)");
    session.runOnce("CREATE TABLE gate (id integer PRIMARY KEY, passed integer NOT NULL)");
    session.runOnce("INSERT INTO gate (id, passed) VALUES (1, 0), (2, 0)");
    session.runOnce(
        "CREATE FUNCTION pass_gates() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " UPDATE gate SET passed = passed + 1 WHERE id = 1;"
        " UPDATE gate SET passed = passed + 1 WHERE id = 2;"
        " RETURN NEW; END $$");
    session.runOnce(
        "CREATE TRIGGER gates BEFORE INSERT ON probe_row FOR EACH ROW EXECUTE FUNCTION pass_gates()");
}

TEST_CASE("a plugin that runs into a deadlock is called again, and its observation accepted", "[plugins]") {
    PipelineFixture on(storage::Engine::Postgresql);
    Workbench bench;
    bench.run({Workbench::plugin("probe")});
    const auto other = on.database->openWriter();
    buildGates(*other);
    const auto pipeline = on.start({bench.manager.registry().channels().front().get()}, {10'000, 1'000, 1});
    // The plugin's transaction is the one that is undone, and soon.
    pipeline->execute([](soci::session& session) { session << "SET deadlock_timeout = '50ms'"; });
    other->runOnce("SET deadlock_timeout = '1h'");
    other->beginWrite();
    other->runOnce("UPDATE gate SET passed = 0 WHERE id = 2");

    auto submitted = std::async(std::launch::async, [&] {
        auto observation = on.seen({"email:a@x.org"});
        observation.payloads.push_back({"probe", "kept"});
        return pipeline->submit(test::listOf(std::move(observation))).front();
    });
    REQUIRE(test::comesTrue([&] {
        return on.count("pg_stat_activity", "wait_event_type = 'Lock' AND datname = current_database()") == 1;
    }));
    other->runOnce("UPDATE gate SET passed = 0 WHERE id = 1");
    other->commit();
    CHECK_FALSE(submitted.get().problem);
    CHECK(on.observer.conflicts == 1);
    CHECK(on.count("probe_row") == 1);
    CHECK(on.count("gate", "passed = 1") == 2);
}

}  // namespace
}  // namespace kith::plugins
