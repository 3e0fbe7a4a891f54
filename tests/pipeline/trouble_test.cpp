// SPDX-License-Identifier: Apache-2.0
#include <soci/soci.h>

#include <algorithm>
#include <functional>
#include <future>

#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using base::ErrorCode;
using model::Outcome;
using storage::Engine;
using test::comesTrue;
using test::listOf;
using test::occurrences;
using test::PipelineFixture;

namespace {

/// Runs a statement on the connection of the only writer, where settings stay.
void onWriter(pipeline::Pipeline& pipeline, const std::string& sql) {
    pipeline.execute([&](soci::session& session) { session << sql; });
}

/// The row of an identifier, held by somebody who is no kith.
class Held {
public:
    Held(PipelineFixture& on, const std::string& value) : session_(on.database->openWriter()) {
        session_->beginWrite();
        session_->runOnce("SELECT id FROM identifier WHERE value = '" + value + "' FOR UPDATE");
    }
    void release() { session_->rollback(); }

private:
    std::unique_ptr<storage::Session> session_;
};

std::vector<model::Observation> people(const PipelineFixture& on, const std::vector<std::string>& addresses) {
    std::vector<model::Observation> group;
    for (const auto& address : addresses) group.push_back(on.seen({"email:" + address}));
    return group;
}

std::size_t written(const std::vector<Outcome>& outcomes) {
    return static_cast<std::size_t>(
        std::ranges::count_if(outcomes, [](const Outcome& outcome) { return !outcome.problem; }));
}

std::size_t failedWith(const std::vector<Outcome>& outcomes, ErrorCode code) {
    return static_cast<std::size_t>(std::ranges::count_if(outcomes, [&](const Outcome& outcome) {
        return outcome.problem && outcome.problem->code() == code;
    }));
}

/// Both errors with which PostgreSQL says that another writer was in the way: a deadlock, and a failure to
/// serialise.
std::string eachConflict() {
    const std::string state = GENERATE("40P01", "40001");
    UNSCOPED_INFO("with " << state);
    return state;
}

/// Fails with that SQLSTATE.
void failWith(soci::session& session, const std::string& state) {
    session << "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '" + state + "'; END $$";
}

using Payloads = std::vector<std::string>;

/// Takes part, and reports that another writer was in the way for the groups that it is told to.
class InTheWay final : public pipeline::Participant {
public:
    InTheWay(std::string state, std::function<bool(const Payloads&)> meets)
        : state_(std::move(state)), meets_(std::move(meets)) {}

    [[nodiscard]] std::string_view name() const override { return "in_the_way"; }
    void apply(soci::session& session, std::span<const pipeline::ParticipantItem> items) override {
        auto& group = seen.emplace_back();
        for (const auto& item : items) group.emplace_back(item.payload);
        if (meets_(group)) failWith(session, state_);
    }
    void merged(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> /*merges*/) override {
    }

    std::vector<Payloads> seen;  ///< Of each attempt.

private:
    std::string state_;
    std::function<bool(const Payloads&)> meets_;
};

std::vector<model::Observation> taken(const PipelineFixture& on, const Payloads& payloads) {
    std::vector<model::Observation> group;
    for (const auto& payload : payloads) {
        group.push_back(on.seen({"email:" + payload + "@x.org"}));
        group.back().payloads.push_back({"in_the_way", payload});
    }
    return group;
}

}  // namespace

TEST_CASE("somebody who can't be had in time is rejected without the neighbours", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 1'000, 1});
    (void)pipeline->submit(people(on, {"a@x.org"}));
    onWriter(*pipeline, "SET statement_timeout = 200");
    Held held(on, "a@x.org");
    const auto outcomes = pipeline->submit(people(on, {"b@x.org", "a@x.org", "c@x.org"}));
    CHECK(written(outcomes) == 2);
    CHECK(outcomes[1].problem->code() == ErrorCode::Timeout);
    held.release();
    CHECK(written(pipeline->submit(people(on, {"a@x.org"}))) == 1);
}

TEST_CASE("a group of people who can't be had keeps a writer for a few time-outs, not for one each",
          "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 1'000, 1});
    (void)pipeline->submit(people(on, {"a@x.org"}));
    onWriter(*pipeline, "SET statement_timeout = 200");
    Held held(on, "a@x.org");
    const auto outcomes = pipeline->submit(people(on, std::vector<std::string>(12, "a@x.org")));
    CHECK(failedWith(outcomes, ErrorCode::Timeout) == 12);
    pipeline->stop();
    CHECK(occurrences(on.logText.str(), "event=observation_failed code=timeout") == 3);
}

TEST_CASE("a deadlock or a failure to serialise halves the group until it fits", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    InTheWay inTheWay(eachConflict(), [](const Payloads& payloads) { return payloads.size() > 1; });
    const auto pipeline = on.start({&inTheWay}, {10'000, 1'000, 1});
    CHECK(written(pipeline->submit(taken(on, {"a", "b", "c", "d"}))) == 4);
    CHECK(inTheWay.seen ==
          std::vector<Payloads>{{"a", "b", "c", "d"}, {"a", "b"}, {"a"}, {"b"}, {"c", "d"}, {"c"}, {"d"}});
    CHECK(on.observer.conflicts == 3);
    CHECK(on.count("observation") == 4);
}

TEST_CASE("one that is in the way for ever is rejected without the neighbours, and not tried for ever",
          "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    InTheWay inTheWay(eachConflict(), [](const Payloads& payloads) {
        return std::ranges::find(payloads, "17") != payloads.end();
    });
    const auto pipeline = on.start({&inTheWay}, {10'000, 1'000, 1});
    std::vector<std::string> payloads;
    for (int i = 0; i < 200; ++i) payloads.push_back(std::to_string(i));
    const auto outcomes = pipeline->submit(taken(on, payloads));
    CHECK(written(outcomes) == 199);
    CHECK(outcomes[17].problem->code() == ErrorCode::Overloaded);
    CHECK(on.observer.conflicts <= 12);
}

TEST_CASE("a job that another writer was in the way of is done again, and not for ever", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto state = eachConflict();
    const auto pipeline = on.start({}, {10'000, 1'000, 1});
    pipeline->execute([](soci::session& session) { session << "CREATE TABLE note (text TEXT)"; });
    int tries = 0;
    const auto meetingUntil = [&](int enough) {
        return [&tries, &state, enough](soci::session& session) {
            session << "INSERT INTO note (text) VALUES ('x')";
            if (++tries < enough) failWith(session, state);
        };
    };
    pipeline->execute(meetingUntil(3));
    CHECK(tries == 3);
    CHECK(on.observer.conflicts == 2);
    CHECK(on.count("note") == 1);
    tries = 0;
    CHECK_THROWS_AS(pipeline->execute(meetingUntil(1'000)), base::Error);
    CHECK(tries == 5);
    CHECK(on.observer.conflicts == 7);
    CHECK(on.count("note") == 1);
    // What fails otherwise would fail again.
    tries = 0;
    CHECK_THROWS_AS(pipeline->execute([&](soci::session& session) {
        ++tries;
        session << "DELETE FROM nowhere";
    }),
                    base::Error);
    CHECK(tries == 1);
}

TEST_CASE("a file that another process keeps is an error for the whole group at once", "[pipeline]") {
    PipelineFixture on(Engine::Sqlite);
    const auto pipeline = on.start();
    onWriter(*pipeline, "PRAGMA busy_timeout = 50");
    const auto other = on.database->openWriter();
    other->beginWrite();
    const auto outcomes = pipeline->submit(people(on, {"a@x.org", "b@x.org", "c@x.org"}));
    CHECK(failedWith(outcomes, ErrorCode::Timeout) == 3);
    CHECK(on.observer.conflicts == 0);
    other->rollback();
    CHECK(written(pipeline->submit(people(on, {"a@x.org", "b@x.org"}))) == 2);
}

TEST_CASE("a full disk loses nothing acknowledged, and writing goes on when there is room", "[pipeline]") {
    PipelineFixture on(Engine::Sqlite);
    const auto pipeline = on.start();
    pipeline->execute([](soci::session& session) {
        long long pages = 0;
        session << "PRAGMA page_count", soci::into(pages);
        session << "PRAGMA max_page_count = " << pages;
    });
    std::vector<std::string> addresses;
    for (int i = 0; i < 300; ++i) addresses.push_back("p" + std::to_string(i) + "@x.org");
    const auto outcomes = pipeline->submit(people(on, addresses));
    const auto kept = static_cast<std::int64_t>(written(outcomes));
    CHECK(failedWith(outcomes, ErrorCode::Storage) == 300 - written(outcomes));
    CHECK(kept < 300);
    CHECK(on.count("observation") == kept);
    CHECK(on.liveProfiles() == kept);
    onWriter(*pipeline, "PRAGMA max_page_count = 1000000");
    CHECK(written(pipeline->submit(people(on, addresses))) == 300);
    CHECK(on.liveProfiles() == 300);
}

TEST_CASE("a file that can't be written is an error, and read on", "[pipeline]") {
    PipelineFixture on(Engine::Sqlite);
    const auto pipeline = on.start();
    (void)pipeline->submit(people(on, {"a@x.org"}));
    // What SQLite answers for a file that became read-only; a chmod would not stop a test that runs as root.
    onWriter(*pipeline, "PRAGMA query_only = ON");
    const auto outcomes = pipeline->submit(people(on, {"a@x.org", "b@x.org"}));
    CHECK(failedWith(outcomes, ErrorCode::Storage) == 2);
    CHECK(on.liveProfiles() == 1);
    CHECK(written(on.start()->submit(people(on, {"a@x.org", "b@x.org"}))) == 2);
}

TEST_CASE("a server that dies under load loses nothing acknowledged and is found again", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto pipeline = on.start({}, {10'000, 20, 3});
    std::atomic<bool> over{false};
    std::atomic<int> acknowledged{0};
    std::atomic<int> lost{0};
    std::atomic<int> wrong{0};
    std::atomic<int> next{0};
    auto writers = std::async(std::launch::async, [&] {
        test::atOnce(4, [&](int) {
            while (!over) {
                const auto id = R"("id": "o)" + std::to_string(next++) + "\"";
                const auto outcome = pipeline->submit(listOf(on.seen({"email:a@x.org"}, id))).front();
                if (!outcome.problem)
                    ++acknowledged;
                else
                    ++(outcome.problem->code() == ErrorCode::Unavailable ? lost : wrong);
            }
        });
    });
    // Whatever fails from here on must not leave them writing for ever: the future would wait for them.
    const std::unique_ptr<std::atomic<bool>, void (*)(std::atomic<bool>*)> ending(
        &over, [](std::atomic<bool>* flag) { *flag = true; });
    REQUIRE(comesTrue([&] { return acknowledged > 20; }));
    test::PostgresServer::instance().restart();
    const int before = acknowledged;
    const bool again = comesTrue([&] { return acknowledged > before + 20; });
    over = true;
    writers.get();
    REQUIRE(again);
    CHECK(wrong == 0);
    // Each reading session finds out once.
    std::int64_t stored = -1;
    REQUIRE(comesTrue([&] {
        try {
            stored = on.count("seen_observation");
            return true;
        } catch (const base::Error&) {
            return false;
        }
    }));
    CHECK(stored >= acknowledged);
    CHECK(stored <= acknowledged + lost);
    CHECK(on.count("observation") == stored);
    CHECK(on.liveProfiles() == 1);
}
