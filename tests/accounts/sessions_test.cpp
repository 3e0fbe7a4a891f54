// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/sessions.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "core/storage/key_store.hpp"
#include "tests/accounts/staff.hpp"

using namespace kith;
using namespace kith::test;
using namespace std::chrono_literals;
using storage::AccountRole;

namespace {

accounts::Settings settings() {
    auto settings = cheapSettings();
    settings.sessions.idle = 1h;
    settings.sessions.longest = 10h;
    return settings;
}

bool holds(Staff& staff, const accounts::OpenedSession& opened) {
    return staff.accounts.sessions.find(opened.token).has_value();
}

}  // namespace

TEST_CASE("a token that nobody has finds nobody, and is looked for only if it may be", "[accounts]") {
    Staff staff(eachEngine(), settings());
    staff.person("ann@example.org");
    const auto opened = staff.signIn("ann@example.org");
    auto wrong = opened.token;
    wrong.front() = wrong.front() == 'a' ? 'b' : 'a';
    CHECK_FALSE(staff.accounts.sessions.find(""));
    CHECK_FALSE(staff.accounts.sessions.find("short"));
    CHECK_FALSE(staff.accounts.sessions.find(wrong));
    int searches = 0;
    const auto count = [&] { ++searches; };
    CHECK_FALSE(staff.accounts.sessions.find(wrong, count));
    CHECK(searches == 1);
    CHECK_FALSE(staff.accounts.sessions.find("short", count));
    CHECK(searches == 1);
    CHECK(staff.accounts.sessions.find(opened.token, count));
    CHECK(staff.accounts.sessions.find(opened.token, count));
    staff.clock.advance(1min);
    CHECK(staff.accounts.sessions.find(opened.token, count));
    CHECK(searches == 2);
}

TEST_CASE("sessions that push each other out of what is remembered are found all the same", "[accounts]") {
    auto few = settings();
    few.sessions.cacheSize = 1;
    Staff staff(eachEngine(), few);
    std::vector<std::string> tokens;
    for (const std::string email : {"ann@example.org", "ben@example.org", "eve@example.org"}) {
        staff.person(email);
        tokens.push_back(staff.signIn(email).token);
    }
    std::atomic<int> missed = 0;
    std::vector<std::thread> browsers;
    for (const auto& token : tokens) {
        browsers.emplace_back([&] {
            constexpr int kCalls = 300;
            for (int i = 0; i < kCalls; ++i)
                if (!staff.accounts.sessions.find(token)) ++missed;
        });
    }
    for (auto& browser : browsers) browser.join();
    CHECK(missed == 0);
}

TEST_CASE("who was changed while their password was looked at gets no session by the old one", "[accounts]") {
    Staff staff(eachEngine(), settings());
    auto& people = staff.accounts.people;
    auto& sessions = staff.accounts.sessions;
    const auto ann = staff.person("ann@example.org");
    static_cast<void>(people.change(ann.id, {.password = "another horse battery"}));
    CHECK_FALSE(sessions.open(ann, {}));
    const auto ben = staff.person("ben@example.org");
    static_cast<void>(people.change(ben.id, {.disabled = true}));
    CHECK_FALSE(sessions.open(ben, {}));
    const auto eve = staff.person("eve@example.org");
    people.remove(eve.id);
    CHECK_FALSE(sessions.open(eve, {}));
    for (const auto& person : {ann, ben, eve}) CHECK(sessions.list(person.id).empty());

    // What has nothing to do with it keeps nobody out.
    const auto joe = staff.person("joe@example.org");
    static_cast<void>(people.change(joe.id, {.name = "Joe", .role = AccountRole::Editor}));
    const auto opened = sessions.open(joe, {});
    REQUIRE(opened);
    CHECK(opened->signedIn.account.role == AccountRole::Editor);
    CHECK(holds(staff, *opened));
}

TEST_CASE("a session that nobody uses is over after its idle time", "[accounts]") {
    Staff staff(eachEngine(), settings());
    staff.person("ann@example.org");
    const auto opened = staff.signIn("ann@example.org");
    CHECK(opened.signedIn.session.expiresAt == staff.clock.now() + 1h);
    staff.clock.advance(1h - 1ms);
    CHECK(holds(staff, opened));
    staff.clock.advance(1h);
    CHECK_FALSE(holds(staff, opened));
    CHECK(staff.accounts.sessions.list(opened.signedIn.account.id).empty());
}

TEST_CASE("a session is over after its longest time, however much it is used", "[accounts]") {
    Staff staff(eachEngine(), settings());
    staff.person("ann@example.org");
    const auto opened = staff.signIn("ann@example.org");
    for (int i = 0; i < 19; ++i) {
        staff.clock.advance(30min);
        CHECK(holds(staff, opened));
    }
    CHECK(staff.accounts.sessions.find(opened.token)->session.expiresAt == opened.signedIn.session.endsAt);
    staff.clock.advance(30min);
    CHECK_FALSE(holds(staff, opened));
}

TEST_CASE("a use is known to another server, and to the same one after it was restarted", "[accounts]") {
    Staff staff(eachEngine(), settings());
    staff.person("ann@example.org");
    const auto opened = staff.signIn("ann@example.org");
    staff.clock.advance(50min);
    CHECK(holds(staff, opened));
    staff.accounts.journal.stop();  // What was to be written is.
    accounts::Accounts other(*staff.database, staff.clock, staff.ids, staff.log, settings());
    staff.clock.advance(50min);
    const auto found = other.sessions.find(opened.token);
    REQUIRE(found);
    CHECK(found->session.lastSeenAt == staff.clock.now());
    CHECK(found->account.lastSeenAt == staff.clock.now() - 50min);
}

TEST_CASE("a session that was ended is over at once here, and soon elsewhere", "[accounts]") {
    Staff staff(eachEngine(), settings());
    const auto ann = staff.person("ann@example.org").id;
    const auto ben = staff.person("ben@example.org").id;
    const auto opened = staff.signIn("ann@example.org");
    const auto session = opened.signedIn.session.id;
    accounts::Accounts other(*staff.database, staff.clock, staff.ids, staff.log, settings());
    CHECK(other.sessions.find(opened.token));
    CHECK(holds(staff, opened));
    CHECK_FALSE(staff.accounts.sessions.end(session, ben));
    CHECK(holds(staff, opened));
    CHECK(staff.accounts.sessions.end(session, ann));
    CHECK_FALSE(staff.accounts.sessions.end(session, ann));
    CHECK_FALSE(holds(staff, opened));
    staff.clock.advance(3s);
    CHECK_FALSE(other.sessions.find(opened.token));
}

TEST_CASE("who is disabled has no session any more, and who has another role has it at once", "[accounts]") {
    Staff staff(eachEngine(), settings());
    const auto ann = staff.person("ann@example.org", AccountRole::Editor).id;
    const auto opened = staff.signIn("ann@example.org");
    CHECK(holds(staff, opened));
    static_cast<void>(staff.accounts.people.change(ann, {.role = AccountRole::Viewer}));
    CHECK(staff.accounts.sessions.find(opened.token)->account.role == AccountRole::Viewer);
    static_cast<void>(staff.accounts.people.change(ann, {.disabled = true}));
    CHECK_FALSE(holds(staff, opened));
    static_cast<void>(staff.accounts.people.change(ann, {.disabled = false}));
    CHECK_FALSE(holds(staff, opened));
    const auto again = staff.signIn("ann@example.org");
    staff.accounts.people.remove(ann);
    CHECK_FALSE(holds(staff, again));
}

TEST_CASE("a person's sessions are listed with where they were opened", "[accounts]") {
    Staff staff(eachEngine(), settings());
    const auto ann = staff.person("ann@example.org").id;
    staff.person("ben@example.org");
    const auto first = staff.signIn("ann@example.org");
    const auto second = staff.signIn("ann@example.org");
    static_cast<void>(staff.signIn("ben@example.org"));
    const auto listed = staff.accounts.sessions.list(ann);
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].id == first.signedIn.session.id);
    CHECK(listed[1].id == second.signedIn.session.id);
    CHECK(listed[0].userAgent == "Browser/1");
    CHECK(listed[0].address == "192.0.2.7");
    CHECK(listed[0].createdAt == staff.clock.now());
}

TEST_CASE("a stream of a session goes on only as long as the session does", "[accounts]") {
    Staff staff(eachEngine(), settings());
    const auto ann = staff.person("ann@example.org").id;
    storage::KeyStore keys(*staff.database, staff.clock, staff.ids, {});
    const auto first = staff.signIn("ann@example.org").signedIn.session.id;
    const auto second = staff.signIn("ann@example.org").signedIn.session.id;
    CHECK(keys.isActive(base::KeyId{first.value}));
    CHECK_FALSE(keys.isActive(base::KeyId{ann.value}));
    CHECK(staff.accounts.sessions.end(first, ann));
    CHECK_FALSE(keys.isActive(base::KeyId{first.value}));
    CHECK(keys.isActive(base::KeyId{second.value}));
    staff.clock.advance(1h);
    CHECK_FALSE(keys.isActive(base::KeyId{second.value}));
}
