// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/unit/identity/scene.hpp"

using namespace kith::test;
using kith::model::Result;

TEST_CASE("an edit of a subscription is dated after what it replaces", "[identity]") {
    Scene scene;
    Item opting = attested({kAnn}, 1);
    opting.subscriptions = {{"news", true, "person", 200, {}}};
    const auto ann = scene.see(opting);
    Item change = attested({}, 5);
    change.subscriptions = {{"news", false, "operator", 5, {}}};
    CHECK(scene.see(scene.edit(ann.profile, change)).result == Result::Updated);
    CHECK(scene.person(ann.profile).subscriptions.at("news").starts_with("unsubscribed since 201 "));
}

TEST_CASE("an opt-in of somebody else's is kept, and told that it does not bring back who left",
          "[identity]") {
    using Texts = std::vector<std::string>;
    Scene scene;
    const auto say = [&](bool subscribed, const char* by, std::int64_t at) {
        Item item = attested({kAnn}, at);
        item.subscriptions = {{"news", subscribed, by, at, {}}};
        return scene.see(item);
    };
    const auto warningsOf = [](const kith::model::Outcome& outcome) {
        Texts texts;
        for (const auto& each : outcome.warnings) texts.push_back(each.pointer + ' ' + each.code);
        return texts;
    };
    const Texts staysAway{"/subscriptions/news left_by_person"};
    CHECK(warningsOf(say(true, "operator", 1)).empty());
    CHECK(warningsOf(say(false, "person", 10)).empty());
    const auto inVain = say(true, "operator", 11);
    CHECK(inVain.result == Result::Unchanged);
    CHECK(warningsOf(inVain) == staysAway);
    CHECK(scene.person(inVain.profile).subscriptions.at("news").starts_with("unsubscribed since 10 "));
    // From before they left: it was so then.
    CHECK(warningsOf(say(true, "operator", 9)).empty());
    CHECK(warningsOf(say(true, "person", 9)).empty());
    CHECK(warningsOf(say(true, "person", 12)).empty());
    CHECK(warningsOf(say(true, "operator", 13)).empty());
    // It is a leaving whoever writes it down.
    CHECK(warningsOf(say(false, "operator", 20)).empty());
    CHECK(warningsOf(say(true, "operator", 21)) == staysAway);
    CHECK(warningsOf(say(false, "operator", 22)).empty());
}

TEST_CASE("an opt-in of the person lifts an unsubscription of every address it came with", "[identity]") {
    Scene scene;
    Item leaving = attested({kAnn, kBob});
    leaving.endpoints = {{kAnn, "unsubscribed", 5, "one_click", {}},
                         {kBob, "unsubscribed", 5, "one_click", {}}};
    scene.see(leaving);
    Item byOperator = attested({kAnn}, 6);
    byOperator.subscriptions = {{"news", true, "operator", 9, {}}};
    scene.see(byOperator);
    CHECK(scene.state(kAnn) == "unsubscribed");
    Item back = attested({kAnn}, 7);
    back.subscriptions = {{"news", true, "person", 9, {}}};
    scene.see(back);
    CHECK(scene.state(kAnn) == "active");
    CHECK(scene.state(kBob) == "unsubscribed");
}

TEST_CASE("a double opt-in counts for an address that its observation carries", "[identity]") {
    Scene scene;
    Item leaving = attested({kAnn});
    leaving.endpoints = {{kAnn, "unsubscribed", 5, "one_click", {}}};
    scene.see(leaving);
    Item confirmed = attested({kBob}, 6);
    confirmed.endpoints = {{kAnn, "active", 9, "double_opt_in", {}}};
    scene.see(confirmed);
    CHECK(scene.state(kAnn) == "unsubscribed");
    confirmed.identifiers = {kAnn};
    scene.see(confirmed);
    CHECK(scene.state(kAnn) == "active");
}

TEST_CASE("an opt-in from before an address was detached says nothing of the address", "[identity]") {
    Scene scene;
    auto unsubscribed = attested({kAnn}, 1);
    unsubscribed.endpoints = {{kAnn, "unsubscribed", 1, {}, {}}};
    const auto ann = scene.see(unsubscribed);
    scene.detach(ann.profile, kAnn, 5);
    const auto optsIn = [&](std::int64_t at) {
        auto item = attested({externalId("ann"), kAnn}, at);
        item.subscriptions = {{"news", true, "person", at, {}}};
        item.endpoints = {{kAnn, "active", at, "double_opt_in", {}}};
        return scene.see(item);
    };
    CHECK(refusalsOf(optsIn(3)) == std::vector<std::string>{"released email:ann@example.com"});
    CHECK(scene.state(kAnn) == "unsubscribed");
    optsIn(6);
    CHECK(scene.state(kAnn) == "active");
}
