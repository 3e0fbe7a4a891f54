// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/sign_in.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "core/accounts/token.hpp"
#include "tests/accounts/staff.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("who is wrong is answered alike, whatever is wrong", "[accounts]") {
    Staff staff(eachEngine());
    const auto ann = staff.person("ann@example.org").id;
    const auto ben = staff.person("ben@example.org").id;
    static_cast<void>(staff.accounts.people.change(ben, {.disabled = true}));
    std::set<std::string> answers;
    const auto refused = [&](const std::string& email, const std::string& password) {
        try {
            static_cast<void>(staff.signIn(email, password));
        } catch (const base::Error& error) {
            answers.insert(std::string(base::codeName(error.code())) + error.detail());
            return true;
        }
        return false;
    };
    CHECK(refused("nobody@example.org", kPassword));
    CHECK(refused("ann@example.org", "another horse battery"));
    CHECK(refused("ann@example.org", ""));
    CHECK(refused("ben@example.org", kPassword));
    CHECK(refused("", kPassword));
    CHECK(answers.size() == 1);
    CHECK(staff.accounts.sessions.list(ann).empty());
    CHECK(staff.accounts.sessions.list(ben).empty());
}

TEST_CASE("who has address and password signs in, and nothing of the token is kept", "[accounts]") {
    Staff staff(eachEngine());
    const auto ann = staff.person("ann@example.org").id;
    const auto opened = staff.signIn("ANN@example.org");
    CHECK(opened.signedIn.account.id == ann);
    CHECK(staff.accounts.people.find(ann)->lastSeenAt == staff.clock.now());
    CHECK(staff.signIn("ann@example.org").token != opened.token);
    const auto kept = staff.database->read([](storage::Session& session) {
        std::string all;
        session.each<std::string>("SELECT token_hash FROM account_session",
                                  [&](const std::string& hash) { all += hash + '\n'; });
        return all;
    });
    CHECK(kept.find(opened.token) == std::string::npos);
    CHECK(kept.find(accounts::tokenHash(opened.token)) != std::string::npos);
}

TEST_CASE("a hash of other settings is made anew when its person signs in", "[accounts]") {
    Staff staff(eachEngine());
    const auto ann = staff.person("ann@example.org").id;
    auto dearer = cheapSettings();
    dearer.hashes.passes = 2;
    accounts::Accounts later(*staff.database, staff.clock, staff.ids, staff.log, dearer);
    const auto before = staff.accounts.people.find(ann)->passwordHash;
    CHECK(errorOf([&] { return later.signIn.open("ann@example.org", "wrong", {}); }) == "wrong_credentials");
    CHECK(staff.accounts.people.find(ann)->passwordHash == before);
    static_cast<void>(later.signIn.open("ann@example.org", kPassword, {}));
    const auto after = staff.accounts.people.find(ann)->passwordHash;
    CHECK(after != before);
    CHECK_FALSE(later.hasher.isOutdated(after));
    CHECK(staff.signIn("ann@example.org").signedIn.account.id == ann);
}

TEST_CASE("a password is known to be the person's or not", "[accounts]") {
    Staff staff(eachEngine());
    const auto ann = staff.person("ann@example.org").id;
    CHECK_FALSE(staff.accounts.signIn.knows(ann, "another horse battery"));
    CHECK_FALSE(staff.accounts.signIn.knows(base::UserId{1}, kPassword));
    CHECK(staff.accounts.signIn.knows(ann, kPassword));
}
