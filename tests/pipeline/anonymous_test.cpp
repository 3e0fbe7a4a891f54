// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/maintenance.hpp"

#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using pipeline::Maintenance;
using pipeline::MaintenanceSettings;
using test::listOf;
using test::PipelineFixture;

namespace {

MaintenanceSettings expiringAfter(std::chrono::days ttl) {
    MaintenanceSettings settings;
    settings.anonymousTtl = ttl;
    settings.profilesAtOnce = 2;
    return settings;
}

base::ProfileId see(PipelineFixture& on, pipeline::Pipeline& pipeline,
                    const std::vector<std::string>& identifiers, const std::string& more = {}) {
    const auto outcome = pipeline.submit(listOf(on.seen(identifiers, more))).front();
    REQUIRE_FALSE(outcome.problem);
    return outcome.profile;
}

}  // namespace

TEST_CASE("anonymous profiles stay unless a time is set", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    see(on, *pipeline, {"device_id:a"});
    on.clock.advance(std::chrono::days{3'000});
    CHECK(Maintenance(on.workplace(), *pipeline, {}).run().expiredAnonymous == 0);
    CHECK(on.liveProfiles() == 1);
}

TEST_CASE("anonymous profiles that nothing is heard of are erased, and only they", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    std::vector<base::ProfileId> gone;
    for (int i = 0; i < 5; ++i)
        gone.push_back(see(on, *pipeline, {"device_id:gone" + std::to_string(i)},
                           R"("fields": {"first_name": "Ann", "last_name": "Lee", "address.town": "Kyiv"},
                   "activities": [{"channel": "web", "event": "seen"}],
                   "endpoints": [{"type": "device_id", "value": "gone)" +
                               std::to_string(i) + R"(", "state": "blacklisted"}])"));
    see(on, *pipeline, {"device_id:seen"});
    see(on, *pipeline, {"email:known@x.org", "device_id:known"});
    see(on, *pipeline, {"push_token:silent"});
    see(on, *pipeline, {"push_token:written"});
    const auto claimed = pipeline->submit(listOf(on.prepare(
        R"({"identifiers": [{"type": "email", "value": "claimed@x.org"}, {"type": "device_id", "value": "c"}]})",
        false)));
    REQUIRE_FALSE(claimed.front().problem);
    on.clock.advance(std::chrono::days{20});
    // Nothing that is shown changes by this, but it is heard of.
    REQUIRE(pipeline->submit(listOf(on.seen({"device_id:seen"}))).front().result == model::Result::Unchanged);
    see(on, *pipeline, {"push_token:written"}, R"("activities": [{"channel": "push", "event": "sent"}])");
    on.clock.advance(std::chrono::days{11});

    Maintenance maintenance(on.workplace(), *pipeline, expiringAfter(std::chrono::days{30}));
    const auto report = maintenance.run();
    CHECK(report.expiredAnonymous == 6);
    CHECK(report.finishedErasures == 6);
    CHECK(on.liveProfiles() == 4);
    CHECK(on.count("erasure", "reason = 'retention' AND finished_at IS NOT NULL") == 6);
    CHECK(on.count("event", "kind = 6") == 6);
    CHECK(on.count("activity") == 1);
    CHECK(on.count("field_value") == 0);
    CHECK(on.count("name_word") == 0);
    CHECK(on.count("match_key", "profile_id = " + std::to_string(gone.front().value)) == 0);
    CHECK(on.count("identifier", "value LIKE 'gone%'") == 0);
    CHECK(on.count("identifier", "value = 'silent'") == 0);
    CHECK(on.count("suppression") == 5);
    CHECK(on.broken() == std::vector<std::string>{});
    CHECK(maintenance.run().expiredAnonymous == 0);

    on.clock.advance(std::chrono::minutes{1});
    const auto again = see(on, *pipeline, {"device_id:gone0"});
    CHECK(again != gone.front());
    CHECK(on.count("endpoint_state", "state = 1") == 1);
    // A claim that expired is none, and its profile is forgotten when nothing was heard since.
    on.clock.advance(std::chrono::days{100});
    CHECK(maintenance.run().expiredClaims == 1);
    on.clock.advance(std::chrono::days{31});
    maintenance.run();
    CHECK(on.liveProfiles() == 1);
}

TEST_CASE("an anonymous profile that was heard of under a merged id stays", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto first = see(on, *pipeline, {"device_id:a"});
    on.clock.advance(std::chrono::minutes{1});
    const auto second = see(on, *pipeline, {"device_id:b"});
    const auto merged = see(on, *pipeline, {"device_id:a", "device_id:b"});
    REQUIRE(first != second);
    REQUIRE(merged == first);
    on.clock.advance(std::chrono::days{20});
    see(on, *pipeline, {"device_id:b"});
    on.clock.advance(std::chrono::days{11});
    Maintenance maintenance(on.workplace(), *pipeline, expiringAfter(std::chrono::days{30}));
    CHECK(maintenance.run().expiredAnonymous == 0);
    on.clock.advance(std::chrono::days{20});
    CHECK(maintenance.run().expiredAnonymous == 1);
    CHECK(on.liveProfiles() == 0);
}

TEST_CASE("an anonymous profile that somebody known absorbed does not expire", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto anonymous = see(on, *pipeline, {"device_id:a"});
    on.clock.advance(std::chrono::minutes{1});
    const auto known = see(on, *pipeline, {"email:ann@x.org"});
    REQUIRE(see(on, *pipeline, {"email:ann@x.org", "device_id:a"}) == known);
    REQUIRE(known != anonymous);
    on.clock.advance(std::chrono::days{400});
    Maintenance maintenance(on.workplace(), *pipeline, expiringAfter(std::chrono::days{30}));
    CHECK(maintenance.run().expiredAnonymous == 0);
    CHECK(on.liveProfiles() == 1);
    CHECK(on.count("profile_identifier") == 2);
}

TEST_CASE("somebody of whom something is known that no plugin brings any more does not expire",
          "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto profile = see(on, *pipeline, {"device_id:a"});
    pipeline->execute([&](soci::session& session) {
        long long home = profile.value;
        session << "INSERT INTO identifier (id, type, value) VALUES (5, 'bot_chat', '77')";
        session << "INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, "
                   "first_seen,"
                   " last_seen) VALUES (:home, 5, 0, '77', 1, 0, 0)",
            soci::use(home);
    });
    on.clock.advance(std::chrono::days{31});
    CHECK(
        Maintenance(on.workplace(), *pipeline, expiringAfter(std::chrono::days{30})).run().expiredAnonymous ==
        0);
    CHECK(on.liveProfiles() == 1);
}
