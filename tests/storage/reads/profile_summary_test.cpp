// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_summary.hpp"

#include <algorithm>

#include "core/storage/profile_view.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using model::EndpointState;
using test::eachEngine;
using test::People;

namespace {

const base::Time kNow = base::fromMillis(1'000'000);

ProfileSummary summaryOf(People& people, base::ProfileId id, std::vector<std::string> fields = {}) {
    const auto summaries = readSummaries(*people.read(), std::vector{id}, {kNow, std::move(fields)});
    REQUIRE(summaries.size() == 1);
    return summaries.front();
}

std::vector<std::string> valuesOf(const ProfileSummary& summary) {
    std::vector<std::string> values;
    for (const auto& each : summary.fields) values.push_back(each.field + "=" + each.value.text);
    return values;
}

}  // namespace

TEST_CASE("a summary has the fields that are asked for, of all homes, and always the tags", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.field(ann, "first_name", "Ann");
    people.field(ann, "nickname", "A");
    people.field(old, "nickname", "B", {}, false);
    people.field(old, "town", "Kyiv");
    people.field(ann, "tags", "vip", "vip");
    people.field(old, "tags", "new", "new");
    people.merge(ann, old);
    using Values = std::vector<std::string>;
    CHECK(valuesOf(summaryOf(people, ann)) == Values{"tags=new", "tags=vip"});
    const auto asked = summaryOf(people, ann, {"town", "first_name", "nickname", "street"});
    CHECK(valuesOf(asked) == Values{"first_name=Ann", "nickname=A", "tags=new", "tags=vip", "town=Kyiv"});
    CHECK(asked.firstName == "Ann");
}

TEST_CASE("what can be written to is in a summary however many browsers somebody has", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    for (std::size_t i = 0; i <= kSummaryIdentifiers; ++i)
        people.list(ann, "cookie", "c" + std::to_string(i));
    people.list(ann, "phone", "+380501112233", model::Role::Claimed);
    people.list(ann, "email", "ann@example.com");
    const auto typesOf = [&](const SummaryAsked& asked) {
        std::vector<std::string> types;
        const auto summaries = readSummaries(*people.read(), std::vector{ann}, asked);
        for (const auto& each : summaries.front().identifiers) types.push_back(each.identifier.type);
        return types;
    };
    const auto types = typesOf({.now = kNow, .addressTypes = {"phone", "email"}});
    REQUIRE(types.size() == kSummaryIdentifiers);
    CHECK(types[0] == "email");
    CHECK(types[1] == "phone");
    CHECK(types[2] == "cookie");
    CHECK(typesOf({.now = kNow, .addressTypes = {"email"}, .identifiers = 100}).size() ==
          kSummaryIdentifiers + 3);
}

TEST_CASE("a summary shows what a profile shows of its addresses and of when it was last seen", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto old = people.profile();
    const auto seen = people.observation(ann);
    const auto bounced = people.list(old, "email", "ann@example.com", model::Role::Identifying, 10, 3'000);
    people.endpointState(bounced, EndpointState::Blacklisted, seen, 100);
    const auto shared = people.list(ann, "email", "both@example.com", model::Role::Shared, 10, 20);
    people.list(bob, "email", "both@example.com", model::Role::Claimed, 10, 40);
    people.endpointState(shared, EndpointState::Unsubscribed, seen, 100);
    people.list(bob, "phone", "+380501112233", model::Role::Claimed, 10, 30);
    people.merge(ann, old);
    people.activity(bob, {.at = 50});
    people.activity(bob, {.at = 45});
    for (const auto id : {ann, bob}) {
        const auto summary = summaryOf(people, id);
        const auto profile = readProfile(*people.read(), id, kNow);
        REQUIRE(summary.identifiers.size() == profile.identifiers.size());
        for (const auto& listed : summary.identifiers) {
            const auto same =
                std::ranges::find(profile.identifiers, listed.identifier, &IdentifierView::identifier);
            REQUIRE(same != profile.identifiers.end());
            CHECK(listed.endpoint.state == same->endpoint.state);
        }
        CHECK(summary.lastSeenAt == profile.lastSeenAt);
    }
    CHECK(summaryOf(people, ann).lastSeenAt == base::fromMillis(3'000));
    CHECK(summaryOf(people, bob).lastSeenAt == base::fromMillis(50));
    CHECK_FALSE(summaryOf(people, people.profile()).lastSeenAt);
}
