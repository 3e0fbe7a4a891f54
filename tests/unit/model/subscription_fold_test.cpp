// SPDX-License-Identifier: Apache-2.0
#include "core/model/subscription_fold.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "tests/unit/model/statements.hpp"

using namespace kith::model;
using kith::test::stamp;

namespace {

Consent consent(bool subscribed, const char* by, std::int64_t seconds, bool attested = true) {
    Consent made;
    made.category = "news";
    made.subscribed = subscribed;
    made.by = by;
    made.stamp = stamp(seconds, "", attested);
    return made;
}

std::string stateOf(const std::vector<Consent>& consents, std::optional<bool> byDefault = std::nullopt) {
    const auto view = foldSubscription(consents, byDefault);
    return view ? std::string(subscriptionStateName(view->state)) : "none";
}

}  // namespace

TEST_CASE("without an entry the category's default decides, and without one nothing does", "[model]") {
    CHECK(stateOf({}) == "none");
    CHECK(stateOf({}, true) == "subscribed");
    CHECK(stateOf({}, false) == "unsubscribed");
    CHECK_FALSE(foldSubscription({}, true)->since);
}

TEST_CASE("an unsubscription holds until the person comes back", "[model]") {
    const auto left = consent(false, "person", 5);
    CHECK(stateOf({left}) == "unsubscribed");
    CHECK(stateOf({left, consent(true, "person", 4)}) == "unsubscribed");
    CHECK(stateOf({left, consent(true, "operator", 9)}) == "unsubscribed");
    CHECK(stateOf({left, consent(true, "person", 9, false)}) == "unsubscribed");
    CHECK(stateOf({left, consent(true, "person", 9)}) == "subscribed");
    CHECK(stateOf({left, consent(true, "person", 9), consent(false, "operator", 10)}) == "unsubscribed");
}

TEST_CASE("an attested opt-in subscribes, a claimed one is pending", "[model]") {
    CHECK(stateOf({consent(true, "operator", 1)}) == "subscribed");
    CHECK(stateOf({consent(true, "person", 9, false)}) == "pending");
    CHECK(stateOf({consent(true, "person", 9, false)}, true) == "pending");
    CHECK(stateOf({consent(true, "person", 9, false), consent(true, "operator", 1)}) == "subscribed");
}

TEST_CASE("the view names the entry that decided", "[model]") {
    auto back = consent(true, "person", 9);
    back.reason = "changed my mind";
    back.comment = "see you";
    back.proof = "ticket 7";
    const std::vector<Consent> consents{back, consent(true, "operator", 2), consent(false, "operator", 5)};
    const auto view = foldSubscription(consents);
    CHECK(view->since == kith::test::at(9));
    CHECK(view->by == "person");
    CHECK(view->reason == "changed my mind");
    CHECK(view->comment == "see you");
    CHECK(view->proof == "ticket 7");
    CHECK(view->origin == back.stamp.origin);
}
