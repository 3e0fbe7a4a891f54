// SPDX-License-Identifier: Apache-2.0
// Who is erased in a round, and what their erasure waits for.
#include "core/pipeline/maintenance.hpp"

#include <soci/soci.h>

#include <map>

#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using pipeline::Maintenance;
using test::listOf;
using test::PipelineFixture;

namespace {

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
        CHECK_FALSE(receipt.by);
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

TEST_CASE("what fails of a round keeps nobody from being erased", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto ann = submitOne(*pipeline, on.seen({"email:ann@x.org"})).profile;
    decide(on, *pipeline, model::EraseCommand{{ann, {}}, "person_request"});
    on.database->openWriter()->runOnce("ALTER TABLE seen_observation RENAME TO elsewhere");
    Maintenance maintenance(on.workplace(), *pipeline, {.observationMemory = std::chrono::days{30}});
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
