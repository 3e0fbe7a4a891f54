// SPDX-License-Identifier: Apache-2.0
#include <barrier>
#include <mutex>
#include <set>

#include "core/pipeline/maintenance.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using model::Result;
using test::atOnce;
using test::listOf;
using test::PipelineFixture;

namespace {

/// Remembers which threads entered it.
class Doorkeeper final : public pipeline::Participant {
public:
    [[nodiscard]] std::string_view name() const override { return "door"; }
    void apply(soci::session& /*session*/, std::span<const pipeline::ParticipantItem> items) override {
        const std::lock_guard lock(mutex_);
        threads_.insert(std::this_thread::get_id());
        entered_ += items.size();
    }
    void merged(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> /*merges*/) override {
    }

    std::mutex mutex_;
    std::set<std::thread::id> threads_;
    std::size_t entered_ = 0;
};

}  // namespace

TEST_CASE("on SQLite there is one writer, however many are wanted", "[pipeline]") {
    PipelineFixture on(storage::Engine::Sqlite);
    Doorkeeper door;
    const auto pipeline = on.start({&door}, {10'000, 1, 4});
    atOnce(4, [&](int i) {
        for (int k = 0; k < 20; ++k) {
            auto observation = on.seen({"email:p" + std::to_string(i) + "@x.org"});
            observation.payloads.push_back({"door", "knock"});
            (void)pipeline->submit(listOf(std::move(observation)));
        }
    });
    CHECK(door.entered_ == 80);
    CHECK(door.threads_.size() == 1);
}

TEST_CASE("first observations of one identifier at once make one profile", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 1, 4});
    for (int round = 0; round < 20; ++round) {
        const auto identifier = "email:r" + std::to_string(round) + "@x.org";
        std::vector<model::Outcome> outcomes(8);
        std::barrier begin(8);
        atOnce(8, [&](int i) {
            begin.arrive_and_wait();
            outcomes[static_cast<std::size_t>(i)] = pipeline->submit(listOf(on.seen({identifier}))).front();
        });
        std::set<base::ProfileId> profiles;
        int created = 0;
        for (const auto& outcome : outcomes) {
            REQUIRE_FALSE(outcome.problem);
            profiles.insert(outcome.profile);
            if (outcome.result == Result::Created) ++created;
        }
        CHECK(profiles.size() == 1);
        CHECK(created == 1);
    }
    CHECK(on.liveProfiles() == 20);
}

TEST_CASE("the same observation at once is accepted once", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 1, 4});
    std::atomic<int> duplicates{0};
    atOnce(8, [&](int) {
        const auto outcome = pipeline->submit(listOf(on.seen({"email:a@x.org"}, R"("id": "once")"))).front();
        if (outcome.result == Result::Duplicate) ++duplicates;
    });
    CHECK(duplicates == 7);
    CHECK(on.count("observation") == 1);
}

TEST_CASE("rings of merges from all sides end in one profile", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 2, 4});
    constexpr int kPeople = 4;
    for (int round = 0; round < 10; ++round) {
        const auto name = [&](int i) {
            return "email:r" + std::to_string(round) + "p" + std::to_string(i % kPeople) + "@x.org";
        };
        for (int i = 0; i < kPeople; ++i) (void)pipeline->submit(listOf(on.seen({name(i)})));
        std::barrier begin(2 * kPeople);
        std::atomic<int> problems{0};
        atOnce(2 * kPeople, [&](int i) {
            begin.arrive_and_wait();
            const auto pair = i % 2 == 0 ? std::vector{name(i / 2), name(i / 2 + 1)}
                                         : std::vector{name(i / 2 + 1), name(i / 2)};
            if (pipeline->submit(listOf(on.seen(pair))).front().problem) ++problems;
        });
        CHECK(problems == 0);
    }
    CHECK(on.liveProfiles() == 10);
    CHECK(on.count("merge_record") == 10 * (kPeople - 1));
    CHECK(on.count("profile AS home CROSS JOIN profile AS live",
                   "live.id = home.canonical_id AND live.canonical_id <> live.id") == 0);
}

TEST_CASE("stars of merges from all sides end in one profile", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 2, 4});
    constexpr int kRays = 4;
    for (int round = 0; round < 10; ++round) {
        const auto hub = "external_id:hub" + std::to_string(round);
        const auto ray = [&](int i) {
            return (i % 2 == 0 ? "phone:+" : "telegram:") + std::to_string(round * kRays + i + 1);
        };
        for (int i = 0; i < kRays; ++i) (void)pipeline->submit(listOf(on.seen({ray(i)})));
        std::barrier begin(2 * kRays);
        std::atomic<int> problems{0};
        atOnce(2 * kRays, [&](int i) {
            begin.arrive_and_wait();
            const auto pair = i % 2 == 0 ? std::vector{hub, ray(i / 2)} : std::vector{ray(i / 2), hub};
            if (pipeline->submit(listOf(on.seen(pair))).front().problem) ++problems;
        });
        CHECK(problems == 0);
    }
    CHECK(on.liveProfiles() == 10);
    CHECK(on.count("profile_identifier", "role = 0") == 10 * (kRays + 1));
}

TEST_CASE("merges at once stop at the cap, and say so", "[pipeline]") {
    PipelineFixture on;
    on.caps.maxMerges = 3;
    on.caps.maxIdentifiers = 6;
    const auto pipeline = on.start({}, {10'000, 2, 4});
    constexpr int kPeople = 8;
    const auto cookie = [](int i) { return "cookie:c" + std::to_string(i); };
    for (int i = 0; i < kPeople; ++i) (void)pipeline->submit(listOf(on.seen({cookie(i)})));
    std::atomic<int> merged{0};
    std::atomic<int> refused{0};
    std::atomic<int> problems{0};
    atOnce(kPeople, [&](int i) {
        const auto outcome = pipeline->submit(listOf(on.seen({"external_id:7", cookie(i)}))).front();
        problems += outcome.problem ? 1 : 0;
        merged += static_cast<int>(outcome.absorbed.size());
        for (const auto& refusal : outcome.refused) {
            refused += refusal.code == model::RefusalCode::ComponentTooLarge ? 1 : 0;
        }
    });
    CHECK(problems == 0);
    CHECK(merged == 3);
    CHECK(refused == kPeople - 3);
    CHECK(on.count("refusal", "code = 5") == kPeople - 3);
    CHECK(on.count("profile", "merge_count > 3") == 0);
    CHECK(on.count("(SELECT profile.canonical_id FROM profile_identifier CROSS JOIN profile"
                   " WHERE profile.id = profile_identifier.home GROUP BY profile.canonical_id"
                   " HAVING count(DISTINCT profile_identifier.identifier_id) > 6) AS too_large") == 0);
}

TEST_CASE("what is written to a profile while it is merged lands in the survivor", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 4, 4});
    constexpr int kEvents = 40;
    (void)pipeline->submit(listOf(on.seen({"email:a@x.org"})));
    (void)pipeline->submit(listOf(on.seen({"phone:+1"})));
    atOnce(5, [&](int thread) {
        if (thread == 4) {
            (void)pipeline->submit(listOf(on.seen({"email:a@x.org", "phone:+1"})));
            return;
        }
        for (int i = 0; i < kEvents; ++i) {
            const auto* identifier = thread % 2 == 0 ? "email:a@x.org" : "phone:+1";
            (void)pipeline->submit(
                listOf(on.seen({identifier}, R"("activities": [{"channel": "web", "event": "seen"}])")));
        }
    });
    CHECK(on.liveProfiles() == 1);
    CHECK(on.count("activity") == 4 * kEvents);
    CHECK(on.count("activity CROSS JOIN profile",
                   "profile.id = activity.home AND profile.canonical_id IN (SELECT id FROM profile WHERE "
                   "known = 1)") == 4 * kEvents);
}

TEST_CASE("counters equal the activities, whoever writes them", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 50, 4});
    const char* const statuses[] = {"sent", "delivered", "read", "clicked"};
    atOnce(6, [&](int thread) {
        for (int i = 0; i < 30; ++i) {
            // The same few deliveries, reported by way of different people.
            const auto activity = R"("activities": [{"id": "d)" + std::to_string(i % 10) +
                                  R"(", "channel": "email", "status": ")" + statuses[(i + thread) % 4] +
                                  R"("}])";
            (void)pipeline->submit(
                listOf(on.seen({"email:p" + std::to_string((i + thread) % 7) + "@x.org"}, activity)));
        }
    });
    CHECK(on.count("activity") == 10);
    CHECK(on.count("(SELECT home, channel, kind, status, count(*) AS number FROM activity"
                   " GROUP BY home, channel, kind, status) AS counted CROSS JOIN activity_counter AS counter",
                   "counter.home = counted.home AND counter.channel = counted.channel AND counter.kind = "
                   "counted.kind"
                   " AND counter.status = counted.status AND counter.count = counted.number") ==
          on.count("activity_counter", "count <> 0"));
    const auto session = on.database->read();
    CHECK(std::get<0>(*session->first<std::int64_t>(
              "SELECT CAST(sum(count) AS bigint) FROM activity_counter")) == 10);
}

TEST_CASE("writers of other people count together and are never in each other's way", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start({}, {10'000, 5, 4});
    atOnce(6, [&](int thread) {
        for (int i = 0; i < 30; ++i) {
            const auto own = std::to_string(thread) + "-" + std::to_string(i);
            (void)pipeline->submit(listOf(on.seen(
                {"email:p" + own + "@x.org"},
                R"("activities": [{"channel": "web", "event": "seen"}], "endpoints": [{"type": "email",
                           "value": "p)" +
                    own + R"(@x.org", "state": "complained", "reason": "import_test"}])")));
        }
    });
    CHECK(on.observer.conflicts.load() == 0);
    CHECK(on.broken().empty());
    const auto vitals = pipeline->vitals();
    CHECK(vitals.queued == 0);
    CHECK(vitals.capacity == 10'000);
    CHECK(vitals.writers == (on.database->engine() == storage::Engine::Sqlite ? 1U : 4U));
    CHECK(vitals.groups >= 1);
    CHECK(vitals.retries == 0);
    CHECK(vitals.lastCommitAt == std::optional{on.clock.now()});
    static_cast<void>(pipeline::Maintenance(on.workplace(), *pipeline, {}).run());
    CHECK(on.broken().empty());
    // One row of each: of profiles three, and one of activities and of states each.
    CHECK(on.count("counter") == 5);
    CHECK(on.count("counter", "count = 180") == 5);
}
