// SPDX-License-Identifier: Apache-2.0
#include "core/storage/counters.hpp"

#include "core/base/error.hpp"
#include "core/storage/anonymous.hpp"
#include "core/storage/flag_backlog.hpp"
#include "core/storage/identifier_classes.hpp"
#include "tests/storage/counting.hpp"

using namespace kith;
using test::Counting;
using Known = Counting::Known;
using Days = Counting::Days;
using States = Counting::States;

namespace {

constexpr std::string_view kAnn = R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})";
constexpr std::string_view kBob = R"({"identifiers": [{"type": "email", "value": "bob@x.org"}]})";
constexpr std::string_view kVisitor = R"({"identifiers": [{"type": "cookie", "value": "c-1"}]})";

std::string stated(const std::string& state, const std::string& more = {}) {
    return R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "endpoints": [{"type": "email",
        "value": "ann@x.org", "state": ")" +
           state + "\"" + more + "}]}";
}

std::string delivered(const std::string& status, const std::string& at) {
    return R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "activities": [{"id": "m-1",
        "channel": "email", "status": ")" +
           status + R"(", "at": ")" + at + "\"}]}";
}

constexpr std::string_view kTwoCustomers[] = {
    R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "email", "value": "ann@x.org"}]})",
    R"({"identifiers": [{"type": "external_id", "value": "2"}, {"type": "phone", "value": "+1"}]})",
    R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "phone", "value": "+1"}]})"};

}  // namespace

TEST_CASE("what is rejected, repeated or forbidden counts nothing", "[storage]") {
    Counting on;
    CHECK(on.profiles() == Known{0, 0});
    CHECK_THROWS_AS(on.write(R"({"identifiers": [{"type": "email", "value": "test@example.com"}]})"),
                    base::Error);
    CHECK(on.profiles() == Known{0, 0});
    for (int i = 0; i < 2; ++i)
        on.write(R"({"id": "1", "identifiers": [{"type": "email", "value": "ann@x.org"}],
            "activities": [{"channel": "web", "event": "seen"}]})");
    CHECK(on.profiles() == Known{1, 0});
    CHECK(on.activities() == Days{{0, "web", "", 1}});
    const auto bob = on.write(kBob).profile;
    const auto ann = on.write(kAnn).profile;
    on.decide(model::ForbidCommand{ann, bob, "two people"});
    const model::Writer by{{7}, true, "console", "staff"};
    const model::MergeCommand merge{{{ann, {}}, {}}, {{bob, {}}, {}}, ann, false};
    REQUIRE_FALSE(on.write(std::vector{on.preparer.prepareCommand(merge, "", {}, by, on.clock.now())})
                      .front()
                      .forbidden.empty());
    CHECK(on.profiles() == Known{2, 0});
}

TEST_CASE("a preview of a merge counts nothing", "[storage]") {
    Counting on;
    const auto ann = on.write(kAnn).profile;
    const auto bob = on.write(kBob).profile;
    on.decide(model::MergeCommand{{{ann, {}}, {}}, {{bob, {}}, {}}, ann, true});
    CHECK(on.profiles() == Known{2, 0});
}

TEST_CASE("profiles count once, as what they are by now", "[storage]") {
    Counting on;
    on.write(kVisitor);
    CHECK(on.profiles() == Known{0, 1});
    on.write(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "ann@x.org"}]})");
    CHECK(on.profiles() == Known{1, 0});
    const auto ann = on.write(kAnn).profile;
    on.decide(model::DetachCommand{{ann, {}}, {"email", "ann@x.org"}});
    CHECK(on.profiles() == Known{0, 1});
    // What absorbs it and is made in the same group.
    static_cast<void>(on.write(
        {kBob,
         R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "bob@x.org"}]})"}));
    CHECK(on.profiles() == Known{1, 0});
}

TEST_CASE("a merge takes a profile from the counters, and an undo gives it back", "[storage]") {
    Counting on;
    const auto ann = on.write(kAnn).profile;
    const auto bob = on.write(kBob).profile;
    const auto merge = on.merge(ann, bob);
    CHECK(on.profiles() == Known{1, 0});
    on.decide(model::UndoCommand{merge.merge, "a mistake"});
    CHECK(on.profiles() == Known{2, 0});
}

TEST_CASE("who is deleted counts no more until they are restored, and who is erased never again",
          "[storage]") {
    Counting on;
    const auto ann = on.write(kAnn).profile;
    on.write(delivered("sent", "2026-11-19T10:00:00Z"));
    on.write(stated("complained"));
    on.decide(model::DeleteCommand{{ann, {}}});
    CHECK(on.profiles() == Known{0, 0});
    CHECK(on.activities() == Days{{-1, "email", "sent", 1}});
    on.decide(model::RestoreCommand{{ann, {}}});
    CHECK(on.profiles() == Known{1, 0});
    on.end(ann);
    CHECK(on.profiles() == Known{0, 0});
    while (on.step(1)) CHECK(on.wrong().empty());
    CHECK(on.activities().empty());
    CHECK(on.states().empty());
    CHECK(on.count("counter") == 0);
    CHECK(on.count("suppression") == 1);
    // What was kept of the address by its hash counts again once the address is known.
    on.clock.advance(std::chrono::hours{1});
    on.write(kAnn);
    CHECK(on.count("suppression") == 0);
    CHECK(on.states() == States{{"complained", "", 1}});
}

TEST_CASE("an activity of somebody who is erased that is told of again counts once", "[storage]") {
    Counting on;
    const auto ann = on.write(kAnn).profile;
    on.write(delivered("sent", "2026-11-19T10:00:00Z"));
    on.end(ann);
    on.write(R"({"identifiers": [{"type": "email", "value": "bob@x.org"}], "activities": [{"id": "m-1",
        "channel": "email", "status": "read"}]})");
    CHECK(on.activities() == Days{{0, "email", "read", 1}});
}

TEST_CASE("profiles count by the source and the day that they show", "[storage]") {
    Counting on;
    on.write(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "source": {"type": "form", "name": "news"}})");
    on.write(kVisitor);
    auto shown = on.overview();
    REQUIRE(shown.sources.size() == 2);
    CHECK(shown.sources.front().type == "api");
    CHECK(shown.sources.front().profiles.anonymous == 1);
    CHECK(shown.sources.back().name == "news");
    CHECK(shown.sources.back().profiles.known == 1);
    // An observation from before is what the profile shows from then on.
    on.write(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "observed_at": "2026-11-01T23:59:59.999Z",
        "source": {"type": "order", "name": "shop"}})");
    shown = on.overview();
    CHECK(shown.sources.back().type == "order");
    REQUIRE(shown.profileDays.size() == 2);
    CHECK(shown.profileDays.front().day == test::kToday - 19);
    CHECK(shown.profileDays.front().profiles.known == 1);
    CHECK(shown.profileDays.back().profiles.anonymous == 1);
    REQUIRE(shown.sourceDays.size() == 2);
    CHECK(shown.sourceDays.front().day == test::kToday - 19);
    CHECK(shown.sourceDays.front().type == "order");
    CHECK(shown.sourceDays.back().day == test::kToday);
    CHECK(shown.sourceDays.back().type == "api");
    CHECK(shown.sourceDays.back().count == 1);
    CHECK(on.wrong().empty());
}

TEST_CASE("an activity counts under the status shown, on its day", "[storage]") {
    Counting on;
    on.write(delivered("delivered", "2026-11-20T00:00:00Z"));
    CHECK(on.activities() == Days{{0, "email", "delivered", 1}});
    on.write(delivered("clicked", "2026-11-20T08:00:00Z"));
    CHECK(on.activities() == Days{{0, "email", "clicked", 1}});
    // A status that comes late may be an earlier one, of the day before.
    on.write(delivered("queued", "2026-11-19T23:59:59.999Z"));
    CHECK(on.activities() == Days{{-1, "email", "clicked", 1}});
    on.write(delivered("sent", "2026-11-20T00:00:01Z"));
    CHECK(on.activities() == Days{{-1, "email", "clicked", 1}});
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "activities": [{"channel": "web", "event": "seen", "at": "1969-12-31T23:00:00Z"}]})");
    CHECK(on.wrong().empty());
}

TEST_CASE("an activity that is attested to be somebody else's counts for them alone", "[storage]") {
    Counting on;
    on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}], "activities": [{"id": "m-1", "channel": "email",
        "status": "sent", "at": "2026-11-18T10:00:00Z"}]})");
    CHECK(on.activities() == Days{{-2, "email", "sent", 1}});
    on.write(delivered("read", "2026-11-19T10:00:00Z"));
    CHECK(on.activities() == Days{{-1, "email", "read", 1}});
}

TEST_CASE("what retention removes counts no more on its day", "[storage]") {
    Counting on;
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "activities": [
        {"channel": "web", "event": "a", "at": "2026-11-01T10:00:00Z"},
        {"channel": "web", "event": "b", "at": "2026-11-01T20:00:00Z"},
        {"channel": "email", "id": "m-1", "status": "sent", "at": "2026-11-20T01:00:00Z"}]})");
    CHECK(on.activities() == Days{{-19, "web", "", 2}, {0, "email", "sent", 1}});
    on.removeActivitiesBefore(*base::parseRfc3339("2026-11-01T15:00:00Z"));
    CHECK(on.activities() == Days{{-19, "web", "", 1}, {0, "email", "sent", 1}});
}

TEST_CASE("states count while they stand, each for its reason", "[storage]") {
    Counting on;
    on.write(stated("complained", R"(, "reason": "feedback_loop")"));
    on.write(stated("unsubscribed", R"(, "reason": "one_click")"));
    on.write(stated("blacklisted", R"(, "reason": "Ann told us so")"));
    CHECK(on.states() == States{{"complained", "feedback_loop", 1},
                                {"blacklisted", "", 1},
                                {"unsubscribed", "one_click", 1}});
    on.clock.advance(std::chrono::hours{1});
    on.write(stated("complained"));
    CHECK(on.states().front() == States::value_type{"complained", "", 1});
    on.clock.advance(std::chrono::hours{1});
    // The person opts in, with that address.
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "subscriptions": {"news": {"state": "subscribed", "by": "person"}}})");
    CHECK(on.states() == States{{"blacklisted", "", 1}});
    on.clock.advance(std::chrono::hours{1});
    on.write(
        R"({"source": {"type": "console", "name": "Eve"}, "identifiers": [{"type": "email", "value": "ann@x.org"}],
        "endpoints": [{"type": "email", "value": "ann@x.org", "state": "active", "reason": "checked"}]})");
    CHECK(on.states().empty());
    CHECK(on.count("counter", "subject IN (5, 6)") == 0);
}

TEST_CASE("a block counts until the hour is over in which it ends, though nothing is written", "[storage]") {
    Counting on;
    on.write(stated("blocked"));  // The first failure, at 9:23: for a day.
    CHECK(on.states() == States{{"blocked", "", 1}});
    on.clock.advance(std::chrono::hours{24} + std::chrono::minutes{36});
    CHECK(on.states() == States{{"blocked", "", 1}});
    on.clock.advance(std::chrono::minutes{1});
    CHECK(on.states().empty());
    on.write(stated("blocked"));
    CHECK(on.states() == States{{"blocked", "", 1}});
    on.clock.advance(std::chrono::hours{1});
    // A delivery lifts it.
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "activities": [{"id": "m-1",
        "channel": "email", "status": "delivered", "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    CHECK(on.states().empty());
    on.clock.advance(std::chrono::hours{1});
    on.write(stated("blocked", R"(, "until": "2026-12-24T10:00:00Z", "reason": "asked")"));
    CHECK(on.states() == States{{"blocked", "asked", 1}});
}

TEST_CASE("a state of an address that nobody has counts once somebody has it", "[storage]") {
    Counting on;
    const auto ann = on.write(stated("complained")).profile;
    on.erase(ann);
    CHECK(on.states().empty());
    on.clock.advance(std::chrono::hours{1});
    on.write(stated("unsubscribed"));
    CHECK(on.states() == States{{"complained", "", 1}, {"unsubscribed", "", 1}});
}

TEST_CASE("refused merges count on the day of the first, and wait until they are decided", "[storage]") {
    Counting on;
    for (const auto each : kTwoCustomers) on.write(each);
    auto shown = on.overview();
    CHECK(shown.openConflicts.count == 1);
    CHECK_FALSE(shown.openConflicts.atLeast);
    REQUIRE(shown.conflictDays.size() == 1);
    CHECK(shown.conflictDays.front().day == test::kToday);
    on.write(R"({"observed_at": "2026-11-10T10:00:00Z",
        "identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "phone", "value": "+1"}]})");
    shown = on.overview();
    REQUIRE(shown.conflictDays.size() == 1);
    CHECK(shown.conflictDays.front().day == test::kToday - 10);
    CHECK(shown.conflictDays.front().count == 1);
    const auto conflict = std::get<0>(*on.session->first<model::ConflictId>("SELECT id FROM conflict"));
    on.decide(model::ConflictCommand{conflict, model::ConflictState::Dismissed, "known"});
    shown = on.overview();
    CHECK(shown.openConflicts.count == 0);
    CHECK(shown.conflictDays.size() == 1);
}

TEST_CASE("a refused merge of somebody who is deleted waits for nobody, and goes with whom is erased",
          "[storage]") {
    Counting on;
    std::vector<base::ProfileId> people;
    for (const auto each : kTwoCustomers) people.push_back(on.write(each).profile);
    on.decide(model::DeleteCommand{{people[0], {}}});
    CHECK(on.overview().openConflicts.count == 0);
    on.decide(model::RestoreCommand{{people[0], {}}});
    CHECK(on.overview().openConflicts.count == 1);
    on.decide(model::ForbidCommand{people[0], people[1], "two people"});
    CHECK(on.overview().openConflicts.count == 0);
    on.erase(people[1]);
    CHECK(on.overview().conflictDays.empty());
}

TEST_CASE("anonymous profiles that expire count no more", "[storage]") {
    Counting on;
    on.write(kVisitor);
    on.write(kAnn);
    on.clock.advance(std::chrono::days{100});
    {
        storage::Transaction transaction(*on.session);
        const identity::Caps caps;
        const model::HashKey key{};
        const storage::Expiring with{on.catalogue.rules(), on.ids, caps, key};
        const auto step = storage::expireAnonymous(*on.session, with, on.clock.now(), on.clock.now(), {}, 10);
        REQUIRE(step);
        CHECK(step->profiles == 1);
        transaction.commit();
    }
    CHECK(on.profiles() == Known{1, 0});
    while (on.step(100)) continue;
    CHECK(on.profiles() == Known{1, 0});
}

TEST_CASE("who becomes anonymous since a type has another class counts as that", "[storage]") {
    Counting on;
    static_cast<void>(storage::noteIdentifierClasses(*on.session, on.catalogue.rules()));
    on.write(R"({"identifiers": [{"type": "telegram", "value": "5"}]})");
    CHECK(on.profiles() == Known{1, 0});
    const auto other = test::testCatalogueWith({{"telegram", model::IdentifierClass::Moving}});
    static_cast<void>(storage::noteIdentifierClasses(*on.session, other.rules()));
    {
        storage::Transaction transaction(*on.session);
        REQUIRE(storage::refreshFlags(*on.session, other.rules(), on.ids, on.clock.now(), {}, 100));
        transaction.commit();
    }
    CHECK(on.profiles() == Known{0, 1});
}

TEST_CASE("several rows of a counter become one, and those that came to nothing none", "[storage]") {
    Counting on;
    on.write(kAnn);
    on.session->runOnce(
        "INSERT INTO counter (subject, period, name, detail, code, stripe, count) VALUES"
        " (1, 0, '', '', 1, 7, 2), (1, 0, '', '', 0, 3, 4), (1, 0, '', '', 0, 9, -4),"
        " (2, 0, 'form', 'old', 1, 3, 0)");
    {
        storage::Transaction transaction(*on.session);
        CHECK(storage::foldCounters(*on.session, 1) == 1);
        CHECK(storage::foldCounters(*on.session, 10) == 2);
        CHECK(storage::foldCounters(*on.session, 10) == 0);
        transaction.commit();
    }
    CHECK(on.rows<std::int64_t, std::int64_t>("SELECT code, count FROM counter WHERE subject = 1") ==
          std::vector<std::tuple<std::int64_t, std::int64_t>>{{1, 3}});
    CHECK(on.count("counter", "detail = 'old'") == 0);
}

TEST_CASE("a source by which nobody is counted any more is not named once the last is erased", "[storage]") {
    Counting on;
    const auto ann = on.write(R"({"source": {"type": "import", "name": "Ann's file"},
        "identifiers": [{"type": "email", "value": "ann@x.org"}]})")
                         .profile;
    on.write(kBob);
    // As another writer would have left it, who had another stripe.
    on.session->runOnce("UPDATE counter SET stripe = 5 WHERE name = 'import'");
    on.end(ann);
    CHECK(on.count("counter", "detail = 'Ann''s file'") == 2);
    while (on.step(100)) continue;
    CHECK(on.count("counter", "detail = 'Ann''s file'") == 0);
    CHECK(on.profiles() == Known{1, 0});
}
