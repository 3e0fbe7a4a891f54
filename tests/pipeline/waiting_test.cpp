// SPDX-License-Identifier: Apache-2.0
// What a writer does that waited for another one, after that one changed what it had looked up.
#include <atomic>
#include <future>
#include <nlohmann/json.hpp>

#include "core/storage/erasure/erasure.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using model::Result;
using storage::Engine;
using test::comesTrue;
using test::listOf;
using test::PipelineFixture;

namespace {

/// Stays in its transaction, when it undoes a merge or takes a payload, until it may leave.
class Lingering final : public pipeline::Participant {
public:
    [[nodiscard]] std::string_view name() const override { return "lingers"; }
    void apply(soci::session& /*session*/, std::span<const pipeline::ParticipantItem> /*items*/) override {
        linger();
    }
    void merged(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> /*merges*/) override {
    }
    void undone(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> /*merges*/) override {
        linger();
    }
    [[nodiscard]] bool isIn() const { return isIn_; }
    void leave() {
        mayLeave_ = true;
        mayLeave_.notify_all();
    }

private:
    void linger() {
        isIn_ = true;
        mayLeave_.wait(false);
    }

    std::atomic<bool> isIn_{false};
    std::atomic<bool> mayLeave_{false};
};

/// Two writers on PostgreSQL, one of which lingers in the way of the other.
class Waiting : public PipelineFixture {
public:
    Waiting() : PipelineFixture(Engine::Postgresql), pipeline(start({&first}, {10'000, 1, 2})) {}

    model::Outcome write(model::Observation observation) {
        return pipeline->submit(listOf(std::move(observation))).front();
    }
    model::Outcome decide(model::Command command) {
        const model::Writer by{{7}, true, "console", "staff"};
        return write(preparer.prepareCommand(std::move(command), "", {}, by, clock.now()));
    }
    [[nodiscard]] model::Observation claimed(const std::string& identifiers, const std::string& more = {}) {
        return prepare(R"({"identifiers": [)" + identifiers + "]" + more + "}", false);
    }
    /// Whether somebody waits for a lock.
    [[nodiscard]] bool isWaitedFor() {
        return count("pg_stat_activity",
                     "datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0") > 0;
    }
    /// What `second` returns that began while `begin` was in its transaction, and had to wait for it.
    template <class Begin, class Second>
    auto resultBehind(Begin begin, Second second) {
        auto lingering = std::async(std::launch::async, begin);
        std::future<decltype(second())> waiting;
        const Leaving leaving{first};
        REQUIRE(comesTrue([&] { return first.isIn(); }));
        waiting = std::async(std::launch::async, second);
        REQUIRE(comesTrue([&] { return isWaitedFor(); }));
        first.leave();
        REQUIRE_FALSE(lingering.get().problem);
        return waiting.get();
    }

    /// Nobody is waited for for ever when a test fails.
    struct Leaving {
        Lingering& who;
        ~Leaving() { who.leave(); }
    };

    Lingering first;
    std::unique_ptr<pipeline::Pipeline> pipeline;
};

const std::string kEmail = R"({"type": "email", "value": "e@x.org"})";

std::string browser(const std::string& value) {
    return R"({"type": "cookie", "value": ")" + value + R"("},)";
}

}  // namespace

TEST_CASE("who waited for a merge to be taken back sees all who share the address then", "[pipeline]") {
    Waiting on;
    const auto holder = on.write(on.seen({"external_id:9", "email:e@x.org"})).profile;
    const auto ann = on.write(on.seen({"external_id:1", "email:e@x.org"})).profile;
    const auto bob = on.write(on.seen({"external_id:2", "phone:+2", "email:e@x.org"})).profile;
    REQUIRE_FALSE(on.decide(model::DetachCommand{{bob, {}}, {"external_id", "2"}}).problem);
    REQUIRE_FALSE(on.decide(model::DetachCommand{{holder, {}}, {"email", "e@x.org"}}).problem);
    const auto merged = on.decide(model::MergeCommand{{{ann, {}}, {}}, {{bob, {}}, {}}, {}, false});
    REQUIRE(merged.profile == ann);
    on.clock.advance(std::chrono::seconds{1});
    const auto outcome = on.resultBehind(
        [&] {
            return on.decide(model::UndoCommand{merged.decision->merge, ""});
        },
        [&] { return on.write(on.seen({"email:e@x.org"})); });
    CHECK(outcome.result == Result::Created);
    CHECK(on.broken().empty());
}

TEST_CASE("who waited for a merge to be taken back finds the side that is identified", "[pipeline]") {
    Waiting on;
    const auto bob = on.write(on.seen({"external_id:2", "email:e@x.org"})).profile;
    const auto ann = on.write(on.seen({"external_id:1", "email:e@x.org"})).profile;
    REQUIRE_FALSE(on.decide(model::DetachCommand{{bob, {}}, {"external_id", "2"}}).problem);
    const auto merged = on.decide(model::MergeCommand{{{ann, {}}, {}}, {{bob, {}}, {}}, {}, false});
    REQUIRE(merged.profile == ann);
    on.clock.advance(std::chrono::seconds{1});
    const auto outcome = on.resultBehind(
        [&] {
            return on.decide(model::UndoCommand{merged.decision->merge, ""});
        },
        [&] { return on.write(on.seen({"email:e@x.org"})); });
    CHECK(outcome.profile == bob);
    CHECK(on.observer.conflicts == 0);
    CHECK(on.broken().empty());
}

TEST_CASE("who waited for a merge to be taken back sees all who claim the address then", "[pipeline]") {
    Waiting on;
    const auto first = on.write(on.claimed(browser("c1") + kEmail)).profile;
    const auto second = on.write(on.claimed(browser("c2") + kEmail)).profile;
    const auto merged = on.decide(model::MergeCommand{{{first, {}}, {}}, {{second, {}}, {}}, {}, false});
    REQUIRE_FALSE(merged.problem);
    REQUIRE(on.write(on.claimed(kEmail)).profile == merged.profile);
    const auto outcome = on.resultBehind(
        [&] {
            return on.decide(model::UndoCommand{merged.decision->merge, ""});
        },
        [&] { return on.write(on.claimed(kEmail)); });
    CHECK(outcome.result == Result::Created);
}

TEST_CASE("a claim that says what reached an address waits for nobody", "[pipeline]") {
    Waiting on;
    const auto ann = on.write(on.seen({"email:e@x.org", "phone:+1"})).profile;
    auto busy = std::async(std::launch::async, [&] {
        auto observation = on.seen({"phone:+1"});
        observation.payloads.push_back({"lingers", ""});
        return on.write(std::move(observation));
    });
    std::future<model::Outcome> told;
    const Waiting::Leaving leaving{on.first};
    REQUIRE(comesTrue([&] { return on.first.isIn(); }));
    told = std::async(std::launch::async, [&] {
        return on.write(
            on.claimed(R"({"type": "cookie", "value": "c1"})",
                       R"(, "activities": [{"channel": "email", "id": "m1", "status": "read", "endpoint": )" +
                           kEmail + "}]"));
    });
    using namespace std::chrono_literals;
    CHECK(comesTrue([&] { return on.isWaitedFor() || told.wait_for(0s) == std::future_status::ready; }));
    CHECK_FALSE(on.isWaitedFor());
    on.first.leave();
    CHECK(busy.get().profile == ann);
    CHECK(told.get().result == Result::Created);
}

TEST_CASE("a receipt counts what a writer removed for whom the job waited", "[pipeline]") {
    Waiting on;
    const auto message = R"("activities": [{"id": "m1", "channel": "email", "status": "sent"}])";
    const auto ann = on.write(on.seen({"email:ann@x.org"}, message)).profile;
    REQUIRE_FALSE(on.decide(model::EraseCommand{{ann, {}}, "person_request"}).problem);
    const auto session = on.database->openWriter();
    const auto step = [&] {
        storage::Transaction transaction(*session);
        const auto did = storage::eraseSome(*session, {}, on.clock.now(), 100, {});
        transaction.commit();
        return did.has_value();
    };
    CHECK(on.resultBehind(
        [&] {
            auto observation = on.seen({"email:bob@x.org"}, message);
            observation.payloads.push_back({"lingers", ""});
            return on.write(std::move(observation));
        },
        step));
    while (step()) continue;
    const auto receipt = storage::readReceipt(*session, ann);
    CHECK(receipt.finishedAt);
    const auto removed = nlohmann::json::parse(receipt.removed);
    CHECK(removed["activities"] == 1);
    CHECK(removed["activity_statuses"] == 1);
}

TEST_CASE("who waited for a merge to be taken back counts conflicts between those that there are then",
          "[pipeline]") {
    Waiting on;
    const auto ann = on.write(on.seen({"external_id:1", "phone:+1"})).profile;
    const auto eve = on.write(on.seen({"external_id:2", "phone:+2"})).profile;
    const auto bob = on.write(on.seen({"external_id:3", "email:bob@x.org"})).profile;
    const auto rob = on.write(on.seen({"external_id:4", "email:rob@x.org"})).profile;
    REQUIRE(on.write(on.seen({"external_id:1", "email:bob@x.org"})).refused.size() == 1);
    REQUIRE(on.write(on.seen({"external_id:2", "email:bob@x.org"})).refused.size() == 1);
    REQUIRE(on.write(on.seen({"external_id:2", "email:rob@x.org"})).refused.size() == 1);
    REQUIRE_FALSE(on.decide(model::DetachCommand{{eve, {}}, {"external_id", "2"}}).problem);
    REQUIRE_FALSE(on.decide(model::DetachCommand{{rob, {}}, {"external_id", "4"}}).problem);
    const auto one = on.decide(model::MergeCommand{{{ann, {}}, {}}, {{eve, {}}, {}}, ann, false});
    REQUIRE(one.decision);
    const auto outcome = on.resultBehind(
        [&] {
            return on.decide(model::UndoCommand{one.decision->merge, "twins"});
        },
        [&] {
            return on.decide(model::MergeCommand{{{bob, {}}, {}}, {{rob, {}}, {}}, bob, false});
        });
    REQUIRE_FALSE(outcome.problem);
    CHECK(on.count("conflict", "shown_observations = 1") == 1);  // Of Ann and Bob.
    CHECK(on.count("conflict", "shown_observations = 2") == 1);  // Of Eve and Bob, who is Rob too.
    CHECK(on.count("conflict", "shown_observations IS NULL") == 1);
}
