// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/maintenance.hpp"

#include <soci/soci.h>

#include <map>

#include "core/storage/identifier_classes.hpp"
#include "core/storage/maintenance.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using pipeline::Maintenance;
using pipeline::MaintenanceReport;
using pipeline::MaintenanceSettings;
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

model::Outcome submitOne(pipeline::Pipeline& pipeline, model::Observation observation) {
    auto outcome = pipeline.submit(listOf(std::move(observation))).front();
    REQUIRE_FALSE(outcome.problem);
    return outcome;
}

model::Outcome decide(PipelineFixture& on, pipeline::Pipeline& pipeline, model::Command command) {
    const model::Writer by{{7}, true, "console", "staff"};
    return submitOne(pipeline, on.preparer.prepareCommand(std::move(command), "", {}, by, on.clock.now()));
}

storage::Receipt receiptOf(PipelineFixture& on, base::ProfileId profile) {
    return storage::readReceipt(*on.database->read(), profile);
}

/// A plugin that keeps notes by home, and can't remove those of one.
class Notes final : public pipeline::Participant {
public:
    static constexpr const char* kTable = "CREATE TABLE note (home BIGINT NOT NULL)";

    [[nodiscard]] std::string_view name() const override { return "notes"; }
    void apply(soci::session&, std::span<const pipeline::ParticipantItem>) override {}
    void merged(soci::session&, std::span<const pipeline::ParticipantMerge>) override {}
    std::size_t erase(soci::session& session, const model::Person& person, std::size_t /*most*/) override {
        std::size_t removed = 0;
        for (const auto home : person.homes) {
            soci::statement remove =
                (session.prepare << "DELETE FROM note WHERE home = :home", soci::use(home.value));
            remove.execute(true);
            removed += static_cast<std::size_t>(remove.get_affected_rows());
        }
        if (person.id == failsFor) session << "DELETE FROM nowhere";
        return removed;
    }

    base::ProfileId failsFor;
};

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

TEST_CASE("a deleted profile is erased once its time is over, and one that was restored is not",
          "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto ann = submitOne(*pipeline, on.seen({"email:ann@x.org"})).profile;
    const auto bob = submitOne(*pipeline, on.seen({"email:bob@x.org"})).profile;
    const auto cem = submitOne(*pipeline, on.seen({"email:cem@x.org"})).profile;
    std::map<base::ProfileId, std::int64_t> versions;
    for (const auto profile : {ann, bob, cem})
        versions[profile] = decide(on, *pipeline, model::DeleteCommand{{profile, {}}}).version;
    on.clock.advance(std::chrono::days{29});
    decide(on, *pipeline, model::RestoreCommand{{bob, {}}});
    Maintenance maintenance(on.workplace(), *pipeline, {.profilesAtOnce = 1});
    on.clock.advance(std::chrono::days{1});
    CHECK(maintenance.run().purgedProfiles == 0);

    on.clock.advance(std::chrono::milliseconds{1});
    const auto report = maintenance.run();
    CHECK(report.purgedProfiles == 2);
    CHECK(report.finishedErasures == 2);
    for (const auto profile : {ann, cem}) {
        const auto receipt = receiptOf(on, profile);
        CHECK(receipt.reason == "retention");
        CHECK(receipt.erasedAt == on.clock.now());
        CHECK(receipt.finishedAt == on.clock.now());
        CHECK(on.count("event", "kind = 6 AND profile_id = " + std::to_string(profile.value) +
                                    " AND version = " + std::to_string(versions[profile] + 1)) == 1);
    }
    CHECK(on.count("event", "kind = 6") == 2);
    CHECK(on.count("identifier") == 1);
    CHECK(submitOne(*pipeline, on.seen({"email:bob@x.org"})).profile == bob);
    CHECK(maintenance.run().purgedProfiles == 0);
}

TEST_CASE("an erasure waits for a plugin that fails, and nobody else's waits for it", "[pipeline]") {
    PipelineFixture on;
    Notes notes;
    const auto pipeline = on.start({&notes});
    on.database->openWriter()->runOnce(Notes::kTable);
    const auto ann = submitOne(*pipeline, on.seen({"email:ann@x.org"})).profile;
    const auto bob = submitOne(*pipeline, on.seen({"email:bob@x.org"})).profile;
    for (const auto profile : {ann, ann, bob})
        on.database->openWriter()->execute("INSERT INTO note (home) VALUES (:home)", profile);
    decide(on, *pipeline, model::EraseCommand{{ann, {}}, "person_request"});
    on.clock.advance(std::chrono::seconds{1});
    decide(on, *pipeline, model::EraseCommand{{bob, {}}, "person_request"});
    Maintenance maintenance(on.workplace(), *pipeline, {}, pipeline::removingFrom({&notes}));
    notes.failsFor = ann;
    CHECK(maintenance.run().finishedErasures == 1);
    CHECK_FALSE(receiptOf(on, ann).finishedAt);
    CHECK(on.count("note") == 2);
    // It may find its rows by them yet.
    CHECK(on.count("identifier", "value = 'ann@x.org'") == 1);
    CHECK(receiptOf(on, bob).finishedAt == on.clock.now());
    CHECK(receiptOf(on, bob).removed.find(R"("channels.notes":1)") != std::string::npos);

    notes.failsFor = {};
    CHECK(maintenance.run().finishedErasures == 1);
    CHECK(receiptOf(on, ann).finishedAt == on.clock.now());
    CHECK(receiptOf(on, ann).removed.find(R"("channels.notes":2)") != std::string::npos);
    CHECK(on.count("note") == 0);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("an erasure waits for a plugin that another server brings, and for none whose tables are gone",
          "[pipeline]") {
    PipelineFixture on;
    Notes notes;
    const auto pipeline = on.start({&notes});
    const auto writer = on.database->openWriter();
    writer->runOnce(Notes::kTable);
    const auto bring = [&](std::string_view plugin) {
        writer->execute("INSERT INTO schema_version (component, version, applied_at) VALUES (:plugin, 1, 0)",
                        plugin);
    };
    bring("notes");
    Maintenance maintenance(on.workplace(), *pipeline, {}, pipeline::removingFrom({&notes}, {"notes"}));
    const auto erase = [&](const std::string& email) {
        const auto profile = submitOne(*pipeline, on.seen({"email:" + email})).profile;
        writer->execute("INSERT INTO note (home) VALUES (:home)", profile);
        decide(on, *pipeline, model::EraseCommand{{profile, {}}, "person_request"});
        return profile;
    };
    const auto ann = erase("ann@x.org");
    CHECK(maintenance.run().finishedErasures == 1);
    CHECK(receiptOf(on, ann).finishedAt);

    bring("diary");
    const auto bob = erase("bob@x.org");
    CHECK(maintenance.run().finishedErasures == 0);
    CHECK_FALSE(receiptOf(on, bob).finishedAt);
    CHECK(on.count("note") == 0);
    // It may find its rows by them yet.
    CHECK(on.count("identifier", "value = 'bob@x.org'") == 1);

    writer->runOnce("DELETE FROM schema_version WHERE component = 'diary'");
    CHECK(maintenance.run().finishedErasures == 1);
    CHECK(receiptOf(on, bob).finishedAt);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("an erasure that fails is left for the next round, and nobody else's waits for it", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto ann = submitOne(*pipeline, on.seen({"email:ann@x.org"})).profile;
    const auto bob = submitOne(*pipeline, on.seen({"email:bob@x.org"})).profile;
    for (const auto profile : {ann, bob}) {
        decide(on, *pipeline, model::EraseCommand{{profile, {}}, "person_request"});
        on.clock.advance(std::chrono::seconds{1});
    }
    bool fails = true;
    Maintenance maintenance(on.workplace(), *pipeline, {},
                            [&](storage::Session&, const model::Person& person, std::size_t) {
                                if (fails && person.id == ann)
                                    throw base::Error(base::ErrorCode::Timeout, "It took too long.");
                                return storage::RemovedElsewhere{};
                            });
    CHECK_THROWS_AS(maintenance.run(), base::Error);
    CHECK_FALSE(receiptOf(on, ann).finishedAt);
    CHECK(receiptOf(on, bob).finishedAt);
    fails = false;
    CHECK(maintenance.run().finishedErasures == 1);
    CHECK(receiptOf(on, ann).finishedAt);
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

TEST_CASE("what fails of a round keeps nobody from being erased", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto ann = submitOne(*pipeline, on.seen({"email:ann@x.org"})).profile;
    decide(on, *pipeline, model::EraseCommand{{ann, {}}, "person_request"});
    on.database->openWriter()->runOnce("ALTER TABLE seen_observation RENAME TO elsewhere");
    Maintenance maintenance(on.workplace(), *pipeline, {.observationMemory = kMemory});
    CHECK_THROWS_AS(maintenance.run(), base::Error);
    CHECK(receiptOf(on, ann).finishedAt == on.clock.now());
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("a database in which who told of an address was erased is as sound as before", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto at = base::formatRfc3339(on.clock.now());
    // Of two that tell the same time of it the one whose source comes later counts.
    const std::string state = R"("state": "blacklisted", "reason": "hard_bounce", "at": ")" + at + R"("})";
    const auto ann =
        submitOne(*pipeline, on.seen({"email:ann@x.org"}, R"("source": {"type": "import", "name": "ses"},
        "endpoints": [{"type": "email", "value": "ann@x.org", )" +
                                                              state + "]"));
    const model::Writer staff{{7}, true, "api", "admin"};
    auto import = nlohmann::json::parse(R"({"type": "email", "value": "ann@x.org", )" + state);
    import["reason"] = "user_unknown";  // The same again would not be kept.
    submitOne(*pipeline,
              std::get<model::Observation>(on.preparer.trySuppression(import, {}, staff, on.clock.now())));
    submitOne(*pipeline, on.prepare(R"({"identifiers": [{"type": "cookie", "value": "c"},
                                                        {"type": "email", "value": "ann@x.org"}]})",
                                    false));
    REQUIRE(on.count("endpoint_state") == 2);
    CHECK(on.broken() == std::vector<std::string>{});
    decide(on, *pipeline, model::EraseCommand{{ann.profile, {}}, "person_request"});
    CHECK(Maintenance(on.workplace(), *pipeline, {}).run().finishedErasures == 1);
    REQUIRE(on.count("endpoint_state") == 2);
    CHECK(on.broken() == std::vector<std::string>{});
}
