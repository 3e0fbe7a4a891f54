// SPDX-License-Identifier: Apache-2.0
// What a group does is what its observations do one by one.
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith;
using namespace kith::test;
using model::Result;

namespace {

const Item::Ref kPhone1{"phone", "+1"};
const Item::Ref kPhone2{"phone", "+2"};
const Item::Ref kPhone3{"phone", "+3"};

std::vector<model::Outcome> write(Scene& on, const std::vector<model::Observation>& all, bool together) {
    if (together) return on.store.write(all, on.clock.now());
    std::vector<model::Outcome> outcomes;
    for (const auto& each : all) outcomes.push_back(on.see(each));
    return outcomes;
}

model::Observation observation(Scene& on, const Item& item) {
    return toObservation(item, defaultRules(), on.ids);
}

/// An edit that expects the version that the profile has now.
model::Observation editNow(Scene& on, base::ProfileId profile) {
    Item named;
    named.fields = {{"first_name", Item::Field::Op::Set, "Ann"}};
    auto edit = on.edit(profile, named);
    edit.address->expectedVersion = on.store.profiles.at(profile).version;
    return edit;
}

bool isStale(const model::Outcome& outcome) {
    return outcome.problem && outcome.problem->code() == base::ErrorCode::PreconditionFailed;
}

}  // namespace

TEST_CASE("an edit expects the version that was there before it, whatever its group merges later",
          "[identity]") {
    Scene on;
    const bool annSurvives = GENERATE(true, false);
    const auto ann = on.see(attested({kAnn, kCookie}, annSurvives ? 1 : 2)).profile;
    const auto bob = on.see(attested({kBob}, annSurvives ? 2 : 1)).profile;
    on.see(attested({kPhone1}, 3));
    const std::vector group{observation(on, attested({kPhone1, kCookie}, 4)), editNow(on, ann),
                            editNow(on, bob), observation(on, attested({kAnn, kBob}, 5))};
    const auto outcomes = write(on, group, GENERATE(true, false));
    REQUIRE(outcomes.back().result == Result::Merged);
    CHECK(on.store.liveOf(bob) == (annSurvives ? ann : bob));
    // Her cookie went to somebody else before.
    CHECK(isStale(outcomes[1]));
    CHECK_FALSE(outcomes[2].problem);
    CHECK(outcomes.back().version == 3);
}

TEST_CASE("an edit is too late after an observation that changed who becomes one with its profile",
          "[identity]") {
    Scene on;
    const auto ann = on.see(attested({kAnn, kCookie}, 1)).profile;
    on.see(attested({kBob}, 2));
    const std::vector group{observation(on, attested({kBob, kCookie}, 3)), editNow(on, ann),
                            observation(on, attested({kAnn, kBob}, 4))};
    const auto outcomes = write(on, group, GENERATE(true, false));
    CHECK(isStale(outcomes[1]));
    CHECK(outcomes[2].result == Result::Merged);
}

TEST_CASE("a claim that expired goes with the first that meets its profile", "[identity]") {
    Scene on;
    const auto ann = on.see(attested({kAnn, kCookie})).profile;
    on.see(claimed({kCookie, kBob}));
    on.clock.advance(std::chrono::days{91});
    SECTION("an edit of the profile as it was") {
        const auto outcomes = write(on, {editNow(on, ann), editNow(on, ann)}, GENERATE(true, false));
        CHECK_FALSE(outcomes[0].problem);
        CHECK(isStale(outcomes[1]));
    }
    SECTION("a sighting, which says nothing new, before such an edit") {
        const std::vector group{observation(on, attested({kAnn})), editNow(on, ann)};
        const auto outcomes = write(on, group, GENERATE(true, false));
        CHECK(outcomes[0].result == Result::Unchanged);
        CHECK(isStale(outcomes[1]));
    }
    CHECK(on.role(kBob, ann).empty());
}

TEST_CASE("an identifier that three share leads to none of them when two of them become one", "[identity]") {
    Scene on;
    const auto holder = on.see(attested({externalId("9"), kAnn}, 1)).profile;
    const auto first = on.see(attested({externalId("1"), kPhone1, kAnn}, 2)).profile;
    const auto second = on.see(attested({externalId("2"), kPhone2, kAnn}, 3)).profile;
    const auto third = on.see(attested({externalId("3"), kPhone3, kAnn}, 4)).profile;
    on.detach(second, externalId("2"), 5);
    on.detach(holder, kAnn, 6);
    for (const auto each : {first, second, third}) REQUIRE(on.role(kAnn, each) == "shared");

    std::vector group{observation(on, attested({kPhone1, kPhone2}, 7)), observation(on, attested({kAnn}, 8))};
    SECTION("two of them alone") {
        const auto outcomes = write(on, group, GENERATE(true, false));
        CHECK(outcomes[0].result == Result::Merged);
        CHECK(outcomes[1].result == Result::Created);
        CHECK(on.holder(kAnn) == outcomes[1].profile);
    }
    SECTION("all three") {
        on.detach(third, externalId("3"), 6);
        group.insert(group.begin() + 1, observation(on, attested({kPhone1, kPhone3}, 7)));
        const auto outcomes = write(on, group, GENERATE(true, false));
        CHECK(outcomes[1].result == Result::Merged);
        CHECK(outcomes[2].profile == first);
        CHECK(on.holder(kAnn) == first);
    }
}
