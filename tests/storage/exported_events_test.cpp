// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/events.hpp"

#include <set>

#include "core/storage/event_feed.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using storage::EventKind;
using storage::ExportedEvent;
using test::GroupFixture;

namespace {

std::vector<ExportedEvent> eventsOf(GroupFixture& on, std::vector<base::ProfileId> homes,
                                    base::ProfileId live, std::size_t atOnce = 100) {
    storage::RowPlace place(std::move(homes), 0);
    std::vector<ExportedEvent> all;
    while (!place.isEnd())
        for (auto& each : storage::nextEvents(*on.session, place, live, atOnce))
            all.push_back(std::move(each));
    return all;
}

std::multiset<EventKind> kindsOf(const std::vector<ExportedEvent>& events) {
    std::multiset<EventKind> kinds;
    for (const auto& each : events) kinds.insert(each.kind);
    return kinds;
}

constexpr std::string_view kComplained = R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
    "endpoints": [{"type": "email", "value": "ann@x.org", "state": "complained"}]})";

/// That her address is complained of now.
ExportedEvent changed(GroupFixture& on, base::ProfileId ann) {
    const auto all = eventsOf(on, {ann}, ann);
    REQUIRE(all.size() == 2);
    REQUIRE(all[1].kind == EventKind::EndpointChanged);
    return all[1];
}

}  // namespace

TEST_CASE("an event that names two homes of a person is told once, however many are read at once",
          "[storage]") {
    GroupFixture on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})").profile;
    const auto bob = on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}]})").profile;
    const auto live =
        on.write(
              R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "phone", "value": "+1"}]})")
            .profile;
    const auto absorbed = live == ann ? bob : ann;
    on.write(R"({"identifiers": [{"type": "telegram", "value": "9"}]})");
    const std::size_t atOnce = GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{100});
    CAPTURE(atOnce);
    const auto all = eventsOf(on, {ann, bob}, live, atOnce);
    CHECK(kindsOf(all) ==
          std::multiset{EventKind::ProfileCreated, EventKind::ProfileCreated, EventKind::ProfileMerged});
    std::set<base::RowId> ids;
    for (const auto& each : all) ids.insert(each.id);
    CHECK(ids.size() == all.size());

    on.session->execute("UPDATE profile SET canonical_id = id WHERE id = :id", absorbed);
    const auto apart = eventsOf(on, {absorbed}, absorbed, atOnce);
    CHECK(kindsOf(apart) == std::multiset{EventKind::ProfileCreated, EventKind::ProfileMerged});
    for (const auto& each : apart)
        if (each.kind == EventKind::ProfileMerged) CHECK(each.other == absorbed);
    CHECK(kindsOf(eventsOf(on, {live}, live, atOnce)) == kindsOf(apart));
}

TEST_CASE("an exported event says where it stands in the feed and which webhooks did not take it",
          "[storage]") {
    GroupFixture on;
    const auto ann = on.write(kComplained).profile;
    const auto waiting = changed(on, ann);
    CHECK_FALSE(waiting.number);
    CHECK(waiting.deliveries.empty());
    CHECK(waiting.before == model::EndpointState::Active);
    CHECK(waiting.after == model::EndpointState::Complained);
    {
        storage::Transaction transaction(*on.session);
        REQUIRE(storage::numberEvents(*on.session, 10).count == 2);
        transaction.commit();
    }
    const auto later = on.clock.now() + std::chrono::minutes{1};
    on.session->runOnce(
        "INSERT INTO webhook_delivery (webhook_id, number, attempts, due_at, failed_at, reason, turn)"
        " VALUES (5, 2, 9, NULL, 300, 'status_500', 0), (4, 2, 1, " +
        std::to_string(base::toMillis(later)) +
        ", 200, 'timeout', 2), (4, 1, 1, 400, 200, 'timeout', 0), (6, 2, 0, 0, 0, '', 3)");
    const auto told = changed(on, ann);
    CHECK(told.number == 2);
    REQUIRE(told.deliveries.size() == 3);
    CHECK(told.deliveries[0].webhook == storage::WebhookId{4});
    CHECK(told.deliveries[0].due == later);
    CHECK(told.deliveries[1].attempts == 9);
    CHECK_FALSE(told.deliveries[1].due);
    CHECK(told.deliveries[1].failedAt == base::fromMillis(300));
    CHECK(told.deliveries[1].reason == "status_500");
    // It waits behind another one, and was never tried.
    CHECK(told.deliveries[2].due == told.at);
    CHECK_FALSE(told.deliveries[2].failedAt);
}

TEST_CASE("an exported event names an unlisted address that its home names and that identifies nobody",
          "[storage]") {
    GroupFixture on;
    const auto ann = on.write(kComplained).profile;
    CHECK(changed(on, ann).identifier);
    CHECK_FALSE(changed(on, ann).named);
    on.session->runOnce("UPDATE profile_identifier SET role = 2");
    CHECK_FALSE(changed(on, ann).named);
    on.session->runOnce(
        "INSERT INTO named_identifier (home, identifier_id, kept_until)"
        " SELECT home, identifier_id, 1 FROM profile_identifier");
    CHECK(changed(on, ann).named == model::Identifier{"email", "ann@x.org"});
    on.session->runOnce("UPDATE profile_identifier SET role = 0");
    CHECK_FALSE(changed(on, ann).named);
    on.session->runOnce("DELETE FROM identifier");
    CHECK_FALSE(changed(on, ann).named);
}
