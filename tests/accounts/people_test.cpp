// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/people.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "tests/accounts/staff.hpp"

using namespace kith;
using namespace kith::test;
using accounts::PersonChange;
using storage::Role;

TEST_CASE("somebody who can't be made like that is not made", "[accounts]") {
    Staff staff(eachEngine());
    const auto refused = [&](const accounts::NewPerson& wanted) {
        return errorOf([&] { return staff.accounts.people.create(wanted); });
    };
    const accounts::NewPerson good{
        .email = "ann@example.org", .name = "Ann", .role = Role::Editor, .password = kPassword};
    for (const std::string email : {"", "a", "ann", "@example.org", "ann@", "a@b@c", "ann @example.org",
                                    "ann@example.org\n", "ann@\xff.org"}) {
        auto wanted = good;
        wanted.email = email;
        CAPTURE(email);
        CHECK(refused(wanted) == "invalid_input /email invalid_value");
    }
    auto wanted = good;
    wanted.email = std::string(250, 'a') + "@x.org";
    CHECK(refused(wanted) == "invalid_input /email invalid_value");
    wanted = good;
    wanted.name = " ";
    CHECK(refused(wanted) == "invalid_input /name out_of_range");
    wanted.name = std::string(101, 'a');
    CHECK(refused(wanted) == "invalid_input /name out_of_range");
    wanted.name = "a\tb";
    CHECK(refused(wanted) == "invalid_input /name invalid_value");
    wanted.password = "short";
    CHECK(refused(wanted) == "invalid_input /name invalid_value /password too_short");
    CHECK(staff.accounts.people.list().empty());
}

TEST_CASE("an address is one person's, however it is written", "[accounts]") {
    Staff staff(eachEngine());
    const auto ann = staff.person("Ann@Example.org", Role::Editor);
    CHECK(errorOf([&] { return staff.person("ann@example.ORG"); }) == "conflict /email taken");
    CHECK(staff.accounts.people.findByEmail("ANN@example.org")->id == ann.id);
    CHECK(staff.accounts.people.list().size() == 1);
    // The same again is a repeat if it says that it may be one, and only if all of it is the same.
    const accounts::NewPerson same{
        .email = "Ann@Example.org", .name = "Ann", .role = Role::Editor, .password = kPassword};
    CHECK(staff.accounts.people.create(same, true).id == ann.id);
    auto other = same;
    other.role = Role::Administrator;
    CHECK(errorOf([&] { return staff.accounts.people.create(other, true); }) == "conflict /email taken");
    other = same;
    other.password = "another horse battery";
    CHECK(errorOf([&] { return staff.accounts.people.create(other, true); }) == "conflict /email taken");
}

TEST_CASE("somebody reads back as they were made", "[accounts]") {
    Staff staff(eachEngine());
    const auto ann = staff.person("ann@example.org", Role::Editor);
    const auto found = staff.accounts.people.find(ann.id).value();
    CHECK(found.email == "ann@example.org");
    CHECK(found.name == "Ann");
    CHECK(found.role == Role::Editor);
    CHECK_FALSE(found.disabled);
    CHECK(found.createdAt == staff.clock.now());
    CHECK_FALSE(found.lastSeenAt);
    CHECK(found.version == 1);
    CHECK(found.passwordHash.find(kPassword) == std::string::npos);
    CHECK_FALSE(staff.accounts.people.find(base::UserId{1}));
    CHECK_FALSE(staff.accounts.people.findByEmail("ben@example.org"));
}

TEST_CASE("the last administrator who can sign in stays one", "[accounts]") {
    Staff staff(eachEngine());
    auto& people = staff.accounts.people;
    const auto ann = staff.person("ann@example.org", Role::Administrator).id;
    const auto ben = staff.person("ben@example.org", Role::Administrator).id;
    const auto eve = staff.person("eve@example.org", Role::Editor).id;
    CHECK(people.change(ben, {.disabled = true}).disabled);
    CHECK(errorOf([&] { return people.change(ann, {.role = Role::Editor}); }) == "last_administrator");
    CHECK(errorOf([&] { return people.change(ann, {.disabled = true}); }) == "last_administrator");
    CHECK(errorOf([&] {
              people.remove(ann);
              return 0;
          }) == "last_administrator");
    CHECK(people.find(ann)->role == Role::Administrator);
    CHECK(people.find(ann)->version == 1);
    CHECK(people.change(ann, {.name = "Anna", .role = Role::Administrator, .disabled = false}).name ==
          "Anna");
    people.remove(eve);
    CHECK(people.change(ben, {.disabled = false}).role == Role::Administrator);
    CHECK(people.change(ann, {.role = Role::Viewer}).role == Role::Viewer);
    people.remove(ann);
    CHECK(people.list().size() == 1);
}

TEST_CASE("a change is of the version that it names, and of somebody who is there", "[accounts]") {
    Staff staff(eachEngine());
    auto& people = staff.accounts.people;
    const auto ann = staff.person("ann@example.org").id;
    CHECK(people.change(ann, {.name = "Anna", .version = 1}).version == 2);
    CHECK(errorOf([&] { return people.change(ann, {.name = "Anne", .version = 1}); }) ==
          "precondition_failed");
    CHECK(errorOf([&] { return people.change(ann, {.name = ""}); }) == "invalid_input /name out_of_range");
    CHECK(errorOf([&] { return people.change(ann, {.password = "short"}); }) ==
          "invalid_input /password too_short");
    CHECK(errorOf([&] { return people.change(base::UserId{1}, {.name = "Anne"}); }) == "not_found");
    CHECK(errorOf([&] {
              people.remove(ann, 1);
              return 0;
          }) == "precondition_failed");
    CHECK(people.find(ann)->name == "Anna");
    people.remove(ann, 2);
    CHECK_FALSE(people.find(ann));
}

TEST_CASE("a new password ends the person's sessions but the one that it is changed with", "[accounts]") {
    Staff staff(eachEngine());
    const auto ann = staff.person("ann@example.org").id;
    staff.person("ben@example.org");
    const auto own = staff.signIn("ann@example.org");
    const auto other = staff.signIn("ann@example.org");
    const auto bens = staff.signIn("ben@example.org");
    static_cast<void>(staff.accounts.people.change(
        ann, {.password = "another horse battery", .keptSession = own.signedIn.session.id}));
    CHECK(staff.accounts.sessions.find(own.token));
    CHECK_FALSE(staff.accounts.sessions.find(other.token));
    CHECK(staff.accounts.sessions.find(bens.token));
    CHECK(errorOf([&] { return staff.signIn("ann@example.org"); }) == "wrong_credentials");
    CHECK(staff.signIn("ann@example.org", "another horse battery").signedIn.account.id == ann);
}

TEST_CASE("two administrators who take it from each other at once don't both succeed", "[accounts]") {
    Staff staff(eachEngine());
    auto& people = staff.accounts.people;
    const auto ann = staff.person("ann@example.org", Role::Administrator).id;
    const auto ben = staff.person("ben@example.org", Role::Administrator).id;
    std::atomic<int> refused{0};
    const auto demote = [&](base::UserId id) {
        if (errorOf([&] { return people.change(id, {.role = Role::Editor}); }) == "last_administrator")
            ++refused;
    };
    {
        const std::jthread first([&] { demote(ann); });
        const std::jthread second([&] { demote(ben); });
    }
    CHECK(refused == 1);
}
