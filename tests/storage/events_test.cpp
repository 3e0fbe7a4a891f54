// SPDX-License-Identifier: Apache-2.0
#include "core/storage/event_feed.hpp"

#include <map>
#include <set>
#include <stdexcept>

#include "core/base/error.hpp"
#include "core/storage/maintenance.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using storage::EventKind;
using test::GroupFixture;

namespace {

const std::string kAnn = R"({"type": "email", "value": "ann@x.org"})";
const std::string kBob = R"({"type": "phone", "value": "+1"})";

std::string seen(const std::string& identifiers, const std::string& more = "") {
    return R"({"identifiers": [)" + identifiers + "]" + (more.empty() ? "" : ", " + more) + "}";
}

std::string named(const std::string& identifiers, const std::string& name) {
    return seen(identifiers, R"("fields": {"first_name": ")" + name + R"("})");
}

storage::Numbered number(storage::Session& session, std::size_t most = 1'000) {
    storage::Transaction transaction(session);
    const auto numbered = storage::numberEvents(session, most);
    transaction.commit();
    return numbered;
}

std::vector<storage::Event> eventsAfter(GroupFixture& on, std::int64_t after) {
    return storage::readEvents(*on.database->read(), after, 500).items;
}

/// Those that were not numbered yet, now that they are.
std::vector<storage::Event> news(GroupFixture& on) {
    const auto before = storage::readFeedEnds(*on.session).last;
    static_cast<void>(number(*on.session));
    return eventsAfter(on, before);
}

std::vector<EventKind> kindsOf(const std::vector<storage::Event>& events) {
    std::vector<EventKind> kinds;
    for (const auto& event : events) kinds.push_back(event.kind);
    return kinds;
}

using Kinds = std::vector<EventKind>;

}  // namespace

TEST_CASE("a new profile is told of once, with what the same transaction added", "[storage]") {
    GroupFixture on;
    const auto outcomes = on.write({seen(kAnn), named(kAnn, "Ann"), named(kAnn, "Anna")});
    const auto events = news(on);
    REQUIRE(kindsOf(events) == Kinds{EventKind::ProfileCreated});
    CHECK(events[0].number == 1);
    CHECK(events[0].profile == outcomes.back().profile);
    CHECK(events[0].version == outcomes.back().version);
    CHECK(events[0].at == test::kNow);
}

TEST_CASE("a profile that changed is told of once per transaction, one that did not never", "[storage]") {
    GroupFixture on;
    (void)on.write({seen(kAnn), seen(kBob)});
    REQUIRE(news(on).size() == 2);
    const auto outcomes = on.write({named(kAnn, "Ann"), named(kAnn, "Anna"), seen(kBob)});
    const auto events = news(on);
    REQUIRE(kindsOf(events) == Kinds{EventKind::ProfileUpdated});
    CHECK(events[0].profile == outcomes[1].profile);
    CHECK(events[0].version == outcomes[1].version);
    CHECK(outcomes[2].result == model::Result::Unchanged);
    (void)on.write(named(kAnn, "Anna"));
    CHECK(news(on).empty());
}

TEST_CASE("a profile that lost an identifier to another one is told of too", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(seen(kAnn + R"(, {"type": "cookie", "value": "c-1"})"));
    const auto bob = on.write(seen(kBob));
    (void)news(on);
    on.clock.advance(std::chrono::minutes{1});
    (void)on.write(seen(kBob + R"(, {"type": "cookie", "value": "c-1"})"));
    const auto events = news(on);
    REQUIRE(kindsOf(events) == Kinds{EventKind::ProfileUpdated, EventKind::ProfileUpdated});
    CHECK(std::set{events[0].profile, events[1].profile} == std::set{ann.profile, bob.profile});
}

TEST_CASE("a merge is one event with both ids, and starts nothing else", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(named(kAnn, "Ann"));
    const auto bob = on.write(named(kBob, "Bob"));
    (void)news(on);
    const auto merged = on.write(seen(kAnn + "," + kBob));
    REQUIRE(merged.absorbed.size() == 1);
    const auto events = news(on);
    REQUIRE(kindsOf(events) == Kinds{EventKind::ProfileMerged});
    CHECK(events[0].profile == merged.profile);
    CHECK(events[0].other == merged.absorbed.front());
    CHECK(events[0].version == merged.version);
    CHECK(std::set{events[0].profile, *events[0].other} == std::set{ann.profile, bob.profile});
}

TEST_CASE("those that merge in a chain within one transaction are each told with who is live", "[storage]") {
    GroupFixture on;
    (void)on.write({seen(kAnn), seen(kBob), seen(R"({"type": "external_id", "value": "7"})")});
    (void)news(on);
    const auto outcomes =
        on.write({seen(kAnn + "," + kBob), seen(kAnn + R"(, {"type": "external_id", "value": "7"})")});
    const auto events = news(on);
    REQUIRE(kindsOf(events) == Kinds{EventKind::ProfileMerged, EventKind::ProfileMerged});
    const auto live = outcomes.back().profile;
    CHECK(events[0].profile == live);
    CHECK(events[1].profile == live);
    CHECK(events[0].other != events[1].other);
    CHECK(events[0].other != live);
}

TEST_CASE("an endpoint's new state is told for every profile that shows it", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(seen(kAnn));
    (void)news(on);
    const auto state = [](const std::string& name) {
        return R"("endpoints": [{"type": "email", "value": "ann@x.org", "state": ")" + name +
               R"(", "reason": "bounce"}])";
    };
    (void)on.write({seen(kAnn, state("blocked")), seen(kAnn, state("blacklisted"))});
    auto events = news(on);
    REQUIRE(kindsOf(events) == Kinds{EventKind::ProfileUpdated, EventKind::EndpointChanged});
    CHECK(events[1].profile == ann.profile);
    CHECK(events[1].identifier == model::Identifier{"email", "ann@x.org"});
    CHECK(events[1].before == model::EndpointState::Active);
    CHECK(events[1].after == model::EndpointState::Blacklisted);

    // Said by somebody else, whose profile does not list it.
    on.clock.advance(std::chrono::minutes{1});
    (void)on.write(seen(kBob, state("complained")));
    events = news(on);
    REQUIRE(kindsOf(events) ==
            Kinds{EventKind::ProfileCreated, EventKind::ProfileUpdated, EventKind::EndpointChanged});
    CHECK(events[2].profile == ann.profile);
    CHECK(events[2].before == model::EndpointState::Blacklisted);
    CHECK(events[2].after == model::EndpointState::Complained);
    CHECK(on.count("event", "identifier_id IS NOT NULL") == 2);
}

TEST_CASE("an endpoint's event names nobody once the profile does not list it", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(
        seen(kAnn, R"("endpoints": [{"type": "email", "value": "ann@x.org", "state": "blacklisted"}])"));
    static_cast<void>(number(*on.session));
    REQUIRE(eventsAfter(on, 0).back().identifier.has_value());
    on.session->execute("DELETE FROM profile_identifier WHERE home = :home", ann.profile);
    const auto told = eventsAfter(on, 0).back();
    CHECK(told.kind == EventKind::EndpointChanged);
    CHECK_FALSE(told.identifier.has_value());
    CHECK(told.after == model::EndpointState::Blacklisted);
}

TEST_CASE("what was undone is not told of", "[storage]") {
    GroupFixture on;
    const std::vector group{on.prepare(seen(kAnn))};
    CHECK_THROWS_AS(
        (void)on.writer.write(group, [](auto&, const auto&) { throw std::runtime_error("undone"); }),
        std::runtime_error);
    CHECK_FALSE(storage::hasUnnumbered(*on.session));
    (void)on.write(seen(kAnn));
    CHECK(storage::hasUnnumbered(*on.session));
    const auto events = news(on);
    REQUIRE(events.size() == 1);
    CHECK(events[0].number == 1);
    CHECK_FALSE(storage::hasUnnumbered(*on.session));
}

TEST_CASE("a claim that expires is told of", "[storage]") {
    GroupFixture on;
    const auto ann = on.write(std::vector{on.prepare(seen(kAnn), {7}, false)}).front();
    (void)news(on);
    on.clock.advance(std::chrono::days{90});
    storage::Transaction transaction(*on.session);
    REQUIRE(
        storage::expireClaims(*on.session, on.catalogue.rules(), on.ids, on.clock.now(), {}, 10).has_value());
    transaction.commit();
    const auto events = news(on);
    REQUIRE(kindsOf(events) == Kinds{EventKind::ProfileUpdated});
    CHECK(events[0].profile == ann.profile);
}

TEST_CASE("a transaction held open while later ones commit is not missed", "[storage]") {
    GroupFixture on(storage::Engine::Postgresql);
    (void)on.write(seen(kAnn));
    static_cast<void>(number(*on.session));
    const auto other = on.database->openWriter();
    storage::GroupWriter otherWriter(*other, on.catalogue.rules(), on.ids, on.clock);
    std::vector<std::int64_t> read;
    const auto readOn = [&] {
        for (const auto& event : eventsAfter(on, read.empty() ? 0 : read.back()))
            read.push_back(event.number);
    };
    const std::vector held{on.prepare(named(kAnn, "Ann"))};
    const auto outcomes = on.writer.write(held, [&](auto&, const auto&) {
        // Its events are written and have their ids; these come later and are committed before.
        for (const char* value : {"1", "2", "3"}) {
            const std::vector later{
                on.prepare(seen(R"({"type": "external_id", "value": ")" + std::string(value) + R"("})"))};
            REQUIRE(otherWriter.write(later));
            CHECK(number(*other).count == 1);
            readOn();
        }
    });
    REQUIRE(outcomes);
    CHECK(read == std::vector<std::int64_t>{1, 2, 3, 4});
    CHECK(number(*other).count == 1);
    readOn();
    CHECK(read == std::vector<std::int64_t>{1, 2, 3, 4, 5});
    const auto last = eventsAfter(on, 4).front();
    CHECK(last.kind == EventKind::ProfileUpdated);
    CHECK(last.profile == outcomes->front().profile);
}

TEST_CASE("a profile's events keep its order, whatever the clocks of those who wrote them", "[storage]") {
    GroupFixture on;
    (void)on.write({seen(kAnn), seen(kBob)});
    // Each writer's clock is behind the one before: its ids are smaller.
    for (int version = 2; version <= 5; ++version) {
        test::ManualClock clock(test::kNow - std::chrono::hours{version});
        base::IdGenerator ids(clock, static_cast<unsigned>(version));
        storage::GroupWriter writer(*on.session, on.catalogue.rules(), ids, clock);
        on.clock.advance(std::chrono::seconds{1});  // Of what they saw.
        const auto who = version < 5 ? kAnn : kAnn + "," + kBob;
        REQUIRE(writer.write(std::vector{on.prepare(named(who, "v" + std::to_string(version)))}));
    }
    // A few at a time, as when there are too many for one transaction.
    while (number(*on.session, 2).count != 0) {
    }
    const auto events = eventsAfter(on, 0);
    REQUIRE(events.size() == 6);
    const auto& merge = events.back();
    CHECK(merge.kind == EventKind::ProfileMerged);
    std::map<base::ProfileId, std::int64_t> versions;
    for (std::size_t i = 0; i < events.size(); ++i) {
        CHECK(events[i].number == static_cast<std::int64_t>(i) + 1);
        CHECK(events[i].version > versions[events[i].profile]);
        versions[events[i].profile] = events[i].version;
    }
}

TEST_CASE("events that an undo, a deletion or an erasure puts out are told as they are", "[storage]") {
    GroupFixture on;
    const std::vector<storage::NewEvent> put{
        {EventKind::ProfileUnmerged, base::ProfileId{11}, 5, base::ProfileId{12}},
        {EventKind::ProfileDeleted, base::ProfileId{12}, 6},
        {EventKind::ProfileErased, base::ProfileId{12}, 7},
    };
    storage::Transaction transaction(*on.session);
    storage::putEvents(*on.session, on.ids, on.clock.now(), put);
    transaction.commit();
    const auto events = news(on);
    REQUIRE(events.size() == put.size());
    for (std::size_t i = 0; i < put.size(); ++i) {
        CHECK(events[i].kind == put[i].kind);
        CHECK(events[i].profile == put[i].profile);
        CHECK(events[i].other == put[i].other);
        CHECK(events[i].version == put[i].version);
    }
}

TEST_CASE("old events are removed from the front, and numbers go on", "[storage]") {
    GroupFixture on;
    const auto remove = [&](std::size_t most) {
        storage::Transaction transaction(*on.session);
        const auto removed = storage::removeEvents(*on.session, on.clock.now() - std::chrono::hours{1}, most);
        transaction.commit();
        return removed;
    };
    const auto add = [&](const std::string& value) {
        (void)on.write(seen(R"({"type": "external_id", "value": ")" + value + R"("})"));
        static_cast<void>(number(*on.session));
    };
    CHECK(remove(10) == 0);
    for (const char* value : {"1", "2", "3"}) add(value);
    on.clock.advance(std::chrono::minutes{61});
    add("4");
    CHECK(remove(2) == 2);
    CHECK(storage::readFeedEnds(*on.session).removed == 2);
    CHECK(remove(2) == 1);
    CHECK(remove(2) == 0);
    REQUIRE(eventsAfter(on, 0).size() == 1);
    CHECK(eventsAfter(on, 0).front().number == 4);
    on.clock.advance(std::chrono::hours{2});
    CHECK(remove(10) == 1);
    add("5");
    CHECK(eventsAfter(on, 0).front().number == 5);
    const auto ends = storage::readFeedEnds(*on.session);
    CHECK(ends.removed == 4);
    CHECK(ends.last == 5);
}

TEST_CASE("an event holds ids and codes, and nothing of a person", "[storage]") {
    GroupFixture on;
    (void)on.write(seen(R"({"type": "email", "value": "unmistakable@x.org"})",
                        R"("fields": {"first_name": "Unmistakable"},
           "endpoints": [{"type": "email", "value": "unmistakable@x.org", "state": "complained", "detail": "Unmistakable"}])"));
    REQUIRE(on.count("event") == 2);
    const auto types = on.database->engine() == storage::Engine::Sqlite
                           ? "SELECT lower(type) FROM pragma_table_info('event')"
                           : "SELECT CAST(data_type AS text) FROM information_schema.columns"
                             " WHERE table_name = 'event'";
    for (const auto& [type] : on.rows<std::string>(types)) {
        CAPTURE(type);
        CHECK(std::set<std::string>{"integer", "bigint", "smallint"}.contains(type));
    }
}
