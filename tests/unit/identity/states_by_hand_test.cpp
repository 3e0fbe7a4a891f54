// SPDX-License-Identifier: Apache-2.0
// States of a profile's endpoint that somebody sets or lifts by hand: they stay with the address.
#include <algorithm>
#include <catch2/catch.hpp>

#include "core/base/error.hpp"
#include "tests/unit/identity/scene.hpp"

using namespace kith;
using namespace kith::test;
using base::ErrorCode;
using model::Result;

namespace {

/// What one of the staff says of the profile's endpoint.
model::Observation byHand(Scene& scene, base::ProfileId profile, const Item::Endpoint& endpoint,
                          std::optional<std::int64_t> version = {}) {
    Item item = attested({}, endpoint.at);
    item.staff = true;
    item.endpoints = {endpoint};
    auto observation = scene.edit(profile, item);
    observation.dateAfterReplaced = false;
    observation.address->expectedVersion = version;
    observation.ofNobody = true;
    return observation;
}

}  // namespace

TEST_CASE("what the profile does not list any more gets no state by it", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, externalId("1")}, 1));
    const auto bob = scene.see(attested({kBob}, 1));
    scene.detach(ann.profile, kAnn, 2);
    for (const auto& ref : {kAnn, kBob, email("nobody@example.com")}) {
        const auto outcome = scene.see(byHand(scene, ann.profile, {ref, "blacklisted", 3, "by_hand", {}}));
        REQUIRE(outcome.problem);
        CHECK(outcome.problem->code() == ErrorCode::NotFound);
    }
    for (const auto& [id, ledger] : scene.store.endpoints) CHECK(ledger.empty());
    CHECK(scene.see(attested({kBob}, 1)).version == bob.version);
}

TEST_CASE("a profile that moved on gets no state, and neither does one that there is not", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 1));
    const Item::Endpoint state{kAnn, "blacklisted", 3, "by_hand", {}};
    CHECK(scene.see(byHand(scene, ann.profile, state, ann.version + 1)).problem->code() ==
          ErrorCode::PreconditionFailed);
    CHECK(scene.see(byHand(scene, base::ProfileId{1}, state)).problem->code() == ErrorCode::NotFound);
    CHECK(scene.state(kAnn) == "active");
    const auto set = scene.see(byHand(scene, ann.profile, state, ann.version));
    CHECK_FALSE(set.problem);
    CHECK(set.profile == ann.profile);
    CHECK(set.result == Result::Updated);
    CHECK(set.version == ann.version + 1);
    CHECK(scene.state(kAnn) == "blacklisted");
}

TEST_CASE("a state that is set where it is only shared moves both who show it", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({externalId("1"), kAnn}, 1));
    const auto other = scene.see(attested({externalId("2"), kAnn}, 2));
    REQUIRE(scene.role(kAnn, other.profile) == "shared");
    const auto set =
        scene.see(byHand(scene, other.profile, {kAnn, "complained", 3, "called", {}}, other.version));
    CHECK(set.profile == other.profile);
    CHECK(set.version == other.version + 1);
    CHECK(scene.see(attested({externalId("1")}, 1)).version == ann.version + 1);
}

TEST_CASE("an opt-in that the staff tell lifts what the person said of the address, and is kept",
          "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 1));
    for (const auto* state : {"complained", "blacklisted"})
        scene.see(byHand(scene, ann.profile, {kAnn, state, 3, "by_hand", {}}));
    const auto told = scene.see(byHand(scene, ann.profile, {kAnn, "active", 5, "asked", {}, true}));
    CHECK(told.result == Result::Updated);
    CHECK(scene.state(kAnn) == "blacklisted");
    // One that is older than what is needed stays in the ledger too: somebody said it.
    scene.see(byHand(scene, ann.profile, {kAnn, "active", 4, "asked", {}, true}));
    const auto& ledger = scene.store.endpoints.begin()->second;
    CHECK(std::count_if(ledger.begin(), ledger.end(), [](const auto& row) {
              return row.first.kind == model::EndpointEntry::Kind::ToldOptIn;
          }) == 2);
}
