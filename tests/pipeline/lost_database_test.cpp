// SPDX-License-Identifier: Apache-2.0
#include <soci/soci.h>

#include <algorithm>

#include "core/storage/node_lease.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using base::ErrorCode;
using storage::Engine;
using storage::NodeLease;
using test::comesTrue;
using test::listOf;
using test::PipelineFixture;

namespace {

unsigned nodeOf(base::ProfileId id) {
    constexpr unsigned kSequenceBits = 11;
    return static_cast<unsigned>(id.value >> kSequenceBits) & base::IdGenerator::kMaxNode;
}

/// Ends the connections that hold a node, as a server's limit for idle ones or something on the way would.
void endLeases(PipelineFixture& on) {
    const std::string held =
        "locktype = 'advisory' AND database = (SELECT oid FROM pg_database"
        " WHERE datname = current_database())";
    on.database->openWriter()->runOnce("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE " + held);
    REQUIRE(comesTrue([&] { return on.count("pg_locks", held) == 0; }));
}

/// Takes part. Fails for a whole group, and for the first of it takes the database away.
class Vanishing final : public pipeline::Participant {
public:
    explicit Vanishing(std::string url) : url_(std::move(url)) {}

    [[nodiscard]] std::string_view name() const override { return "vanishing"; }
    void apply(soci::session& session, std::span<const pipeline::ParticipantItem> items) override {
        if (items.size() > 1) throw base::Error(ErrorCode::Plugin, "not so many");
        test::PostgresServer::instance().dropDatabase(url_);
        session << "SELECT 1";
    }
    void merged(soci::session& /*session*/, std::span<const pipeline::ParticipantMerge> /*merges*/) override {
    }

private:
    std::string url_;
};

}  // namespace

TEST_CASE("a server whose node is another one's by now makes no more ids of it", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    const auto lease = NodeLease::take(*on.database);
    auto workplace = on.workplace();
    workplace.renewing = [&] { lease->renew(on.ids, on.clock.now()); };
    pipeline::Pipeline pipeline(workplace, {}, {10'000, 1'000, 1});
    const auto before = pipeline.submit(listOf(on.seen({"email:a@x.org"}))).front();
    REQUIRE_FALSE(before.problem);
    CHECK(nodeOf(before.profile) == 0);

    endLeases(on);
    const auto other = NodeLease::take(*on.database);
    REQUIRE(other->node() == 0);
    const auto after = pipeline.submit(listOf(on.seen({"email:b@x.org"}))).front();
    REQUIRE_FALSE(after.problem);
    CHECK(nodeOf(after.profile) == 1);

    endLeases(on);
    const auto third = NodeLease::take(*on.database);
    const auto fourth = NodeLease::take(*on.database);
    REQUIRE(fourth->node() == 1);
    base::ProfileId made;
    pipeline.executeInStorage([&](storage::Session&) { made = on.ids.make<base::ProfileId>(); });
    CHECK(nodeOf(made) == 2);
}

TEST_CASE("a server that can keep no node writes nothing, and goes on when it can", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    bool possible = false;
    auto workplace = on.workplace();
    workplace.renewing = [&] {
        if (!possible) throw base::Error(ErrorCode::Storage, "The database can't be reached.");
    };
    pipeline::Pipeline pipeline(workplace, {}, {10'000, 1'000, 1});
    const auto refused = pipeline.submit(listOf(on.seen({"email:a@x.org"}))).front();
    REQUIRE(refused.problem);
    CHECK(refused.problem->code() == ErrorCode::Unavailable);
    CHECK_THROWS_AS(pipeline.executeInStorage([](storage::Session&) {}), base::Error);
    CHECK(on.liveProfiles() == 0);
    possible = true;
    CHECK_FALSE(pipeline.submit(listOf(on.seen({"email:a@x.org"}))).front().problem);
}

TEST_CASE("where no connection can be made, it is not tried for each of a group", "[pipeline]") {
    PipelineFixture on(Engine::Postgresql);
    Vanishing vanishing(on.database.url());
    const auto pipeline = on.start({&vanishing}, {10'000, 1'000, 1});
    std::vector<model::Observation> group;
    for (int i = 0; i < 20; ++i) {
        group.push_back(on.seen({"email:p" + std::to_string(i) + "@x.org"}));
        group.back().payloads.push_back({"vanishing", "now"});
    }
    const auto outcomes = pipeline->submit(std::move(group));
    CHECK(std::ranges::all_of(outcomes, [](const auto& outcome) {
        return outcome.problem && outcome.problem->code() == ErrorCode::Unavailable;
    }));
    pipeline->stop();
    // The first had begun on the old connection; the second finds that there is no new one.
    const auto log = on.logText.str();
    std::size_t tried = 0;
    for (auto at = log.find("event=database_lost"); at != std::string::npos;
         at = log.find("event=database_lost", at + 1))
        ++tried;
    CHECK(tried == 2);
}
