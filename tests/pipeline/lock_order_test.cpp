// SPDX-License-Identifier: Apache-2.0
#include <soci/soci.h>

#include <algorithm>
#include <barrier>
#include <future>
#include <random>

#include "core/storage/erasure/erasure.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using storage::Engine;
using test::comesTrue;
using test::listOf;
using test::PipelineFixture;

namespace {

/// One more writer, which takes its locks one at a time.
class OtherWriter {
public:
    explicit OtherWriter(PipelineFixture& on) : on_(on), session_(on.database->openWriter()) {
        session_->beginWrite();
        pid_ = std::get<0>(*session_->first<std::int64_t>("SELECT CAST(pg_backend_pid() AS bigint)"));
    }
    void lockProfile(base::ProfileId id) {
        session_->runOnce("SELECT id FROM profile WHERE id = " + std::to_string(id.value) + " FOR UPDATE");
    }
    void lockActivity(const std::string& key) {
        session_->runOnce("SELECT id FROM activity WHERE activity_key = '" + key + "' FOR UPDATE");
    }
    /// Whether somebody waits for what this one holds.
    [[nodiscard]] bool isWaitedFor() {
        return on_.count("pg_stat_activity", std::to_string(pid_) + " = ANY (pg_blocking_pids(pid))") > 0;
    }
    void run(const std::string& sql) { session_->runOnce(sql); }
    void commit() { session_->commit(); }
    void end() { session_->rollback(); }

private:
    PipelineFixture& on_;
    std::unique_ptr<storage::Session> session_;
    std::int64_t pid_ = 0;
};

std::string message(const std::string& status) {
    return R"("activities": [{"id": "m1", "channel": "email", "status": ")" + status + R"("}])";
}

std::int64_t versionOf(PipelineFixture& on, base::ProfileId id) {
    const auto session = on.database->read();
    return std::get<0>(*session->first<std::int64_t>("SELECT version FROM profile WHERE id = :id", id));
}

}  // namespace

TEST_CASE("the owner of an activity that came meanwhile is locked in its turn", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 1, 2});
    const auto ann = pipeline->submit(listOf(on.seen({"email:ann@x.org"}))).front().profile;
    const auto bob = pipeline->submit(listOf(on.seen({"email:bob@x.org"}))).front().profile;

    // Bob's writer has looked for the activity's owner, in vain, and waits for Bob.
    OtherWriter first(on);
    first.lockProfile(bob);
    auto read = std::async(std::launch::async, [&] {
        return pipeline->submit(listOf(on.seen({"email:bob@x.org"}, message("read")))).front();
    });
    REQUIRE(comesTrue([&] { return first.isWaitedFor(); }));
    const auto sent = pipeline->submit(listOf(on.seen({"email:ann@x.org"}, message("sent")))).front();
    REQUIRE(sent.result == model::Result::Updated);

    // Another one holds Ann and is about to take the activity, which Bob's writer must not hold by now.
    OtherWriter second(on);
    second.lockProfile(ann);
    first.end();
    REQUIRE(comesTrue([&] { return second.isWaitedFor(); }));
    CHECK_NOTHROW(second.lockActivity("m1"));
    second.end();
    const auto outcome = read.get();
    CHECK_FALSE(outcome.problem);
    CHECK(on.observer.conflicts == 0);
    CHECK(versionOf(on, ann) == sent.version + 1);
    CHECK(on.count("activity", "status = 9") == 1);
}

TEST_CASE("a profile that lists more by the time that it is locked is restored with that, too",
          "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 1, 1});
    const auto ann = pipeline->submit(listOf(on.seen({"email:ann@x.org"}))).front().profile;
    const auto decide = [&](model::Command command) {
        const model::Writer by{{7}, true, "console", "staff"};
        return pipeline
            ->submit(listOf(on.preparer.prepareCommand(std::move(command), "", {}, by, on.clock.now())))
            .front();
    };
    REQUIRE_FALSE(decide(model::DeleteCommand{{ann, {}}}).problem);
    OtherWriter other(on);
    other.lockProfile(ann);
    auto restored = std::async(std::launch::async, [&] { return decide(model::RestoreCommand{{ann, {}}}); });
    REQUIRE(comesTrue([&] { return other.isWaitedFor(); }));
    // What is left when others restored it, saw it with a telephone, and deleted it again.
    other.run("INSERT INTO identifier (id, type, value) VALUES (1, 'phone', '+1')");
    other.run(
        "INSERT INTO removed_identifier"
        " (home, identifier_id, role, given, normalizer_version, first_seen, last_seen)"
        " SELECT home, 1, role, '+1', normalizer_version, first_seen, last_seen FROM removed_identifier");
    other.commit();
    CHECK_FALSE(restored.get().problem);
    CHECK(on.count("profile_identifier", "role = 0 AND home = " + std::to_string(ann.value)) == 2);
    CHECK(on.count("removed_identifier") == 0);
}

TEST_CASE("of two equal commands at once the second is told that it was done", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 1, 2});
    const auto ann = pipeline->submit(listOf(on.seen({"email:ann@x.org", "phone:+1"}))).front().profile;
    const auto bob = pipeline->submit(listOf(on.seen({"email:bob@x.org"}))).front().profile;
    const model::Command command =
        GENERATE_COPY(values({model::Command{model::DeleteCommand{{ann, {}}}},
                              model::Command{model::EraseCommand{{ann, {}}, "person_request"}},
                              model::Command{model::DetachCommand{{ann, {}}, {"email", "ann@x.org"}}},
                              model::Command{model::ForbidCommand{ann, bob, "twins"}}}));
    const auto carryOut = [&] {
        const model::Writer by{{7}, true, "console", "staff"};
        return pipeline->submit(listOf(on.preparer.prepareCommand(command, "once", {}, by, on.clock.now())))
            .front();
    };
    OtherWriter other(on);
    other.lockProfile(ann);
    auto first = std::async(std::launch::async, carryOut);
    auto second = std::async(std::launch::async, carryOut);
    REQUIRE(comesTrue([&] {
        return on.count("pg_stat_activity",
                        "datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0") == 2;
    }));
    other.end();
    const std::array outcomes{first.get(), second.get()};
    for (const auto& outcome : outcomes) CHECK_FALSE(outcome.problem);
    CHECK(std::ranges::count(outcomes, model::Result::Duplicate, &model::Outcome::result) == 1);
}

TEST_CASE("an observation that is told again after its id was forgotten locks whose activities it changes",
          "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 1, 1});
    const auto page = [&](const std::string& at) {
        return R"("id": "o1", "activities": [{"channel": "web", "event": "seen", "at": ")" + at + R"("}])";
    };
    const auto first = pipeline->submit(listOf(on.seen({"cookie:c"}, page("2026-11-20T08:00:00Z")))).front();
    const auto ann = pipeline->submit(listOf(on.seen({"external_id:1", "cookie:c"}))).front();
    on.clock.advance(std::chrono::seconds{1});
    const auto bob = pipeline->submit(listOf(on.seen({"external_id:2", "cookie:c"}))).front();
    REQUIRE(bob.profile != ann.profile);
    const auto before = versionOf(on, ann.profile);
    pipeline->execute([](soci::session& session) { session << "DELETE FROM seen_observation"; });

    const auto again = pipeline->submit(listOf(on.seen({"cookie:c"}, page("2026-11-20T07:00:00Z")))).front();
    CHECK(again.profile == bob.profile);
    CHECK(versionOf(on, ann.profile) == before + 1);
    CHECK(on.count("activity", "home = " + std::to_string(first.profile.value)) == 1);
}

TEST_CASE("writers of the same people wait for each other, and are never in each other's way", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    constexpr int kWriters = 6;
    constexpr int kPeople = 40;
    constexpr int kRounds = 5;
    const auto pipeline = on.start({}, {10'000, kPeople, kWriters});
    std::atomic<int> problems{0};
    std::minstd_rand random(1);
    const auto writeAtOnce = [&](auto identifiersOf) {
        std::vector<std::vector<model::Observation>> groups(kWriters);
        for (int writer = 0; writer < kWriters; ++writer) {
            auto& group = groups[static_cast<std::size_t>(writer)];
            for (int person = 0; person < kPeople; ++person)
                group.push_back(on.seen(identifiersOf(writer, person)));
            std::ranges::shuffle(group, random);
        }
        std::barrier begin(kWriters);
        test::atOnce(kWriters, [&](int writer) {
            auto group = std::move(groups[static_cast<std::size_t>(writer)]);
            begin.arrive_and_wait();
            for (const auto& outcome : pipeline->submit(std::move(group)))
                problems += outcome.problem ? 1 : 0;
        });
    };
    for (int round = 0; round < kRounds; ++round) {
        // Of each person every writer has an address of its own; in the order of those of every second one,
        // people stand the other way round.
        const auto own = [&](int writer, int person) {
            const int place = 50 + (writer % 2 == 0 ? person : kPeople - person);
            const auto value =
                "r" + std::to_string(round) + "w" + std::to_string(writer) + "p" + std::to_string(place);
            return std::vector{writer == 0 ? "external_id:" + value : "email:" + value + "@x.org"};
        };
        const auto all = [&](int, int person) {
            std::vector<std::string> identifiers;
            for (int writer = 0; writer < kWriters; ++writer)
                identifiers.push_back(own(writer, person).front());
            return identifiers;
        };
        writeAtOnce(all);  // Nobody knows the identifiers yet.
        writeAtOnce(all);
        writeAtOnce(own);
        writeAtOnce(own);
    }
    CHECK(problems == 0);
    CHECK(on.liveProfiles() == kRounds * kPeople);
    CHECK(on.observer.conflicts == 0);
}

TEST_CASE("who waited for a deletion restores whom it says to restore", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 1, 2});
    const auto ann = pipeline->submit(listOf(on.seen({"email:ann@x.org"}))).front().profile;
    on.clock.advance(std::chrono::seconds{1});
    const model::Writer by{{7}, true, "console", "staff"};
    auto deletion = on.preparer.prepareCommand(model::DeleteCommand{{ann, {}}}, "", {}, by, on.clock.now());
    on.clock.advance(std::chrono::seconds{1});
    auto back = on.seen({"email:ann@x.org"}, R"("restore": true)");
    const auto waiting = [&] {
        return on.count("pg_stat_activity",
                        "datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0");
    };
    // The deletion holds the address, and waits for the profile; what is to restore it waits for the address.
    OtherWriter other(on);
    other.lockProfile(ann);
    const auto submit = [&](model::Observation& observation) {
        return std::async(std::launch::async,
                          [&] { return pipeline->submit(listOf(std::move(observation))).front(); });
    };
    auto deleted = submit(deletion);
    REQUIRE(comesTrue([&] { return waiting() == 1; }));
    auto restored = submit(back);
    REQUIRE(comesTrue([&] { return waiting() == 2; }));
    other.end();
    CHECK_FALSE(deleted.get().problem);
    CHECK(restored.get().profile == ann);
    CHECK(on.broken().empty());
}

TEST_CASE("who was deleted again while others were purged has their time again", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 1, 1});
    const auto decide = [&](model::Command command) {
        const model::Writer by{{7}, true, "console", "staff"};
        REQUIRE_FALSE(
            pipeline
                ->submit(listOf(on.preparer.prepareCommand(std::move(command), "", {}, by, on.clock.now())))
                .front()
                .problem);
    };
    const auto ann = pipeline->submit(listOf(on.seen({"email:ann@x.org"}))).front().profile;
    const auto bob = pipeline->submit(listOf(on.seen({"email:bob@x.org"}))).front().profile;
    REQUIRE(ann < bob);
    for (const auto profile : {ann, bob}) decide(model::DeleteCommand{{profile, {}}});
    const auto since = on.clock.now() + std::chrono::seconds{1};
    on.clock.advance(std::chrono::days{1});

    OtherWriter other(on);
    other.lockProfile(ann);
    auto purged = std::async(std::launch::async, [&] {
        const auto session = on.database->openWriter();
        storage::Transaction transaction(*session);
        static_cast<void>(storage::purgeDeleted(*session, on.ids, on.clock.now(), since, 10));
        transaction.commit();
    });
    REQUIRE(comesTrue([&] { return other.isWaitedFor(); }));
    decide(model::RestoreCommand{{bob, {}}});
    decide(model::DeleteCommand{{bob, {}}});
    other.end();
    purged.get();
    CHECK(on.count("removal", "erased = 1 AND profile_id = " + std::to_string(ann.value)) == 1);
    CHECK(on.count("removal", "erased = 0 AND profile_id = " + std::to_string(bob.value)) == 1);
    CHECK(on.count("erasure") == 1);
}
