// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/sequencer.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/id_time.hpp"
#include "core/storage/event_feed.hpp"
#include "core/storage/group_writer.hpp"
#include "core/storage/node_lease.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using pipeline::Sequencer;
using pipeline::SequencerSettings;
using test::comesTrue;
using test::listOf;
using test::PipelineFixture;

namespace {

/// Never looks by itself within a test: it has to be woken.
constexpr SequencerSettings kWoken{.gather = std::chrono::milliseconds{0}, .poll = std::chrono::hours{1}};
/// Looks again and again.
constexpr SequencerSettings kPolling{.gather = std::chrono::milliseconds{0},
                                     .poll = std::chrono::milliseconds{1}};

std::vector<storage::Event> feed(PipelineFixture& on) {
    std::vector<storage::Event> all;
    while (true) {
        const auto after = all.empty() ? 0 : all.back().number;
        auto page = storage::readEvents(*on.database->read(), after, 500);
        if (page.items.empty()) return all;
        std::ranges::move(page.items, std::back_inserter(all));
    }
}

/// Numbers from 1 without gaps, and every profile in the order of its versions.
void checkOrder(const std::vector<storage::Event>& events) {
    std::map<base::ProfileId, std::int64_t> versions;
    for (std::size_t i = 0; i < events.size(); ++i) {
        CHECK(events[i].number == static_cast<std::int64_t>(i) + 1);
        CHECK(events[i].version > versions[events[i].profile]);
        versions[events[i].profile] = events[i].version;
    }
}

}  // namespace

TEST_CASE("ids that get no room are asked for again, and events get their numbers then", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    (void)pipeline->submit(listOf(on.seen({"external_id:1"})));
    std::atomic<int> asked{0};
    auto workplace = on.workplace();
    workplace.renewing = [&] {
        if (++asked < 3) throw base::Error(base::ErrorCode::Storage, "The database is away.");
    };
    Sequencer sequencer(workplace, *pipeline, kPolling, nullptr);
    sequencer.start();
    CHECK(comesTrue([&] { return sequencer.last() == 1; }));
    CHECK(asked >= 3);
    sequencer.stop();
}

TEST_CASE("ids keep to the clock where nobody writes", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto lease = storage::NodeLease::take(*on.database);
    base::IdGenerator ids(on.clock);
    std::atomic<int> asked{0};
    auto workplace = on.workplace();
    workplace.renewing = [&] {
        lease->renew(ids, on.clock.now());
        ++asked;
    };
    Sequencer sequencer(workplace, *pipeline, kPolling, nullptr);
    sequencer.start();
    REQUIRE(comesTrue([&] { return asked > 0; }));
    on.clock.advance(std::chrono::hours{8});
    const int before = asked;
    // The round that goes on may have asked for the time of before.
    REQUIRE(comesTrue([&] { return asked > before + 1; }));
    CHECK(ids.next() >= base::firstIdAt(on.clock.now()));
    sequencer.stop();
}

TEST_CASE("events get their numbers when their transaction has ended", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    std::atomic<int> moves{0};
    Sequencer sequencer(on.workplace(), *pipeline, kWoken, [&] { ++moves; });
    sequencer.start();
    for (int i = 1; i <= 3; ++i) {
        (void)pipeline->submit(listOf(on.seen({"external_id:" + std::to_string(i)})));
        REQUIRE(comesTrue([&] { return sequencer.last() == i; }));
        REQUIRE(comesTrue([&] { return moves == i; }));
    }
    // A job of a writer counts too.
    pipeline->executeInStorage([&](storage::Session& session) {
        const storage::NewEvent deleted{storage::EventKind::ProfileDeleted, base::ProfileId{5}, 2};
        storage::putEvents(session, on.ids, on.clock.now(), {&deleted, 1});
    });
    REQUIRE(comesTrue([&] { return sequencer.last() == 4; }));
    sequencer.stop();
    CHECK(on.observer.numberedEvents == 4);
    checkOrder(feed(on));
}

TEST_CASE("what a server committed and had not numbered when it died is told by the next one", "[pipeline]") {
    PipelineFixture on;
    {
        const auto session = on.database->openWriter();
        storage::GroupWriter writer(*session, on.catalogue.rules(), on.ids, on.clock);
        const std::vector group{on.seen({"external_id:1"}), on.seen({"external_id:2"})};
        REQUIRE(writer.write(group));
    }
    CHECK(feed(on).empty());
    const auto pipeline = on.start();
    Sequencer sequencer(on.workplace(), *pipeline, kWoken, nullptr);
    sequencer.start();
    REQUIRE(comesTrue([&] { return sequencer.last() == 2; }));
    CHECK(feed(on).size() == 2);
}

TEST_CASE("a sequencer sees what another server has numbered, and numbers what that left", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    Sequencer sequencer(on.workplace(), *pipeline, {.poll = std::chrono::milliseconds{1}}, nullptr);
    sequencer.start();
    const auto session = on.database->openWriter();
    storage::GroupWriter writer(*session, on.catalogue.rules(), on.ids, on.clock);
    REQUIRE(writer.write(std::vector{on.seen({"external_id:1"})}));
    REQUIRE(comesTrue([&] { return sequencer.last() == 1; }));
    sequencer.stop();
    checkOrder(feed(on));
}

TEST_CASE("two servers that number at once give each event one number, in order", "[pipeline]") {
    PipelineFixture on(storage::Engine::Postgresql);
    storage::DatabaseSettings settings;
    settings.url = on.database.url();
    storage::Database elsewhere(settings);
    base::IdGenerator ids(on.clock, 2);
    auto there = on.workplace();
    const pipeline::Workplace other{elsewhere, there.rules,    ids,       there.clock,
                                    there.log, there.observer, there.caps};
    const auto first = on.start();
    pipeline::Pipeline second(other, {}, {10'000, 1'000, 4});
    const SequencerSettings eager{
        .gather = std::chrono::milliseconds{0}, .poll = std::chrono::milliseconds{1}, .eventsAtOnce = 7};
    Sequencer one(on.workplace(), *first, eager, nullptr);
    Sequencer two(other, second, eager, nullptr);
    one.start();
    two.start();
    constexpr int kPeople = 5;
    constexpr int kEach = 20;
    std::atomic<std::int64_t> changes{0};
    test::atOnce(8, [&](int thread) {
        auto& writer = thread % 2 == 0 ? *first : second;
        for (int i = 0; i < kEach; ++i) {
            const auto who = "external_id:p" + std::to_string((thread + i) % kPeople);
            const auto name = std::to_string(thread * kEach + i);
            auto said = on.seen({who}, R"("fields": {"first_name": ")" + name + R"("})");
            const auto outcomes = writer.submit(listOf(std::move(said)));
            if (outcomes.front().result != model::Result::Unchanged) ++changes;
        }
    });
    REQUIRE(comesTrue([&] {
        return one.last() == two.last() && on.count("event", "number IS NULL") == 0 &&
               one.last() == on.count("event");
    }));
    one.stop();
    two.stop();
    const auto events = feed(on);
    checkOrder(events);
    CHECK(static_cast<std::int64_t>(events.size()) <= changes);
    // Each profile's last event tells of its last version.
    std::map<base::ProfileId, std::int64_t> last;
    for (const auto& event : events) last[event.profile] = event.version;
    CHECK(last.size() == kPeople);
    for (const auto& [profile, version] : last) {
        CHECK(on.count("profile", "id = " + std::to_string(profile.value) +
                                      " AND version = " + std::to_string(version)) == 1);
    }
}

TEST_CASE("a sequencer that waits ends at once", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    Sequencer sequencer(on.workplace(), *pipeline, kWoken, nullptr);
    sequencer.start();
    sequencer.stop();
    sequencer.stop();
    CHECK(sequencer.last() == 0);
}
