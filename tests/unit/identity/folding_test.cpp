// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;

TEST_CASE("an edit does not date a profile, though all else is dated in the future", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 100));
    const auto edited = scene.see(scene.edit(ann.profile, attested({}, 5)));
    CHECK(scene.person(ann.profile).origin == "100 shop");
    CHECK(edited.result == Result::Unchanged);
    CHECK(edited.version == ann.version);
}

TEST_CASE("histories alone leave a profile unchanged", "[identity]") {
    Scene scene;
    Item item = attested({kAnn}, 1);
    item.endpoints = {{kAnn, "blacklisted", 5, "bounce", {}}};
    item.subscriptions = {{"news", true, "person", 5, {}}};
    Item::Activity message;
    message.channel = "email";
    message.id = "m1";
    message.status = "read";
    message.at = 5;
    item.activities = {message};
    const auto ann = scene.see(item);

    item.at = 2;
    item.endpoints = {{kAnn, "blacklisted", 4, "older", {}}};
    item.subscriptions = {{"news", true, "operator", 4, {}}};
    message.at = 9;
    item.activities = {message};
    message.status = "clicked";
    message.machine = "scanner";
    item.activities.push_back(message);
    const auto again = scene.see(item);
    CHECK(again.result == Result::Unchanged);
    CHECK(again.version == ann.version);
    const auto& ledger = scene.store.endpoints.begin()->second;
    CHECK(std::count_if(ledger.begin(), ledger.end(), [](const auto& row) {
              return row.first.kind == kith::model::EndpointEntry::Kind::State;
          }) == 2);
    CHECK(scene.store.consents.at(ann.profile).size() == 2);
    CHECK(scene.store.activities.begin()->second.history.size() == 2);
}

TEST_CASE("a delivery to an address ends its block, a machine's does not", "[identity]") {
    Scene scene;
    Item failed = attested({kAnn}, 1);
    failed.endpoints = {{kAnn, "blocked", 1, "mailbox_full", {}}};
    scene.see(failed);
    CHECK(scene.state(kAnn) == "blocked");
    Item::Activity message;
    message.channel = "email";
    message.id = "m1";
    message.status = "clicked";
    message.endpoint = kAnn;
    message.at = 2;
    message.machine = "scanner";
    Item clicked = attested({kBob}, 2);
    clicked.activities = {message};
    scene.see(clicked);
    CHECK(scene.state(kAnn) == "blocked");
    clicked.activities.front().machine.clear();
    scene.see(clicked);
    CHECK(scene.state(kAnn) == "active");
}

TEST_CASE("an identifier without a channel has states, too", "[identity]") {
    Scene scene;
    const Item::Ref phone{"phone", "+380501112233"};
    Item wrong = attested({phone});
    wrong.endpoints = {{phone, "blacklisted", 1, "wrong_number", {}}};
    scene.see(wrong);
    CHECK(scene.state(phone) == "blacklisted");
}

TEST_CASE("an endpoint's states follow the address through a merge", "[identity]") {
    Scene scene;
    Item bounced = attested({kAnn}, 1);
    bounced.endpoints = {{kAnn, "blacklisted", 1, "bounce", {}}};
    scene.see(bounced);
    scene.see(attested({kBob}, 2));
    scene.see(attested({kAnn, kBob}, 3));
    CHECK(scene.state(kAnn) == "blacklisted");
    CHECK(scene.state(kBob) == "active");
}

TEST_CASE("a state of a shared address moves the version of everybody who lists it", "[identity]") {
    Scene scene;
    const auto seven = scene.see(attested({externalId("7"), kAnn}));
    const auto eight = scene.see(attested({externalId("8"), kAnn}));
    REQUIRE(scene.role(kAnn, eight.profile) == "shared");
    Item bounced = attested({externalId("8")}, 1);
    bounced.endpoints = {{kAnn, "blacklisted", 1, "bounce", {}}};
    CHECK(scene.see(bounced).version == eight.version + 1);
    CHECK(scene.person(seven.profile).version == seven.version + 1);
}

TEST_CASE("counters follow an activity from status to status", "[identity]") {
    Scene scene;
    Item sent = attested({kAnn});
    Item::Activity message;
    message.channel = "email";
    message.id = "m1";
    message.status = "sent";
    sent.activities = {message, message};
    const auto ann = scene.see(sent);
    CHECK(scene.person(ann.profile).counters ==
          std::map<std::string, std::int64_t>{{"email/message/sent", 1}});
    sent.activities[1].status = "read";
    scene.see(sent);
    CHECK(scene.person(ann.profile).counters ==
          std::map<std::string, std::int64_t>{{"email/message/read", 1}});
}

TEST_CASE("an activity stays with its home, and its profile is what changes", "[identity]") {
    Scene scene;
    Item sent = attested({kAnn});
    Item::Activity message;
    message.channel = "email";
    message.id = "m1";
    message.status = "sent";
    sent.activities = {message};
    const auto ann = scene.see(sent);
    Item read = attested({kBob});
    message.status = "read";
    read.activities = {message};
    scene.see(attested({kBob}));
    const auto bob = scene.see(read);
    CHECK(bob.result == Result::Updated);
    CHECK(bob.version == 1);
    CHECK(scene.person(ann.profile).version == ann.version + 1);
    CHECK(scene.person(bob.profile).activities.empty());
}

TEST_CASE("an id that only a claim used goes to whom it is attested for, whatever came first", "[identity]") {
    Item::Activity message;
    message.channel = "email";
    message.id = "m1";
    message.status = "read";
    message.reason = "guessed";
    Item guess = claimed({kCookie}, 5);
    guess.activities = {message};
    message.status = "sent";
    message.reason = "";
    message.endpoint = kAnn;
    Item sent = attested({kAnn}, 3);
    sent.activities = {message};
    const std::map<std::string, std::int64_t> one{{"email/message/sent", 1}};
    const auto isAnns = [&](Scene& scene) {
        const auto ann = scene.person(scene.holder(kAnn));
        const auto visitor = scene.person(scene.holder(kCookie));
        CHECK(ann.counters == one);
        REQUIRE(ann.activities.size() == 1);
        CHECK(ann.activities.begin()->find("read") == std::string::npos);
        CHECK(visitor.activities.empty());
        for (const auto& [sort, count] : visitor.counters) CHECK(count == 0);
    };
    SECTION("the claim") {
        Scene scene;
        const auto visitor = scene.see(guess);
        CHECK(scene.see(sent).result == Result::Created);
        isAnns(scene);
        CHECK(scene.person(visitor.profile).version == visitor.version + 1);
        CHECK(scene.see(guess).version == visitor.version + 1);
        isAnns(scene);
    }
    SECTION("what is attested") {
        Scene scene;
        scene.see(sent);
        CHECK(scene.see(guess).warnings.size() == 1);
        isAnns(scene);
    }
    SECTION("both in one group, or the claim a second time in it") {
        Scene scene;
        const bool twice = GENERATE(false, true);
        if (twice) scene.see(guess);
        scene.seeTogether({guess, sent, guess});
        isAnns(scene);
    }
    SECTION("but not from whom it was attested for before, nor what the same person claimed") {
        Scene scene;
        scene.see(sent);
        Item other = attested({kBob}, 4);
        other.activities = sent.activities;
        scene.see(other);
        isAnns(scene);

        Scene own;
        own.see(attested({kAnn, kCookie}));
        own.see(guess);
        own.see(sent);
        CHECK(own.person(own.holder(kAnn)).activities.begin()->find("read") != std::string::npos);
    }
}

TEST_CASE("what is said of an address counts, though nobody is left whom it was said of", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}, 1));
    scene.detach(ann.profile, kAnn, 10);
    const auto version = scene.store.profiles.at(ann.profile).version;
    auto late = attested({kAnn}, 5);
    late.id = "late";
    late.fields = {{"first_name", Item::Field::Op::Set, "Anna"}};
    late.subscriptions = {{"news", true, "person", 5, {}}};
    late.endpoints = {{kAnn, "complained", 4, "abuse", {}}};
    late.activities = {{"email", "m1", "message", "", "delivered", "", "", "", "", kAnn, 5}};
    const auto taken = scene.see(late);
    CHECK_FALSE(taken.problem);
    CHECK_FALSE(taken.profile);
    CHECK(refusalsOf(taken) == std::vector<std::string>{"released email:ann@example.com"});
    CHECK(scene.state(kAnn) == "complained");
    CHECK(scene.store.profiles.size() == 1);
    CHECK(scene.store.profiles.at(ann.profile).version == version);
    CHECK(scene.store.activities.empty());
    CHECK(scene.store.refusals.empty());
    CHECK(scene.person(ann.profile).fields.empty());
    CHECK(scene.see(late).result == Result::Duplicate);

    SECTION("whoever has it by then shows it") {
        const auto bob = scene.see(attested({kBob, kAnn}, 20));
        auto later = attested({kAnn}, 6);
        later.endpoints = {{kAnn, "blacklisted", 6, "dead", {}}, {kAnn, "complained", 7, "spam", {}}};
        CHECK(scene.see(later).result == Result::Updated);
        CHECK(scene.store.profiles.at(bob.profile).version == bob.version + 1);
    }
    SECTION("alone it would have said nothing") {
        late.id = "later";
        late.endpoints.clear();
        CHECK(violationOf(scene.see(late)) == "released");
    }
}

TEST_CASE("whom nobody's statement came from settles nothing between equal times", "[identity]") {
    for (const bool firstFirst : {true, false}) {
        Scene scene;
        const auto ann = scene.see(attested({kAnn, kCookie}, 1));
        scene.detach(ann.profile, kAnn, 10);
        auto one = attested({kAnn}, 5);
        one.id = "a";
        one.endpoints = {{kAnn, "complained", 4, "zebra", {}}};
        auto other = attested({kAnn}, 5);
        other.id = "b";
        other.endpoints = {{kAnn, "complained", 4, "abuse", {}}};
        scene.see(firstFirst ? one : other);
        scene.see(firstFirst ? other : one);
        CHECK(scene.picture().endpoints.at("email:ann@example.com").find("complained(zebra)") !=
              std::string::npos);
    }
}
