// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/maintenance.hpp"

#include "core/storage/identifier_classes.hpp"
#include "core/storage/maintenance.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using pipeline::Maintenance;
using pipeline::MaintenanceReport;
using test::atOnce;
using test::listOf;
using test::PipelineFixture;

namespace {

/// Ids are forgotten by those alone who are told to.
constexpr std::chrono::days kMemory{30};

/// Forms that nobody confirmed, each with an id.
void handIn(const PipelineFixture& on, pipeline::Pipeline& pipeline, int forms) {
    std::vector<model::Observation> group;
    for (int i = 0; i < forms; ++i) {
        const auto number = std::to_string(i);
        group.push_back(on.prepare(R"({"id": "f)" + number +
                                       R"(", "identifiers": [{"type": "email", "value": "p)" + number +
                                       R"(@x.org"}, {"type": "cookie", "value": "c)" + number + R"("}]})",
                                   false));
    }
    for (const auto& outcome : pipeline.submit(std::move(group))) REQUIRE_FALSE(outcome.problem);
}

}  // namespace

TEST_CASE("maintenance removes what has had its time, in as many steps as it takes", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    handIn(on, *pipeline, 25);
    Maintenance maintenance(on.workplace(), *pipeline,
                            {.observationMemory = kMemory, .profilesAtOnce = 10, .observationsAtOnce = 5});
    const MaintenanceReport early = maintenance.run();
    CHECK(early.expiredClaims == 0);
    CHECK(early.forgottenObservations == 0);
    CHECK(on.logText.str().empty());

    on.clock.advance(std::chrono::days{31});
    CHECK(maintenance.run().forgottenObservations == 25);
    CHECK(on.count("profile_identifier", "role = 2") == 25);
    on.clock.advance(std::chrono::days{59});
    const MaintenanceReport late = maintenance.run();
    CHECK(late.expiredClaims == 25);
    CHECK(late.changedProfiles == 25);
    CHECK(on.count("profile_identifier", "role = 2") == 0);
    CHECK(on.count("profile_identifier") == 25);
    CHECK(on.count("seen_observation") == 0);
    CHECK(on.observer.rounds == 3);
    CHECK(on.logText.str().find("event=maintained expired_claims=25 changed_profiles=25") !=
          std::string::npos);
}

TEST_CASE("maintenance makes the keys that an older program did not, in as many steps as it takes",
          "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    handIn(on, *pipeline, 25);
    const auto writer = on.database->openWriter();
    writer->runOnce("INSERT INTO match_backlog (profile_id) SELECT id FROM profile");
    Maintenance maintenance(on.workplace(), *pipeline, {.profilesAtOnce = 10});
    CHECK(maintenance.run().matchedProfiles == 25);
    CHECK(on.count("match_backlog") == 0);
    CHECK(on.logText.str().find("matched_profiles=25") != std::string::npos);
    CHECK(maintenance.run().matchedProfiles == 0);
}

TEST_CASE("maintenance walks over everybody once classes have changed, beside those who write",
          "[pipeline]") {
    PipelineFixture on;
    const auto before = on.start();
    const auto startWith = [&](const model::IdentifierRules& rules) {
        return storage::noteIdentifierClasses(*on.database->openWriter(), rules);
    };
    CHECK(startWith(on.catalogue.rules()).empty());
    std::vector<model::Observation> group;
    for (int i = 0; i < 60; ++i) group.push_back(on.seen({"phone:+" + std::to_string(i)}));
    for (const auto& outcome : before->submit(std::move(group))) REQUIRE_FALSE(outcome.problem);
    CHECK(Maintenance(on.workplace(), *before, {}).run().refreshedProfiles == 0);
    before->stop();

    const auto other = test::testCatalogueWith({{"phone", model::IdentifierClass::Moving}});
    const pipeline::Workplace at{*on.database, other.rules(), on.ids, on.clock, on.log, on.observer, on.caps};
    const model::Preparer preparer(other, on.ids, {});
    CHECK(startWith(other.rules()) == std::vector<std::string>{"phone"});
    pipeline::Pipeline after(at, {}, {10'000, 7, 3});
    std::atomic<std::size_t> refreshed{0};
    std::atomic<int> problems{0};
    atOnce(4, [&](int thread) {
        if (thread == 0) {
            refreshed += Maintenance(at, after, {.profilesAtOnce = 7}).run().refreshedProfiles;
            return;
        }
        // Two of them become one, or were already. The last ten are left to the walk.
        for (int i = 0; i < 30; ++i) {
            const auto a = std::to_string((i * 7 + thread) % 50);
            const auto b = std::to_string((i * 11 + thread) % 50);
            const model::Writer by{{7}, true, "api", "shop"};
            auto observation = test::prepared(preparer,
                                              R"({"identifiers": [{"type": "phone", "value": "+)" + a +
                                                  R"("}, {"type": "phone", "value": "+)" + b + R"("}]})",
                                              by, on.clock.now());
            if (after.submit(listOf(std::move(observation))).front().problem) ++problems;
        }
    });
    CHECK(problems == 0);
    // A round may have found too many merged under its hands, and left the rest.
    refreshed += Maintenance(at, after, {.profilesAtOnce = 7}).run().refreshedProfiles;
    CHECK(refreshed >= 10);
    CHECK(refreshed <= 60);
    CHECK(on.count("profile", "known = 1") == 0);
    CHECK(on.count("profile", "canonical_id = id AND listed = 1") == 0);
    CHECK(on.logText.str().find(" refreshed_profiles=") != std::string::npos);
    CHECK(Maintenance(at, after, {}).run().refreshedProfiles == 0);
    CHECK(on.logText.str().find("level=error") == std::string::npos);
}

TEST_CASE("an id that was forgotten is one of a new observation", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto once = R"("id": "once")";
    (void)pipeline->submit(listOf(on.seen({"email:a@x.org"}, once)));
    on.clock.advance(std::chrono::days{31});
    CHECK(pipeline->submit(listOf(on.seen({"email:a@x.org"}, once))).front().result ==
          model::Result::Duplicate);
    (void)Maintenance(on.workplace(), *pipeline, {.observationMemory = kMemory}).run();
    CHECK(pipeline->submit(listOf(on.seen({"email:a@x.org"}, once))).front().result ==
          model::Result::Unchanged);
    CHECK(on.count("observation") == 2);
}

TEST_CASE("servers that maintain one database at once do everything once and leave writers in peace",
          "[pipeline]") {
    PipelineFixture on;
    const auto first = on.start({}, {10'000, 7, 3});
    handIn(on, *first, 60);
    on.clock.advance(std::chrono::days{90});
    // On a file the second server is the same one.
    const bool several = on.database->engine() == storage::Engine::Postgresql;
    const auto second = several ? on.start({}, {10'000, 7, 3}) : nullptr;
    std::atomic<std::size_t> claims{0};
    std::atomic<std::size_t> forgotten{0};
    std::atomic<int> problems{0};
    atOnce(6, [&](int thread) {
        auto& pipeline = thread % 2 == 0 || !several ? *first : *second;
        if (thread < 3) {
            Maintenance maintenance(
                on.workplace(), pipeline,
                {.observationMemory = kMemory, .profilesAtOnce = 4, .observationsAtOnce = 3});
            // A round that finds another server at it ends at once, so that very many may come too early.
            for (int round = 0; round < 20 || (forgotten < 60 && round < 100'000); ++round) {
                const auto report = maintenance.run();
                claims += report.expiredClaims;
                forgotten += report.forgottenObservations;
            }
            return;
        }
        // Some confirm, some come again, some merge two of them.
        for (int i = 0; i < 60; ++i) {
            const auto a = std::to_string((i * 7 + thread) % 60);
            const auto b = std::to_string((i * 11 + thread) % 60);
            const auto problem =
                i % 3 == 0   ? pipeline.submit(listOf(on.seen({"email:p" + a + "@x.org", "cookie:c" + a})))
                : i % 3 == 1 ? pipeline.submit(listOf(on.seen({"cookie:c" + a})))
                             : pipeline.submit(listOf(on.seen({"phone:+" + b, "cookie:c" + b})));
            if (problem.front().problem) ++problems;
        }
    });
    CHECK(problems == 0);
    CHECK(claims <= 60);
    CHECK(forgotten == 60);
    (void)Maintenance(on.workplace(), *first, {.observationMemory = kMemory}).run();
    CHECK(on.count("profile_identifier", "role = 2") == 0);
    CHECK(on.count("seen_observation") == 0);
    CHECK(on.logText.str().find("level=error") == std::string::npos);
}

TEST_CASE("a round in which another server is at work does nothing", "[pipeline]") {
    PipelineFixture on(storage::Engine::Postgresql);
    const auto pipeline = on.start();
    handIn(on, *pipeline, 1);
    on.clock.advance(std::chrono::days{90});
    Maintenance maintenance(on.workplace(), *pipeline, {.observationMemory = kMemory});
    {
        const auto elsewhere = on.database->openWriter();
        storage::Transaction transaction(*elsewhere);
        REQUIRE(storage::lockMaintenance(*elsewhere));
        CHECK(maintenance.run().expiredClaims == 0);
        CHECK(on.count("seen_observation") == 1);
    }
    CHECK(maintenance.run().expiredClaims == 1);
    CHECK(on.count("seen_observation") == 0);
}

TEST_CASE("maintenance goes round by itself and stops when told", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    handIn(on, *pipeline, 3);
    on.clock.advance(std::chrono::days{90});
    Maintenance maintenance(on.workplace(), *pipeline, {.interval = std::chrono::milliseconds{1}});
    maintenance.start();
    REQUIRE(test::comesTrue([&] { return on.observer.rounds >= 3; }));
    maintenance.stop();
    CHECK(on.count("profile_identifier", "role = 2") == 0);
    const auto rounds = on.observer.rounds.load();
    maintenance.stop();
    CHECK(on.observer.rounds == rounds);
}

TEST_CASE("maintenance that fails is logged and tried again", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    handIn(on, *pipeline, 1);
    on.clock.advance(std::chrono::days{90});
    on.database->openWriter()->runOnce("ALTER TABLE seen_observation RENAME TO elsewhere");
    Maintenance maintenance(on.workplace(), *pipeline,
                            {.observationMemory = kMemory, .interval = std::chrono::milliseconds{1}});
    CHECK_THROWS_AS(maintenance.run(), base::Error);
    const auto failed = on.observer.failedRounds.load();
    maintenance.start();
    REQUIRE(test::comesTrue([&] { return on.observer.failedRounds > failed; }));
    on.database->openWriter()->runOnce("ALTER TABLE elsewhere RENAME TO seen_observation");
    REQUIRE(test::comesTrue([&] { return on.observer.rounds > 0; }));
    maintenance.stop();
    CHECK(on.logText.str().find("event=maintenance_failed code=storage") != std::string::npos);
    CHECK(on.count("seen_observation") == 0);
}
