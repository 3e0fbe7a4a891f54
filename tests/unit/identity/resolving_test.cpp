// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;
using Texts = std::vector<std::string>;

namespace {
const Item::Ref kSeven = externalId("7");
const Item::Ref kEight = externalId("8");
const Item::Ref kPhone{"phone", "+380501112233"};
const Item::Ref kDevice{"device_id", "d1"};
}  // namespace

TEST_CASE("an observation without identifiers is rejected", "[identity]") {
    Scene scene;
    Item item = attested({});
    item.blocked = {{"email", "null"}};
    const auto outcome = scene.see(item);
    CHECK(outcome.result == Result::Rejected);
    CHECK(violationOf(outcome) == "blocked_value");
    CHECK(outcome.problem->violations().back().code == "no_identifier");
    CHECK(scene.store.profiles.empty());
}

TEST_CASE("an observation with two values of a unique type is rejected, claimed or not", "[identity]") {
    Scene scene;
    for (const bool isAttested : {true, false}) {
        Item item = attested({kSeven, kEight, kAnn});
        item.attested = isAttested;
        const auto outcome = scene.see(item);
        CHECK(outcome.result == Result::Rejected);
        CHECK(violationOf(outcome) == "too_many_values");
    }
    CHECK(scene.store.profiles.empty());
}

TEST_CASE("a rejected observation does not use its id up", "[identity]") {
    Scene scene;
    Item item = attested({kSeven, kEight});
    item.id = "1";
    CHECK(scene.see(item).result == Result::Rejected);
    item.identifiers = {kSeven};
    CHECK(scene.see(item).result == Result::Created);
}

TEST_CASE("an edit of an id that was never handed out finds nothing", "[identity]") {
    Scene scene;
    const auto outcome = scene.see(scene.edit(kith::base::ProfileId{4711}));
    REQUIRE(outcome.problem);
    CHECK(outcome.problem->code() == kith::base::ErrorCode::NotFound);
}

TEST_CASE("an edit of a version that has moved is refused and changes nothing", "[identity]") {
    Scene scene;
    const auto first = scene.see(attested({kAnn}));
    Item change;
    change.fields = {{"first_name", Item::Field::Op::Set, "Ann"}};
    auto edit = scene.edit(first.profile, change);
    edit.address->expectedVersion = first.version + 1;
    const auto refused = scene.see(edit);
    REQUIRE(refused.problem);
    CHECK(refused.problem->code() == kith::base::ErrorCode::PreconditionFailed);
    CHECK(scene.person(first.profile).fields.empty());

    edit.address->expectedVersion = first.version;
    const auto taken = scene.see(edit);
    CHECK(taken.result == Result::Updated);
    CHECK(taken.version == first.version + 1);
}

TEST_CASE("two edits in one group that expect the same version don't both apply", "[identity]") {
    Scene scene;
    const auto first = scene.see(attested({kAnn}));
    std::vector<kith::model::Observation> group;
    for (const auto* name : {"Ann", "Anne"}) {
        Item change;
        change.fields = {{"first_name", Item::Field::Op::Set, name}};
        group.push_back(scene.edit(first.profile, change));
        group.back().address->expectedVersion = first.version;
    }
    const auto outcomes = scene.store.write(group, scene.clock.now());
    CHECK(outcomes[0].result == Result::Updated);
    REQUIRE(outcomes[1].problem);
    CHECK(outcomes[1].problem->code() == kith::base::ErrorCode::PreconditionFailed);
    CHECK(scene.person(first.profile).fields.at("first_name") == "Ann");
}

TEST_CASE("identifiers that nobody has make a new profile that is identified by all of them", "[identity]") {
    Scene scene;
    const auto outcome = scene.see(attested({kCookie, kAnn, kSeven}));
    CHECK(outcome.result == Result::Created);
    CHECK(outcome.version == 1);
    CHECK(outcome.refused.empty());
    for (const auto& ref : {kCookie, kAnn, kSeven}) CHECK(scene.holder(ref) == outcome.profile);
    CHECK(scene.person(outcome.profile).known);
}

TEST_CASE("a profile with moving identifiers alone is anonymous", "[identity]") {
    Scene scene;
    const auto outcome = scene.see(attested({kCookie, kDevice}));
    CHECK_FALSE(scene.person(outcome.profile).known);
    CHECK_FALSE(scene.store.profiles.at(outcome.profile).listed);
}

TEST_CASE("an observation belongs to the owner of its first identifier in matching order", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}));
    const auto seven = scene.see(attested({kSeven}));
    const auto outcome = scene.see(attested({kAnn, kSeven}));
    CHECK(outcome.result == Result::Merged);
    CHECK(scene.store.merges.back().merge.joinedA == scene.store.identifiers.at({"external_id", "7"}));
    CHECK(scene.store.merges.back().merge.joinedB ==
          scene.store.identifiers.at({"email", "ann@example.com"}));
    CHECK(scene.holder(kAnn) == seven.profile);
    CHECK(outcome.absorbed == std::vector{ann.profile});
}

TEST_CASE("within one type the order given counts", "[identity]") {
    Scene scene;
    scene.see(attested({kAnn}));
    scene.see(attested({kBob}));
    scene.see(attested({kBob, kAnn}));
    const auto& merge = scene.store.merges.back().merge;
    CHECK(nameOf(scene.store.identifierOf(merge.joinedA)) == "email:bob@example.com");
    CHECK(nameOf(scene.store.identifierOf(merge.joinedB)) == "email:ann@example.com");
}

TEST_CASE("a candidate identified by another value of a unique type is passed over", "[identity]") {
    Scene scene;
    const auto seven = scene.see(attested({kSeven, kAnn}));
    const auto bob = scene.see(attested({kBob}));
    const auto outcome = scene.see(attested({kEight, kAnn, kBob}));
    CHECK(outcome.profile == bob.profile);
    CHECK(scene.holder(kEight) == bob.profile);
    CHECK(scene.holder(kAnn) == seven.profile);
    CHECK(scene.role(kAnn, bob.profile) == "shared");
    CHECK(refusalsOf(outcome) == Texts{"unique_conflict email:ann@example.com"});
    CHECK(outcome.refused.front().other == seven.profile);
}

TEST_CASE("two profiles with different external ids don't merge even through a third", "[identity]") {
    Scene scene;
    scene.see(attested({kSeven, kAnn}));
    scene.see(attested({kEight, kBob}));
    scene.see(attested({kPhone, kAnn}));
    const auto outcome = scene.see(attested({kPhone, kBob}));
    CHECK(refusalsOf(outcome) == Texts{"unique_conflict phone:+380501112233"});
    CHECK(scene.holder(kSeven) != scene.holder(kEight));
}

TEST_CASE("a moving identifier never brings a linking one to a known profile", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kCookie}, 10));
    const auto bob = scene.see(attested({kBob, kCookie}, 5));
    CHECK(bob.result == Result::Created);
    CHECK(bob.profile != ann.profile);
    CHECK(scene.holder(kCookie) == ann.profile);
    CHECK(bob.refused.empty());
}

TEST_CASE("without binding identifiers a known owner comes before an anonymous one", "[identity]") {
    Scene scene;
    const auto stranger = scene.see(attested({kDevice}));
    const auto ann = scene.see(attested({kAnn, kCookie}));
    const auto outcome = scene.see(attested({kDevice, kCookie}));
    CHECK(outcome.profile == ann.profile);
    CHECK(outcome.absorbed == std::vector{stranger.profile});
    CHECK(scene.holder(kDevice) == ann.profile);
}

TEST_CASE("an anonymous profile is absorbed by whoever is seen with its identifier", "[identity]") {
    Scene scene;
    const auto stranger = scene.see(attested({kCookie}, 1));
    const auto ann = scene.see(attested({kAnn, kCookie}, 5));
    CHECK(ann.result == Result::Merged);
    CHECK(ann.absorbed == std::vector{stranger.profile});
    CHECK(scene.store.liveOf(stranger.profile) == ann.profile);
    CHECK(scene.store.merges.back().merge.rule == "anonymous");
    CHECK(scene.person(ann.profile).origin == "1 shop");
}

TEST_CASE("a blocked value is recorded and the rest counts", "[identity]") {
    Scene scene;
    Item item = attested({kAnn});
    item.blocked = {{"email", "noreply@example.com"}};
    const auto outcome = scene.see(item);
    CHECK(outcome.result == Result::Created);
    CHECK(refusalsOf(outcome) == Texts{"blocked_value email:noreply@example.com"});
    CHECK(scene.store.refusals.size() == 1);
}

TEST_CASE("identifiers carried together are linked to the first in matching order", "[identity]") {
    Scene scene;
    scene.see(attested({kCookie, kAnn, kSeven}));
    REQUIRE(scene.store.links.size() == 2);
    for (const auto& record : scene.store.links) {
        CHECK(scene.store.identifierOf(record.link.a).type == "external_id");
    }
    CHECK(scene.store.identifierOf(scene.store.links.back().link.b).type == "cookie");
}

TEST_CASE("what an observation says stands under the home of the identifier that resolved it", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 2));
    const auto bob = scene.see(attested({kBob}, 1));
    const auto joined = scene.see(attested({kAnn, kBob}, 3));
    REQUIRE(joined.profile == bob.profile);
    Item byAnn = attested({kAnn}, 4);
    byAnn.fields = {{"first_name", Item::Field::Op::Set, "Ann"}};
    scene.see(byAnn);
    CHECK(scene.store.fields.contains({ann.profile, "first_name", ""}));
    CHECK_FALSE(scene.store.fields.contains({bob.profile, "first_name", ""}));

    scene.see(attested({kAnn, kPhone}, 5));
    CHECK(scene.entry(kPhone, ann.profile).role == kith::model::Role::Identifying);
}

TEST_CASE("a value the profile lists already keeps the home that lists it", "[identity]") {
    Scene scene;
    const auto stranger = scene.see(claimed({kAnn, kCookie}, 1));
    const auto bob = scene.see(attested({kBob}, 2));
    scene.see(attested({kBob, kCookie}, 3));
    REQUIRE(scene.store.liveOf(stranger.profile) == bob.profile);
    scene.see(attested({kBob, kAnn}, 4));
    CHECK(scene.entry(kAnn, stranger.profile).role == kith::model::Role::Identifying);
    CHECK(scene.holder(kAnn) == bob.profile);
}

TEST_CASE("two first observations in one group make one profile", "[identity]") {
    Scene scene;
    const auto outcomes = scene.seeTogether({attested({kAnn}), attested({kAnn, kPhone})});
    CHECK(outcomes[0].result == Result::Created);
    CHECK(outcomes[1].result == Result::Updated);
    CHECK(outcomes[1].version == 2);
    CHECK(outcomes[0].profile == outcomes[1].profile);
}

TEST_CASE("a repeated observation changes nothing, within a group or after it", "[identity]") {
    Scene scene;
    Item item = attested({kAnn, kCookie}, 5);
    item.id = "1";
    const auto outcomes = scene.seeTogether({item, item});
    CHECK(outcomes[1].result == Result::Duplicate);
    const auto before = scene.picture();
    const auto again = scene.see(item);
    CHECK(again.result == Result::Duplicate);
    CHECK(again.profile == outcomes[0].profile);
    CHECK(differenceOf(scene.picture(), before).empty());

    item.at = 6;
    const auto other = scene.see(item);
    REQUIRE(other.problem);
    CHECK(other.problem->code() == kith::base::ErrorCode::IdReused);
}

TEST_CASE("seeing the same again is unchanged, seeing it earlier is not", "[identity]") {
    Scene scene;
    const auto first = scene.see(attested({kAnn, kCookie}, 5));
    const auto later = scene.see(attested({kAnn, kCookie}, 9));
    CHECK(later.result == Result::Unchanged);
    CHECK(later.version == first.version);
    CHECK(scene.entry(kAnn, first.profile).lastSeen == kHistoryStart + std::chrono::milliseconds{9});

    const auto earlier = scene.see(attested({kAnn}, 1));
    CHECK(earlier.result == Result::Updated);
    CHECK(scene.person(first.profile).origin == "1 shop");
}

TEST_CASE("another value of a second unique type is refused, and makes nobody new who is absorbed at once",
          "[identity]") {
    using enum kith::model::IdentifierClass;
    const kith::model::IdentifierRules rules{{{"external_id", Unique, 1, 0, ""},
                                              {"email", Unique, 1, 1, "email"},
                                              {"phone", Linking, 5, 2, "phone"}}};
    Scene scene({}, rules);
    const auto ann = scene.see(attested({kSeven, kAnn}, 1));
    const auto again = scene.see(attested({kSeven, kBob, kPhone}, 2));
    CHECK(again.profile == ann.profile);
    CHECK(again.result == Result::Updated);
    CHECK(again.absorbed.empty());
    CHECK(refusalsOf(again) == Texts{"unique_conflict email:bob@example.com"});
    CHECK(scene.holder(kPhone) == ann.profile);
    CHECK(scene.store.profiles.size() == 1);

    // The one before it is somebody else's for sure.
    const auto other = scene.see(attested({kEight, kAnn}, 3));
    CHECK(other.result == Result::Created);
    CHECK(refusalsOf(other) == Texts{"unique_conflict email:ann@example.com"});
}
