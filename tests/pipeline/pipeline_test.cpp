// SPDX-License-Identifier: Apache-2.0
#include <soci/soci.h>

#include <future>
#include <latch>

#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using base::Error;
using base::ErrorCode;
using model::Result;
using test::comesTrue;
using test::listOf;
using test::PipelineFixture;

namespace {

template <class Work>
Error errorOf(Work work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return {ErrorCode::Internal, {}};
}

/// Stores payloads in its own table, fails on the one that says so, and keeps what it was told.
class Notebook final : public pipeline::Participant {
public:
    struct Told {
        base::ProfileId profile;
        base::ProfileId home;
    };

    [[nodiscard]] std::string_view name() const override { return "note"; }
    void apply(soci::session& session, std::span<const pipeline::ParticipantItem> items) override {
        auto& told = applied.emplace_back();
        for (const auto& item : items) {
            told.push_back({item.profile, item.home});
            if (item.payload == "fail") throw Error(ErrorCode::Plugin, "The note can't be taken.");
            if (item.payload == "end") session << "COMMIT";
            if (item.payload == "sql") session << "INSERT INTO nowhere VALUES ('ann@example.com')";
            std::string text(item.payload);
            long long home = item.home.value;
            session << "INSERT INTO note_taken (home, text) VALUES (:home, :text)", soci::use(home),
                soci::use(text);
        }
    }
    void merged(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> told) override {
        merges.insert(merges.end(), told.begin(), told.end());
    }
    void undone(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> told) override {
        takenBack.insert(takenBack.end(), told.begin(), told.end());
    }

    std::vector<std::vector<Told>> applied;  ///< One list for each transaction, kept or not.
    std::vector<pipeline::ParticipantMerge> merges;
    std::vector<pipeline::ParticipantMerge> takenBack;
};

/// A job that keeps the pipeline's only writer, until this goes out of scope.
class HeldWriter {
public:
    explicit HeldWriter(pipeline::Pipeline& pipeline)
        : job_(std::async(std::launch::async, [this, &pipeline] {
              pipeline.execute([this](soci::session&) {
                  holding_.count_down();
                  release_.get_future().wait();
              });
          })) {
        holding_.wait();
    }
    ~HeldWriter() { release_.set_value(); }
    HeldWriter(const HeldWriter&) = delete;
    HeldWriter& operator=(const HeldWriter&) = delete;

private:
    std::latch holding_{1};
    std::promise<void> release_;
    std::future<void> job_;
};

model::Observation noted(const PipelineFixture& on, const std::string& identifier, std::string payload) {
    auto observation = on.seen({identifier});
    observation.payloads.push_back({"note", std::move(payload)});
    return observation;
}

void makeNotes(PipelineFixture& on) {
    storage::migrate(
        *on.database->openWriter(),
        {"note", {{1, "CREATE TABLE note_taken (home bigint NOT NULL, text text NOT NULL UNIQUE)"}}}, {});
}

}  // namespace

TEST_CASE("a full queue takes nothing of a batch", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {2, 1'000, 1});
    std::vector<model::Observation> three;
    for (const char* each : {"email:a@x.org", "email:b@x.org", "email:c@x.org"})
        three.push_back(on.seen({each}));
    CHECK(errorOf([&] { (void)pipeline->submit(std::move(three)); }).code() == ErrorCode::Overloaded);
    CHECK(pipeline->depth() == 0);
    CHECK(pipeline->submit(listOf(on.seen({"email:a@x.org"}))).front().result == Result::Created);
}

TEST_CASE("a stopped pipeline takes nothing more", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    pipeline->stop();
    CHECK(errorOf([&] { (void)pipeline->submit(listOf(on.seen({"email:a@x.org"}))); }).code() ==
          ErrorCode::Unavailable);
    CHECK(errorOf([&] { pipeline->execute([](soci::session&) {}); }).code() == ErrorCode::Unavailable);
    pipeline->stop();
}

TEST_CASE("stopping commits what waits", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 1'000, 1});
    std::future<std::vector<model::Outcome>> waiting;
    std::future<void> stopping;
    {
        const HeldWriter held(*pipeline);
        waiting = std::async(std::launch::async,
                             [&] { return pipeline->submit(listOf(on.seen({"email:a@x.org"}))); });
        CHECK(comesTrue([&] { return pipeline->depth() == 1; }));
        stopping = std::async(std::launch::async, [&] { pipeline->stop(); });
    }
    stopping.get();
    CHECK(waiting.get().front().result == Result::Created);
    CHECK(on.liveProfiles() == 1);
}

TEST_CASE("a participant that fails rejects only its item", "[pipeline]") {
    PipelineFixture on;
    makeNotes(on);
    Notebook notes;
    const auto pipeline = on.start({&notes});
    std::vector<model::Observation> group;
    group.push_back(noted(on, "email:a@x.org", "one"));
    group.push_back(noted(on, "email:b@x.org", "fail"));
    group.push_back(noted(on, "email:c@x.org", "sql"));
    group.push_back(noted(on, "email:d@x.org", "end"));
    group.push_back(noted(on, "email:e@x.org", "two"));
    const auto outcomes = pipeline->submit(std::move(group));
    CHECK(outcomes[0].result == Result::Created);
    CHECK(outcomes[1].problem->code() == ErrorCode::Plugin);
    CHECK(outcomes[2].problem->code() == ErrorCode::Storage);
    CHECK(outcomes[3].result == Result::Rejected);
    CHECK(outcomes[4].result == Result::Created);
    CHECK(on.count("note_taken", "text IN ('one', 'two')") == 2);
    CHECK(on.count("identifier", "value IN ('b@x.org', 'c@x.org')") == 0);
    CHECK(on.logText.str().find("ann@example.com") == std::string::npos);
}

TEST_CASE("a value that stands twice in a participant's table is its failure, and no conflict",
          "[pipeline]") {
    PipelineFixture on;
    makeNotes(on);
    Notebook notes;
    const auto pipeline = on.start({&notes});
    std::vector<model::Observation> group;
    group.push_back(noted(on, "email:a@x.org", "same"));
    group.push_back(noted(on, "email:b@x.org", "other"));
    group.push_back(noted(on, "email:c@x.org", "same"));
    const auto outcomes = pipeline->submit(std::move(group));
    CHECK(outcomes[0].result == Result::Created);
    CHECK(outcomes[1].result == Result::Created);
    CHECK(outcomes[2].problem->code() == ErrorCode::Plugin);
    CHECK(on.observer.conflicts == 0);
    CHECK(on.count("note_taken") == 2);
    CHECK(on.liveProfiles() == 2);
}

TEST_CASE("a participant hears who is whom now, and under which home a payload stands", "[pipeline]") {
    PipelineFixture on;
    makeNotes(on);
    Notebook notes;
    const auto pipeline = on.start({&notes});
    const auto survivor = pipeline->submit(listOf(on.seen({"email:a@x.org"}))).front().profile;
    const auto absorbed = pipeline->submit(listOf(on.seen({"phone:+1"}))).front().profile;
    const auto merged = pipeline->submit(listOf(on.seen({"email:a@x.org", "phone:+1"}))).front();
    REQUIRE(merged.result == Result::Merged);
    REQUIRE(merged.profile == survivor);
    REQUIRE(notes.merges.size() == 1);
    CHECK(notes.merges.front().survivor == survivor);
    CHECK(notes.merges.front().absorbed == absorbed);
    CHECK(notes.applied.empty());

    REQUIRE(pipeline->submit(listOf(noted(on, "phone:+1", "later"))).front().profile == survivor);
    REQUIRE(notes.applied.size() == 1);
    REQUIRE(notes.applied.front().size() == 1);
    CHECK(notes.applied.front().front().profile == survivor);
    CHECK(notes.applied.front().front().home == absorbed);
    CHECK(notes.merges.size() == 1);
}

TEST_CASE("a participant hears of a merge that is taken back", "[pipeline]") {
    PipelineFixture on;
    makeNotes(on);
    Notebook notes;
    const auto pipeline = on.start({&notes});
    const auto survivor = pipeline->submit(listOf(on.seen({"email:a@x.org"}))).front().profile;
    const auto absorbed = pipeline->submit(listOf(on.seen({"phone:+1"}))).front().profile;
    const auto decide = [&](model::Command command) {
        const model::Writer by{{7}, true, "console", "staff"};
        auto decision = on.preparer.prepareCommand(std::move(command), "", {}, by, on.clock.now());
        return pipeline->submit(listOf(std::move(decision))).front();
    };
    const auto merged = decide(model::MergeCommand{{{survivor, {}}, {}}, {{absorbed, {}}, {}}, {}, false});
    REQUIRE(merged.decision);
    CHECK(notes.takenBack.empty());
    REQUIRE_FALSE(decide(model::UndoCommand{merged.decision->merge, "a mistake"}).problem);
    REQUIRE(notes.takenBack.size() == 1);
    CHECK(notes.takenBack.front().survivor == survivor);
    CHECK(notes.takenBack.front().absorbed == absorbed);
    CHECK(notes.merges.size() == 1);
}

TEST_CASE("what a job throws undoes it and reaches its caller", "[pipeline]") {
    PipelineFixture on;
    makeNotes(on);
    const auto pipeline = on.start();
    CHECK(errorOf([&] {
              pipeline->execute([](soci::session& session) {
                  session << "INSERT INTO note_taken VALUES (1, 'lost')";
                  throw Error(ErrorCode::Conflict, "no");
              });
          }).code() == ErrorCode::Conflict);
    CHECK(errorOf([&] {
              pipeline->execute([](soci::session& session) { session << "INSERT INTO nowhere VALUES (1)"; });
          }).code() == ErrorCode::Storage);
    pipeline->execute([](soci::session& session) { session << "INSERT INTO note_taken VALUES (1, 'kept')"; });
    CHECK(on.count("note_taken") == 1);
}

TEST_CASE("a job that passes over an error is kept whole, or its caller hears of it", "[pipeline]") {
    PipelineFixture on;
    makeNotes(on);
    const auto pipeline = on.start();
    bool failed = false;
    try {
        pipeline->execute([](soci::session& session) {
            session << "INSERT INTO note_taken VALUES (1, 'before')";
            try {
                session << "INSERT INTO nowhere VALUES (1)";
            } catch (const soci::soci_error&) {
            }
        });
    } catch (const Error& error) {
        failed = error.code() == ErrorCode::Storage;
    }
    CHECK(on.count("note_taken") == (failed ? 0 : 1));
}

TEST_CASE("what waits is written as one group", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 100, 1});
    std::vector<model::Observation> batch;
    for (int i = 0; i < 250; ++i) batch.push_back(on.seen({"email:p" + std::to_string(i) + "@x.org"}));
    CHECK(pipeline->submit(std::move(batch)).size() == 250);
    CHECK(on.observer.observations == 250);
    CHECK(on.observer.groups == 3);
}

TEST_CASE("callers that wait at once share one transaction", "[pipeline]") {
    constexpr int kCallers = 8;
    PipelineFixture on;
    makeNotes(on);
    Notebook notes;
    const auto pipeline = on.start({&notes}, {10'000, 1'000, 1});
    std::vector<std::future<std::vector<model::Outcome>>> callers;
    {
        const HeldWriter held(*pipeline);
        for (int i = 0; i < kCallers; ++i) {
            callers.push_back(std::async(std::launch::async, [&, who = std::to_string(i)] {
                return pipeline->submit(listOf(noted(on, "email:p" + who + "@x.org", who)));
            }));
        }
        CHECK(comesTrue([&] { return pipeline->depth() == kCallers; }));
    }
    for (auto& caller : callers) CHECK(caller.get().front().result == Result::Created);
    CHECK(on.observer.groups == 1);
    REQUIRE(notes.applied.size() == 1);
    CHECK(notes.applied.front().size() == kCallers);
    CHECK(on.count("note_taken") == kCallers);
}
