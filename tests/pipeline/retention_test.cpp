// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/maintenance.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/storage/account_sessions.hpp"
#include "core/storage/audit_log.hpp"
#include "core/storage/event_feed.hpp"
#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using pipeline::Maintenance;
using pipeline::MaintenanceSettings;
using test::listOf;
using test::PipelineFixture;

namespace {

MaintenanceSettings keptFor(std::chrono::days activities, std::chrono::days changes) {
    MaintenanceSettings settings;
    settings.activitiesKept = activities;
    settings.changesKept = changes;
    settings.homesAtOnce = 2;
    settings.sweptRowsAtOnce = 3;
    return settings;
}

/// Somebody with this many messages that were delivered and one that only was sent, a name, a subscription
/// and an address that is blacklisted.
void write(const PipelineFixture& on, pipeline::Pipeline& pipeline, const std::string& who, int messages) {
    std::string activities;
    for (int i = 0; i <= messages; ++i) {
        activities += std::string(i == 0 ? "" : ",") + R"({"id": "m)" + who + std::to_string(i) + '-' +
                      std::to_string(base::toMillis(on.clock.now())) +
                      R"(", "channel": "email", "status": ")" + (i == 0 ? "sent" : "delivered") + R"("})";
    }
    const auto address = who + "@x.org";
    const auto outcome = pipeline.submit(listOf(on.seen(
        {"email:" + address},
        R"("fields": {"first_name": ")" + who + std::to_string(base::toMillis(on.clock.now())) +
            R"("}, "subscriptions": {"news": "subscribed"}, "endpoints": [{"type": "email", "value": ")" +
            address + R"(", "state": "blacklisted"}], "activities": [)" + activities + "]")));
    REQUIRE_FALSE(outcome.front().problem);
}

/// What the columns of all tables hold that no retention touches.
std::map<std::string, std::multiset<std::string>> keptValues(PipelineFixture& on) {
    const auto session = on.database->read();
    const auto* const columnsOf = session->dialect().engine() == storage::Engine::Sqlite
                                      ? "SELECT name FROM pragma_table_info(:of)"
                                      : "SELECT CAST(column_name AS text) FROM information_schema.columns"
                                        " WHERE table_schema = current_schema() AND table_name = :of";
    std::map<std::string, std::multiset<std::string>> kept;
    for (const std::string table :
         {"consent", "endpoint_state", "forgotten_identifier", "suppression", "merge_record", "merge_undo",
          "must_not_link", "observation", "evidence", "field_value", "identifier", "profile_identifier"}) {
        std::vector<std::string> columns;
        session->each<std::string>(
            columnsOf, [&](std::string column) { columns.push_back(std::move(column)); }, table);
        for (const auto& column : columns) {
            auto& values = kept[table + '.' + column];
            session->each<std::string>("SELECT COALESCE(CAST(" + column + " AS text), '') FROM " + table,
                                       [&](std::string value) { values.insert(std::move(value)); });
        }
    }
    return kept;
}

}  // namespace

TEST_CASE("what is kept for ever by default goes by nothing", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    write(on, *pipeline, "a", 2);
    REQUIRE_FALSE(pipeline
                      ->submit(listOf(on.prepare(
                          R"({"id": "1", "identifiers": [{"type": "email", "value": "ann@x.org"}]})")))
                      .front()
                      .problem);
    pipeline->executeInStorage(
        [](storage::Session& session) { static_cast<void>(storage::numberEvents(session, 1'000)); });
    const auto events = on.count("event");
    REQUIRE(events > 0);
    on.clock.advance(std::chrono::days{3'000});
    const auto report = Maintenance(on.workplace(), *pipeline, {}).run();
    CHECK(report.removedActivities == 0);
    CHECK(report.removedChanges == 0);
    CHECK(report.removedEvents == 0);
    CHECK(report.forgottenObservations == 0);
    CHECK(on.count("activity") == 3);
    CHECK(on.count("field_change") == 1);
    CHECK(on.count("event") == events);
    CHECK(on.count("seen_observation") == 1);
}

TEST_CASE("what people who work with kith did goes when it is old, and only if it is not kept for ever",
          "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto act = [&] {
        storage::AuditEntry entry;
        entry.id = on.ids.make<storage::AuditId>();
        entry.at = on.clock.now();
        entry.account = base::UserId{1};
        pipeline->executeInStorage(
            [&](storage::Session& session) { storage::putAudit(session, std::vector{entry}); });
    };
    for (int i = 0; i < 5; ++i) act();
    on.clock.advance(std::chrono::days{10});
    act();
    CHECK(Maintenance(on.workplace(), *pipeline, {}).run().removedAudit == 0);
    MaintenanceSettings settings;
    settings.auditKept = std::chrono::days{10};
    settings.auditAtOnce = 2;
    CHECK(Maintenance(on.workplace(), *pipeline, settings).run().removedAudit == 0);
    on.clock.advance(std::chrono::days{1});
    CHECK(Maintenance(on.workplace(), *pipeline, settings).run().removedAudit == 5);
    CHECK(on.count("audit") == 1);
}

TEST_CASE("what nobody did who is known goes after 30 days, whatever else is kept", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    for (const auto account : {base::UserId{0}, base::UserId{1}}) {
        storage::AuditEntry entry;
        entry.id = on.ids.make<storage::AuditId>();
        entry.at = on.clock.now();
        entry.account = account;
        pipeline->executeInStorage(
            [&](storage::Session& session) { storage::putAudit(session, std::vector{entry}); });
    }
    on.clock.advance(std::chrono::days{30});
    CHECK(Maintenance(on.workplace(), *pipeline, {}).run().removedAudit == 0);
    on.clock.advance(std::chrono::days{1});
    CHECK(Maintenance(on.workplace(), *pipeline, {}).run().removedAudit == 1);
    CHECK(on.count("audit", "account_id = 1") == 1);
}

TEST_CASE("sessions go once they are over", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto open = [&](std::chrono::hours lasts) {
        storage::AccountSession session;
        session.id = on.ids.make<base::SessionId>();
        session.account = base::UserId{1};
        session.createdAt = session.lastSeenAt = on.clock.now();
        session.expiresAt = session.endsAt = on.clock.now() + lasts;
        pipeline->executeInStorage(
            [&](storage::Session& writer) { storage::insertSession(writer, session, session.id.text()); });
    };
    for (const int hours : {1, 1, 1, 2}) open(std::chrono::hours{hours});
    MaintenanceSettings settings;
    settings.sessionsAtOnce = 2;
    CHECK(Maintenance(on.workplace(), *pipeline, settings).run().removedSessions == 0);
    on.clock.advance(std::chrono::hours{1});
    CHECK(Maintenance(on.workplace(), *pipeline, settings).run().removedSessions == 3);
    CHECK(on.count("account_session") == 1);
}

TEST_CASE("a walk that fails keeps no other one from its end, and is tried again in the next round",
          "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto submit = [&](model::Observation observation) {
        const auto outcome = pipeline->submit(listOf(std::move(observation))).front();
        REQUIRE_FALSE(outcome.problem);
        return outcome.profile;
    };
    const auto ann = submit(on.seen({"external_id:1", "cookie:c-1"},
                                    R"("activities": [{"channel": "web", "event": "page_viewed"}])"));
    REQUIRE(submit(on.prepare(R"({"identifiers": [{"type": "cookie", "value": "c-1"},
                                                  {"type": "email", "value": "claimed@x.org"}]})",
                              false)) == ann);
    submit(on.seen({"device_id:c-2"}));
    on.clock.advance(std::chrono::days{91});
    auto settings = keptFor(std::chrono::days{30}, std::chrono::days{0});
    settings.anonymousTtl = std::chrono::days{30};
    Maintenance maintenance(on.workplace(), *pipeline, settings);
    on.database->openWriter()->runOnce("ALTER TABLE activity_counter RENAME TO elsewhere");
    CHECK_THROWS_AS(maintenance.run(), base::Error);
    CHECK(on.count("erasure", "reason = 'retention'") == 1);
    CHECK(on.count("identifier", "value = 'claimed@x.org'") == 0);

    on.database->openWriter()->runOnce("ALTER TABLE elsewhere RENAME TO activity_counter");
    const auto report = maintenance.run();
    CHECK(report.removedActivities == 1);
    CHECK(report.finishedErasures == 1);
    CHECK(on.count("activity") == 0);
}

TEST_CASE("old activities go with what counts them, and nothing else does", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    for (const auto* who : {"a", "b", "c"}) write(on, *pipeline, who, 7);
    on.clock.advance(std::chrono::days{20});
    for (const auto* who : {"b", "c", "d"}) write(on, *pipeline, who, 2);
    on.clock.advance(std::chrono::days{11});
    const auto versions = [&] { return on.count("profile", "version = 2"); };
    const auto before = versions();
    const auto consents = on.count("consent");
    const auto states = on.count("endpoint_state");
    REQUIRE(consents > 0);
    REQUIRE(states > 0);
    Maintenance maintenance(on.workplace(), *pipeline, keptFor(std::chrono::days{30}, std::chrono::days{0}));
    const auto report = maintenance.run();
    CHECK(report.removedActivities == 24);
    CHECK(report.removedChanges == 0);
    CHECK(on.count("activity") == 9);
    CHECK(on.count("activity_status") == 9);
    CHECK(on.count("activity_counter", "count = 2") == 3);
    CHECK(on.count("activity_counter", "count = 1") == 3);
    CHECK(on.count("activity_counter") == 6);
    CHECK(on.count("field_change") == 6);
    CHECK(on.count("consent") == consents);
    CHECK(on.count("endpoint_state") == states);
    CHECK(on.count("observation", "home <> 0") == 6);
    CHECK(before == 2);
    // Each time that a profile shows fewer it has a new version, which is told.
    CHECK(on.count("profile", "version = 1") == 1);
    CHECK(on.count("event", "kind = 2") == std::get<0>(*on.database->read()->first<std::int64_t>(
                                               "SELECT CAST(sum(version - 1) AS bigint) FROM profile")));
    CHECK(on.broken() == std::vector<std::string>{});

    // The next walk begins after a while, and a late status makes its activity anew until then.
    on.clock.advance(std::chrono::days{20});
    CHECK(maintenance.run().removedActivities == 9);
    CHECK(on.count("activity_counter") == 0);
    CHECK(on.broken() == std::vector<std::string>{});
}

TEST_CASE("an address that only activities named is kept for as long as one of them", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto sendTo = [&](const std::string& address, const std::string& id) {
        const auto activity = R"("activities": [{"id": ")" + id +
                              R"(", "channel": "email", "status": "sent",
                                  "endpoint": {"type": "email", "value": ")" +
                              address + R"("}}])";
        REQUIRE_FALSE(pipeline->submit(listOf(on.seen({"external_id:7"}, activity))).front().problem);
    };
    sendTo("once@x.org", "m-1");
    sendTo("again@x.org", "m-2");
    on.clock.advance(std::chrono::days{20});
    sendTo("again@x.org", "m-3");
    CHECK(on.count("identifier", "type = 'email'") == 2);
    on.clock.advance(std::chrono::days{11});
    Maintenance maintenance(on.workplace(), *pipeline, keptFor(std::chrono::days{30}, std::chrono::days{0}));
    CHECK(maintenance.run().removedActivities == 2);
    on.clock.advance(std::chrono::days{1});
    (void)maintenance.run();
    CHECK(on.count("identifier", "value = 'once@x.org'") == 0);
    CHECK(on.count("identifier", "value = 'again@x.org'") == 1);
    on.clock.advance(std::chrono::days{20});
    CHECK(maintenance.run().removedActivities == 1);
    on.clock.advance(std::chrono::days{1});
    (void)maintenance.run();
    CHECK(on.count("identifier", "type = 'email'") == 0);
    CHECK(on.count("named_identifier") == 0);
    CHECK(on.broken() == std::vector<std::string>{});
}

TEST_CASE("an address stays for an activity that turned out to be of a later time", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto tell = [&](const std::string& members) {
        const auto activity = R"("activities": [{"channel": "email", )" + members + "}]";
        REQUIRE_FALSE(pipeline->submit(listOf(on.seen({"external_id:7"}, activity))).front().problem);
    };
    tell(R"("id": "m-1", "event": "queued", "endpoint": {"type": "email", "value": "ann@x.org"})");
    tell(R"("id": "m-2", "status": "sent")");
    on.clock.advance(std::chrono::days{20});
    tell(R"("id": "m-1", "status": "sent")");
    on.clock.advance(std::chrono::days{11});
    Maintenance maintenance(on.workplace(), *pipeline, keptFor(std::chrono::days{30}, std::chrono::days{0}));
    CHECK(maintenance.run().removedActivities == 1);
    on.clock.advance(std::chrono::days{1});
    (void)maintenance.run();
    CHECK(on.count("identifier", "value = 'ann@x.org'") == 1);
    CHECK(on.count("activity", "endpoint_id IN (SELECT id FROM identifier)") == 1);
}

TEST_CASE("an address goes although its activity turned out to be of an earlier time", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    const auto tell = [&](const std::string& members) {
        const auto activity = R"("activities": [{"channel": "email", "id": "m-1", )" + members + "}]";
        REQUIRE_FALSE(pipeline->submit(listOf(on.seen({"external_id:7"}, activity))).front().problem);
    };
    const auto sentAt = base::formatRfc3339(on.clock.now());
    on.clock.advance(std::chrono::days{20});
    // A delivery would be kept of the address.
    tell(R"("status": "sent", "endpoint": {"type": "email", "value": "ann@x.org"})");
    tell(R"("status": "queued", "at": ")" + sentAt + R"(")");
    on.clock.advance(std::chrono::days{11});
    Maintenance maintenance(on.workplace(), *pipeline, keptFor(std::chrono::days{30}, std::chrono::days{0}));
    CHECK(maintenance.run().removedActivities == 1);
    REQUIRE(on.count("activity") == 0);
    on.clock.advance(std::chrono::days{20});
    (void)maintenance.run();
    on.clock.advance(std::chrono::days{1});
    (void)maintenance.run();
    CHECK(on.count("identifier", "value = 'ann@x.org'") == 0);
    CHECK(on.count("named_identifier") == 0);
    CHECK(on.broken() == std::vector<std::string>{});
}

TEST_CASE("old changes go, and the values stay", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    for (const auto* who : {"a", "b", "c"}) write(on, *pipeline, who, 1);
    const auto other = pipeline->submit(listOf(on.seen({"email:d@x.org"}))).front().profile;
    const model::AttachCommand attach{{other, {}}, {"phone", "+1"}, "+1"};
    auto attaching = on.preparer.prepareCommand(attach, "", {}, {{7}, true, "api", "shop"}, on.clock.now());
    REQUIRE_FALSE(pipeline->submit(listOf(std::move(attaching))).front().problem);
    REQUIRE(on.count("identifier_change") == 1);
    const model::Writer by{{7}, true, "api", "shop"};
    for (const model::Command& command : {model::Command{model::DeleteCommand{{other, {}}}},
                                          model::Command{model::RestoreCommand{{other, {}}}}}) {
        auto life = on.preparer.prepareCommand(command, "", {}, by, on.clock.now());
        REQUIRE_FALSE(pipeline->submit(listOf(std::move(life))).front().problem);
    }
    REQUIRE(on.count("life_change") == 2);
    on.clock.advance(std::chrono::days{20});
    write(on, *pipeline, "a", 1);
    on.clock.advance(std::chrono::days{11});
    Maintenance maintenance(on.workplace(), *pipeline, keptFor(std::chrono::days{0}, std::chrono::days{30}));
    const auto report = maintenance.run();
    CHECK(report.removedChanges == 6);
    CHECK(report.removedActivities == 0);
    CHECK(on.count("field_change") == 1);
    CHECK(on.count("identifier_change") == 0);
    CHECK(on.count("life_change") == 0);
    CHECK(on.count("field_value") == 3);
    CHECK(on.count("profile", "version = 1") == 2);
    CHECK(maintenance.run().removedChanges == 0);
    CHECK(on.broken() == std::vector<std::string>{});
}

TEST_CASE("a walk over the homes begins once in its interval", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    Maintenance maintenance(on.workplace(), *pipeline, keptFor(std::chrono::days{1}, std::chrono::days{0}));
    CHECK(maintenance.run().removedActivities == 0);
    write(on, *pipeline, "a", 1);
    on.clock.advance(std::chrono::minutes{30});
    auto settings = keptFor(std::chrono::days{0}, std::chrono::days{0});
    settings.activitiesKept = std::chrono::minutes{1};
    Maintenance eager(on.workplace(), *pipeline, settings);
    CHECK(eager.run().removedActivities == 2);
    write(on, *pipeline, "b", 1);
    on.clock.advance(std::chrono::minutes{30});
    CHECK(eager.run().removedActivities == 0);
    on.clock.advance(std::chrono::minutes{30});
    CHECK(eager.run().removedActivities == 2);
}

TEST_CASE("consents, suppressions and records of merges outlive every retention", "[pipeline]") {
    PipelineFixture on;
    const auto pipeline = on.start();
    for (const auto* who : {"a", "b", "c"}) write(on, *pipeline, who, 2);
    REQUIRE(pipeline->submit(listOf(on.seen({"email:a@x.org", "email:b@x.org"}))).front().result ==
            model::Result::Merged);
    const model::Writer staff{{7}, true, "api", "shop"};
    auto stranger = on.preparer.trySuppression(
        {{"type", "email"}, {"value", "nobody@x.org"}, {"state", "complained"}}, {}, staff, on.clock.now());
    REQUIRE_FALSE(
        pipeline->submit(listOf(std::get<model::Observation>(std::move(stranger)))).front().problem);
    const auto before = keptValues(on);
    REQUIRE(on.count("merge_record") == 1);
    REQUIRE(on.count("suppression") == 1);
    on.clock.advance(std::chrono::days{4'000});
    auto settings = keptFor(std::chrono::days{1}, std::chrono::days{1});
    settings.observationMemory = settings.eventsKept = std::chrono::days{1};
    const auto report = Maintenance(on.workplace(), *pipeline, settings).run();
    CHECK(report.removedActivities == 9);
    CHECK(report.removedChanges == 3);
    CHECK(on.count("activity") == 0);
    CHECK(on.count("activity_counter") == 0);
    CHECK(on.count("field_change") == 0);
    CHECK(on.count("seen_observation") == 0);
    CHECK(keptValues(on) == before);
    CHECK(on.broken() == std::vector<std::string>{});
}
