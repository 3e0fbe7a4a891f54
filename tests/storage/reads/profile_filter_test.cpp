// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/storage/profile_list.hpp"
#include "tests/storage/reads/people.hpp"
#include "tests/storage/reads/profile_ids.hpp"

using namespace kith;
using namespace kith::storage;
using model::EndpointState;
using model::Role;
using model::SubscriptionState;
using test::eachEngine;
using test::Ids;
using test::idsOf;
using test::People;
using test::sorted;

namespace {

ProfileQuery inState(std::vector<std::string> types, std::optional<EndpointState> state) {
    ProfileQuery query;
    query.endpoint = EndpointFilter{std::move(types), state};
    return query;
}

ProfileQuery inCategory(SubscriptionState state, std::optional<bool> byDefault = {}) {
    ProfileQuery query;
    query.category = CategoryFilter{"news", state, byDefault};
    return query;
}

}  // namespace

TEST_CASE("a list by source or tag holds those who have it", "[storage]") {
    People people(eachEngine());
    const auto shop = people.profile({.sourceType = "api", .sourceName = "shop"});
    const auto crm = people.profile({.sourceType = "api", .sourceName = "crm"});
    const auto old = people.profile();
    people.profile({.sourceType = "form", .sourceName = "shop"});
    people.merge(crm, old);
    people.field(old, "tags", "vip", "vip");
    people.field(shop, "tags", "vip", "vip", false);
    people.field(shop, "interests", "vip", "vip");
    ProfileQuery query;
    query.source = SourceFilter{"api", {}};
    CHECK(sorted(idsOf(people, query)) == Ids{shop, crm});
    query.source = SourceFilter{"api", "crm"};
    CHECK(idsOf(people, query) == Ids{crm});
    query = {};
    query.tag = "vip";
    CHECK(idsOf(people, query) == Ids{crm});
    query.tag = std::string(150, 'v');
    CHECK(idsOf(people, query).empty());
    people.field(shop, "tags", *query.tag, *query.tag);
    CHECK(idsOf(people, query) == Ids{shop});
    query.tag->back() = 'w';
    CHECK(idsOf(people, query).empty());
}

TEST_CASE("a list by the state of an endpoint holds those whose shown state it is", "[storage]") {
    People people(eachEngine());
    const auto bounced = people.profile();
    const auto back = people.profile();
    const auto fine = people.profile();
    const auto claimed = people.profile({.known = false});
    const auto both = people.profile();
    people.profile();
    const auto seen = people.observation(bounced);
    people.endpointState(people.list(bounced, "email", "a@example.com"), EndpointState::Blacklisted, seen,
                         100);
    const auto left = people.list(back, "email", "b@example.com");
    people.endpointState(left, EndpointState::Unsubscribed, seen, 100);
    people.endpointState(left, EndpointState::Active, seen, 200, model::EndpointEntry::Kind::OptIn);
    people.list(fine, "push_token", "t-1");
    people.list(claimed, "email", "c@example.com", Role::Claimed);
    const auto strict = people.list(both, "email", "d@example.com");
    people.endpointState(strict, EndpointState::Unsubscribed, seen, 100);
    people.endpointState(strict, EndpointState::Complained, seen, 100);

    CHECK(sorted(idsOf(people, inState({"email"}, {}))) == Ids{bounced, back, claimed, both});
    CHECK(sorted(idsOf(people, inState({"push_token", "web_push"}, {}))) == Ids{fine});
    CHECK(idsOf(people, inState({"push"}, {})).empty());
    CHECK(idsOf(people, inState({"email"}, EndpointState::Blacklisted)) == Ids{bounced});
    CHECK(idsOf(people, inState({}, EndpointState::Blacklisted)) == Ids{bounced});
    CHECK(idsOf(people, inState({"push_token"}, EndpointState::Blacklisted)).empty());
    CHECK(idsOf(people, inState({"email"}, EndpointState::Unsubscribed)).empty());
    CHECK(idsOf(people, inState({"email"}, EndpointState::Complained)) == Ids{both});
    CHECK(idsOf(people, inState({"email"}, EndpointState::Active)) == Ids{back});
    CHECK(sorted(idsOf(people, inState({}, EndpointState::Active))) == Ids{back, fine});
    CHECK(idsOf(people, inState({"email"}, EndpointState::Unconfirmed)) == Ids{claimed});
}

TEST_CASE("a list by state knows what the staff lifted", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bea = people.profile();
    const auto seen = people.observation(ann);
    for (const auto id : {ann, bea}) {
        const auto email = people.list(id, "email", id.text() + "@example.com");
        people.endpointState(email, EndpointState::Blacklisted, seen, 100);
        const auto source = id == ann ? "console" : "api";
        people.endpointState(email, EndpointState::Active, people.observation(id, {.sourceType = source}),
                             200);
    }
    CHECK(idsOf(people, inState({}, EndpointState::Blacklisted)) == Ids{bea});
    CHECK(idsOf(people, inState({}, EndpointState::Active)) == Ids{ann});
}

TEST_CASE("a list by reason holds those who show a state for it", "[storage]") {
    People people(eachEngine());
    const auto bounced = people.profile();
    const auto strict = people.profile();
    const auto lifted = people.profile();
    const auto seen = people.observation(bounced);
    const auto say = [&](base::ProfileId profile, EndpointState state, const std::string& reason) {
        const auto row = people.endpointState(people.list(profile, "email", profile.text() + "@example.com"),
                                              state, seen, 100);
        people.writer().execute("UPDATE endpoint_state SET reason = :reason WHERE id = :id", reason, row);
    };
    say(bounced, EndpointState::Blacklisted, "inactive_address");
    say(strict, EndpointState::Complained, "abuse");
    const auto email = people.identifier("email", strict.text() + "@example.com");
    people.endpointState(email, EndpointState::Blacklisted, seen, 100);
    say(lifted, EndpointState::Unsubscribed, "one_click");
    people.endpointState(people.identifier("email", lifted.text() + "@example.com"), EndpointState::Active,
                         seen, 200, model::EndpointEntry::Kind::OptIn);

    const auto because = [&](std::optional<EndpointState> state, const std::string& reason) {
        auto query = inState({}, state);
        query.endpoint->reason = reason;
        return idsOf(people, query);
    };
    CHECK(because(EndpointState::Blacklisted, "inactive_address") == Ids{bounced});
    CHECK(because({}, "inactive_address") == Ids{bounced});
    CHECK(because(EndpointState::Complained, "inactive_address").empty());
    CHECK(because({}, "abuse") == Ids{strict});
    CHECK(because({}, "why").empty());  // That of a state which a stricter one hides.
    CHECK(because({}, "one_click").empty());
    CHECK(because(EndpointState::Active, "one_click").empty());
}

TEST_CASE("a list by category holds those whose state in it that is, by default or by what they said",
          "[storage]") {
    People people(eachEngine());
    const auto in = people.profile();
    const auto out = people.profile();
    const auto pending = people.profile();
    const auto quiet = people.profile();
    const auto old = people.profile();
    people.merge(in, old);
    people.consent(in, "news", false, people.observation(in), 100);
    people.consent(old, "news", true, people.observation(old), 200);
    people.consent(out, "news", true, people.observation(out), 100);
    people.consent(out, "news", false, people.observation(out), 200);
    people.consent(pending, "news", true, people.observation(pending, {.attested = false}), 100);
    people.consent(quiet, "offers", true, people.observation(quiet), 100);

    CHECK(idsOf(people, inCategory(SubscriptionState::Subscribed)) == Ids{in});
    CHECK(idsOf(people, inCategory(SubscriptionState::Unsubscribed)) == Ids{out});
    CHECK(idsOf(people, inCategory(SubscriptionState::Pending)) == Ids{pending});
    CHECK(sorted(idsOf(people, inCategory(SubscriptionState::Subscribed, true))) == Ids{in, quiet});
    CHECK(sorted(idsOf(people, inCategory(SubscriptionState::Unsubscribed, false))) == Ids{out, quiet});
    CHECK(idsOf(people, inCategory(SubscriptionState::Subscribed, false)) == Ids{in});
}
