// SPDX-License-Identifier: Apache-2.0
#include <soci/soci.h>

#include <future>
#include <latch>

#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using base::Error;
using base::ErrorCode;
using model::Result;
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

/// Stores payloads in its own table and fails on the one that says so.
class Notebook final : public pipeline::Participant {
public:
    [[nodiscard]] std::string_view name() const override { return "note"; }
    void apply(soci::session& session, std::span<const pipeline::ParticipantItem> items) override {
        for (const auto& item : items) {
            if (item.payload == "fail") throw Error(ErrorCode::Plugin, "The note can't be taken.");
            if (item.payload == "end") session << "COMMIT";
            if (item.payload == "sql") session << "INSERT INTO nowhere VALUES ('ann@example.com')";
            std::string text(item.payload);
            long long home = item.home.value;
            session << "INSERT INTO note_taken (home, text) VALUES (:home, :text)", soci::use(home),
                soci::use(text);
        }
    }
    void merged(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> merges) override {
        merges_ += merges.size();
    }
    std::atomic<std::size_t> merges_{0};
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
    std::promise<void> release;
    std::latch holding(1);
    auto held = std::async(std::launch::async, [&] {
        pipeline->execute([&](soci::session&) {
            holding.count_down();
            release.get_future().wait();
        });
    });
    holding.wait();
    auto waiting =
        std::async(std::launch::async, [&] { return pipeline->submit(listOf(on.seen({"email:a@x.org"}))); });
    while (pipeline->depth() == 0) std::this_thread::yield();
    auto stopping = std::async(std::launch::async, [&] { pipeline->stop(); });
    release.set_value();
    stopping.get();
    held.get();
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

TEST_CASE("a participant hears of merges", "[pipeline]") {
    PipelineFixture on;
    Notebook notes;
    const auto pipeline = on.start({&notes});
    (void)pipeline->submit(listOf(on.seen({"email:a@x.org"})));
    (void)pipeline->submit(listOf(on.seen({"phone:+1"})));
    CHECK(pipeline->submit(listOf(on.seen({"email:a@x.org", "phone:+1"}))).front().result == Result::Merged);
    CHECK(notes.merges_ == 1);
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
