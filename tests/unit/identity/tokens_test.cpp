// SPDX-License-Identifier: Apache-2.0
// Claims that come with an identity token.
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;
using Texts = std::vector<std::string>;

namespace {

Item vouched(const Item::Ref& identity, Refs identifiers, std::int64_t at = 0) {
    Item item = claimed(std::move(identifiers), at);
    item.identity = identity;
    return item;
}

}  // namespace

TEST_CASE("a token makes a claim that nobody holds identifying, and takes the visitor along", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kAnn, kCookie}));
    REQUIRE(scene.role(kAnn, visitor.profile) == "claimed");
    const auto ann = scene.see(vouched(kAnn, {kCookie}));
    CHECK(ann.result == Result::Merged);
    CHECK(ann.absorbed == std::vector{visitor.profile});
    CHECK(scene.holder(kAnn) == ann.profile);
    CHECK(scene.holder(kCookie) == ann.profile);
    CHECK(scene.person(ann.profile).known);
}

TEST_CASE("a token merges the visitor into whom it names", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}));
    const auto visitor = scene.see(claimed({kAnn, kCookie}));
    const auto outcome = scene.see(vouched(kAnn, {kAnn, kCookie}));
    CHECK(outcome.profile == ann.profile);
    CHECK(outcome.absorbed == std::vector{visitor.profile});
    CHECK(outcome.refused.empty());
}

TEST_CASE("a token vouches for no address but its own", "[identity]") {
    Scene scene;
    const auto bob = scene.see(attested({kBob}));
    const auto ann = scene.see(vouched(kAnn, {kBob, kCookie}));
    CHECK(ann.profile != bob.profile);
    CHECK(scene.role(kBob, ann.profile) == "claimed");
    CHECK(refusalsOf(ann) == Texts{"not_attested email:bob@example.com"});
    CHECK(scene.holder(kBob) == bob.profile);
}

TEST_CASE("a token takes a browser from a known person, and never that person's address", "[identity]") {
    Scene scene;
    const auto bob = scene.see(attested({kBob, kCookie}, 1));
    const auto ann = scene.see(attested({kAnn}, 1));
    const auto outcome = scene.see(vouched(kAnn, {kCookie}, 2));
    CHECK(outcome.profile == ann.profile);
    CHECK(scene.holder(kCookie) == ann.profile);
    CHECK(scene.holder(kBob) == bob.profile);
    // One that was seen before the browser last changed hands takes nothing, and says what it says of its
    // own.
    const auto late = scene.see(vouched(kBob, {kCookie}, 1));
    CHECK(late.profile == bob.profile);
    CHECK(scene.holder(kCookie) == ann.profile);
}

TEST_CASE("what a claim with a token says stays a claim", "[identity]") {
    Scene scene;
    auto known = attested({kAnn});
    known.fields = {{"first_name", Item::Field::Op::Set, "Ann"}};
    const auto ann = scene.see(known);
    auto said = vouched(kAnn, {kCookie}, 9);
    said.fields = {{"first_name", Item::Field::Op::Set, "Mallory"}};
    said.subscriptions = {{"news", true, "person", 9, {}}};
    said.endpoints = {{kAnn, "complained", 9, {}, {}}};
    const auto outcome = scene.see(said);
    CHECK(outcome.profile == ann.profile);
    CHECK(outcome.warnings.size() == 3);
    CHECK(scene.person(ann.profile).fields.at("first_name").find("Mallory") == std::string::npos);
    CHECK(scene.person(ann.profile).subscriptions.empty());
    CHECK(scene.state(kAnn) == "active");
}

TEST_CASE("without anything that moves a claim with a token belongs to whom it names", "[identity]") {
    Scene scene;
    const auto first = scene.see(vouched(kAnn, {kAnn}));
    CHECK(first.result == Result::Created);
    const auto again = scene.see(vouched(kAnn, {kBob}));
    CHECK(again.profile == first.profile);
    CHECK(scene.role(kBob, first.profile) == "claimed");
}

TEST_CASE("what can't be resolved takes its token along", "[identity]") {
    Scene scene;
    const auto outcome = scene.see(vouched(kAnn, {externalId("1"), externalId("2")}));
    CHECK(outcome.result == Result::Rejected);
    CHECK_FALSE(scene.holder(kAnn));
    CHECK(scene.store.profiles.empty());
}

TEST_CASE("the evidence of a token is attested, and that of the claim is not", "[identity]") {
    Scene scene;
    scene.see(vouched(kAnn, {kBob, kCookie}));
    std::multiset<bool> grades;
    for (const auto& link : scene.store.links) grades.insert(link.origin->attested);
    CHECK(grades == std::multiset<bool>{false, true});
}

TEST_CASE("a token from before a detachment attaches nothing again, and tells nobody", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({externalId("ann"), kAnn}, 1));
    scene.see(vouched(kAnn, {kCookie}, 2));
    REQUIRE(scene.holder(kCookie) == ann.profile);
    SECTION("of the browser that it brought") {
        scene.detach(ann.profile, kCookie, 3);
        const auto replayed = scene.see(vouched(kAnn, {kCookie}, 2));
        CHECK(replayed.profile == ann.profile);
        CHECK(refusalsOf(replayed) == Texts{"released cookie:c1"});
        CHECK(scene.see(claimed({kCookie}, 4)).profile != ann.profile);
        CHECK(scene.see(vouched(kAnn, {kCookie}, 5)).profile == ann.profile);
        CHECK(scene.holder(kCookie) == ann.profile);
    }
    SECTION("of whom it names") {
        scene.detach(ann.profile, kAnn, 3);
        const auto replayed = scene.see(vouched(kAnn, {kCookie2}, 2));
        CHECK(replayed.result == Result::Created);
        CHECK(refusalsOf(replayed) == Texts{"released email:ann@example.com"});
        CHECK_FALSE(scene.person(replayed.profile).known);
        CHECK_FALSE(scene.holder(kAnn));
        const auto alone = scene.see(vouched(kAnn, {kAnn}, 2));
        CHECK(scene.role(kAnn, alone.profile) == "claimed");
        CHECK(scene.see(vouched(kAnn, {kAnn}, 2)).profile == alone.profile);
        CHECK(scene.see(vouched(kAnn, {kCookie2}, 4)).absorbed == std::vector{replayed.profile});
        CHECK(scene.role(kAnn, replayed.profile) == "identifying");
    }
}

TEST_CASE("items of one group see what tokens before them did", "[identity]") {
    Scene scene;
    const auto outcomes = scene.seeTogether(
        {vouched(kAnn, {kCookie}), claimed({kCookie}), vouched(kAnn, {kCookie2}), attested({kAnn})});
    for (const auto& outcome : outcomes) CHECK(outcome.profile == outcomes.front().profile);
    CHECK(scene.holder(kCookie2) == outcomes.front().profile);
}
