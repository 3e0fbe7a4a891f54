// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;

TEST_CASE("a moving identifier stays when the observation is older than its claim", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}, 10));
    const auto bob = scene.see(attested({kBob, kCookie}, 9));
    CHECK(scene.holder(kCookie) == ann.profile);
    CHECK(scene.role(kCookie, bob.profile).empty());
    CHECK(bob.refused.empty());
}

TEST_CASE("a moving identifier goes to the known profile seen with it last", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}, 10));
    const auto bob = scene.see(attested({kBob, kCookie}, 11));
    CHECK(scene.holder(kCookie) == bob.profile);
    CHECK(scene.role(kCookie, ann.profile).empty());
    CHECK(scene.person(ann.profile).version == ann.version + 1);
    CHECK(scene.store.merges.empty());
}

TEST_CASE("history stays behind when an identifier moves", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}, 10));
    Item visit = attested({kCookie}, 11);
    visit.fields = {{"first_name", Item::Field::Op::Set, "Ann"}};
    scene.see(visit);
    const auto bob = scene.see(attested({kBob, kCookie}, 12));
    CHECK(scene.person(ann.profile).fields.at("first_name") == "Ann");
    CHECK(scene.person(bob.profile).fields.empty());
}

TEST_CASE("an identifier moves only beside a binding one", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn, kCookie}, 1));
    const auto bob = scene.see(attested({kBob, kCookie2}, 2));
    const auto both = scene.see(attested({kCookie, kCookie2}, 99));
    CHECK(both.refused.empty());
    CHECK(both.absorbed.empty());
    CHECK(scene.holder(kCookie) == scene.holder(kAnn));
    CHECK(scene.holder(kCookie2) == bob.profile);
}

TEST_CASE("only sightings beside a binding identifier date the claim", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn, kCookie}, 1));
    scene.see(attested({kCookie}, 50));
    const auto bob = scene.see(attested({kBob, kCookie}, 20));
    CHECK(scene.holder(kCookie) == bob.profile);
}

TEST_CASE("an undated claim is older than any observation", "[identity]") {
    Scene scene;
    scene.see(attested({kCookie, kCookie2}, 50));
    scene.see(attested({kAnn, kCookie2}, 60));
    REQUIRE(scene.holder(kCookie) == scene.holder(kAnn));
    const auto bob = scene.see(attested({kBob, kCookie}, 1));
    CHECK(scene.holder(kCookie) == bob.profile);
}

TEST_CASE("a claim's date goes with it through merges", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn, kCookie}, 10));
    const Item::Ref phone{"phone", "+380501112233"};
    scene.see(attested({phone}, 1));
    scene.see(attested({kAnn, phone}, 11));
    scene.see(attested({kBob, kCookie}, 9));
    CHECK(scene.holder(kCookie) == scene.holder(kAnn));
    scene.see(attested({kBob, kCookie}, 12));
    CHECK(scene.holder(kCookie) == scene.holder(kBob));
}

TEST_CASE("an identifier that moves away and back in one group is written once", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}, 10));
    scene.seeTogether({attested({kBob, kCookie}, 11), attested({kAnn, kCookie}, 12)});
    CHECK(scene.holder(kCookie) == ann.profile);
    CHECK(scene.role(kCookie, scene.holder(kBob)).empty());
}

TEST_CASE("equal times are decided by source, id, key and content, never by arrival", "[identity]") {
    for (const bool reversed : {false, true}) {
        Scene scene;
        Item first = attested({kAnn, kCookie}, 10);
        first.id = "a";
        Item second = attested({kBob, kCookie}, 10);
        second.id = "b";
        scene.see(reversed ? second : first);
        scene.see(reversed ? first : second);
        CHECK(scene.holder(kCookie) == scene.holder(kBob));
    }
}

TEST_CASE("an older sighting does not take a claim's date back", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn, kCookie}, 10));
    scene.see(attested({kAnn, kCookie}, 5));
    scene.see(attested({kBob, kCookie}, 7));
    CHECK(scene.holder(kCookie) == scene.holder(kAnn));
}

TEST_CASE("a sighting that resolved to somebody else does not date the claim", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn, kCookie}, 10));
    scene.see(attested({kBob, kCookie}, 8));
    scene.see(attested({kAnn, kBob}, 20));
    const Item::Ref phone{"phone", "+380501112233"};
    scene.see(attested({phone, kCookie}, 9));
    CHECK(scene.holder(kCookie) == scene.holder(kAnn));
    scene.see(attested({phone, kCookie}, 11));
    CHECK(scene.holder(kCookie) == scene.holder(phone));
}

TEST_CASE("a moved identifier stands under the home of what resolved the observation", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 2));
    const auto bob = scene.see(attested({kBob}, 1));
    REQUIRE(scene.see(attested({kAnn, kBob}, 3)).profile == bob.profile);
    const Item::Ref phone{"phone", "+380501112233"};
    scene.see(attested({phone, kCookie}, 4));
    scene.see(attested({kAnn, kCookie}, 5));
    CHECK(scene.entry(kCookie, ann.profile).role == kith::model::Role::Identifying);
    CHECK(scene.holder(kCookie) == bob.profile);
}
