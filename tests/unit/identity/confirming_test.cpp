// SPDX-License-Identifier: Apache-2.0
// What a person says by a link that was sent to an address of theirs.
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;
using Texts = std::vector<std::string>;

namespace {

constexpr auto kNews = "news";

/// The link of a profile and an address, by which its owner says that.
kith::model::Observation byLink(Scene& scene, kith::base::ProfileId home, const Item::Ref& address,
                                bool confirms, Item item = {}) {
    item.identifiers = {address};
    auto observation = scene.edit(home, std::move(item));
    observation.confirms = confirms;
    return observation;
}

Item saying(bool subscribed, std::int64_t at) {
    Item item;
    item.at = at;
    item.subscriptions.push_back({kNews, subscribed, "person", at, ""});
    return item;
}

Item withState(Item item, const Item::Ref& address, std::string state, std::string reason) {
    item.endpoints.push_back({address, std::move(state), item.at, std::move(reason), {}});
    return item;
}

std::string newsOf(Scene& scene, kith::base::ProfileId profile) {
    const auto text = scene.person(profile).subscriptions[kNews];
    return text.substr(0, text.find(' '));
}

}  // namespace

TEST_CASE("a confirmed claim identifies its claimant, with all that was claimed", "[identity]") {
    Scene scene;
    auto form = claimed({kAnn}, 1);
    form.subscriptions.push_back({kNews, true, "person", 1, ""});
    form.fields.push_back({"first_name", Item::Field::Op::Set, "Ann"});
    const auto visitor = scene.see(form);
    REQUIRE(newsOf(scene, visitor.profile) == "pending");
    REQUIRE(scene.state(kAnn) == "unconfirmed");

    const auto item = withState(saying(true, 5), kAnn, "active", "double_opt_in");
    const auto outcome = scene.see(byLink(scene, visitor.profile, kAnn, true, item));
    CHECK(outcome.result == Result::Updated);
    CHECK(outcome.profile == visitor.profile);
    CHECK(scene.role(kAnn, visitor.profile) == "identifying");
    CHECK(scene.person(visitor.profile).known);
    CHECK(scene.person(visitor.profile).fields["first_name"] == "Ann");
    CHECK(newsOf(scene, visitor.profile) == "subscribed");
    CHECK(scene.state(kAnn) == "active");
}

TEST_CASE("a confirmed claim of what identifies somebody by now makes the two one", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kAnn, kCookie}, 1));
    const auto ann = scene.see(attested({kAnn, externalId("42")}, 2));
    REQUIRE(ann.profile != visitor.profile);
    const auto outcome = scene.see(byLink(scene, visitor.profile, kAnn, true, saying(true, 5)));
    CHECK(outcome.result == Result::Merged);
    CHECK(outcome.profile == ann.profile);
    CHECK(outcome.absorbed == std::vector{visitor.profile});
    CHECK(scene.holder(kCookie) == ann.profile);
    CHECK(newsOf(scene, ann.profile) == "subscribed");
    const auto& merge = scene.store.merges.back().merge;
    CHECK(merge.joinedA == merge.joinedB);
    CHECK(merge.joinedAHome == visitor.profile);
    CHECK(merge.joinedBHome == ann.profile);
}

TEST_CASE("a confirmation that the rules forbid to join subscribes its claimant", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, externalId("42")}, 1));
    const auto eve = scene.see(attested({externalId("43"), kCookie}, 1));
    scene.see(claimed({kAnn, kCookie}, 2));
    REQUIRE(scene.role(kAnn, eve.profile) == "claimed");
    const auto outcome = scene.see(byLink(scene, eve.profile, kAnn, true, saying(true, 5)));
    CHECK(outcome.profile == eve.profile);
    CHECK(refusalsOf(outcome) == Texts{"unique_conflict email:ann@example.com"});
    CHECK(scene.role(kAnn, eve.profile) == "shared");
    CHECK(scene.holder(kAnn) == ann.profile);
    CHECK(newsOf(scene, eve.profile) == "subscribed");
    CHECK(newsOf(scene, ann.profile).empty());
}

TEST_CASE("a confirmation of what was detached meanwhile is none", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, externalId("42")}, 1));
    scene.detach(ann.profile, kAnn, 9);
    const auto item = withState(saying(true, 5), kAnn, "active", "double_opt_in");
    const auto outcome = scene.see(byLink(scene, ann.profile, kAnn, true, item));
    CHECK(violationOf(outcome) == "released");
    CHECK(newsOf(scene, ann.profile).empty());
    CHECK(scene.role(kAnn, ann.profile).empty());
}

TEST_CASE("a choice by a link states of the address, and leaves everybody who they are", "[identity]") {
    Scene scene;
    const auto visitor = scene.see(claimed({kAnn, kCookie}, 1));
    const auto ann = scene.see(attested({kAnn}, 2));
    const auto item = withState(saying(false, 5), kAnn, "unsubscribed", "preferences");
    const auto outcome = scene.see(byLink(scene, visitor.profile, kAnn, false, item));
    CHECK(outcome.result == Result::Updated);
    CHECK(outcome.profile == visitor.profile);
    CHECK(scene.role(kAnn, visitor.profile) == "claimed");
    CHECK(scene.holder(kAnn) == ann.profile);
    CHECK(newsOf(scene, visitor.profile) == "unsubscribed");
    CHECK(scene.state(kAnn) == "unsubscribed");
    // The address shows with whom it identifies, who has a new version.
    CHECK(scene.person(ann.profile).version == 2);
}

TEST_CASE("who comes back by a link is written to at that address again, and at no other", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn, kBob}, 1));
    const auto leave = withState(withState(saying(false, 5), kAnn, "unsubscribed", "preferences"), kBob,
                                 "complained", "abuse");
    scene.see(byLink(scene, ann.profile, kAnn, false, leave));
    REQUIRE(scene.state(kAnn) == "unsubscribed");
    scene.see(byLink(scene, ann.profile, kAnn, false, saying(true, 6)));
    CHECK(scene.state(kAnn) == "active");
    CHECK(scene.state(kBob) == "complained");
    CHECK(newsOf(scene, ann.profile) == "subscribed");
}

TEST_CASE("a link of a profile that is gone says nothing", "[identity]") {
    Scene scene;
    const auto ann = scene.see(attested({kAnn}, 1));
    auto end = scene.edit(ann.profile, attested({}, 2));
    end.address.reset();
    end.command = kith::model::DeleteCommand{{ann.profile, {}}};
    REQUIRE_FALSE(scene.see(std::move(end)).problem);
    for (const bool confirms : {true, false}) {
        const auto outcome = scene.see(byLink(scene, ann.profile, kAnn, confirms, saying(true, 5)));
        REQUIRE(outcome.problem);
        CHECK(outcome.problem->code() == kith::base::ErrorCode::Gone);
    }
    CHECK(scene.holder(kAnn) == kith::base::ProfileId{});
}
