// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_view.hpp"

#include "core/base/error.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using model::EndpointState;
using model::Role;
using test::eachEngine;
using test::People;

namespace {

const base::Time kNow = base::fromMillis(1'000'000);

base::ErrorCode refusalOf(People& people, const ProfileRef& ref) {
    try {
        static_cast<void>(resolveProfile(*people.read(), ref));
    } catch (const base::Error& error) {
        return error.code();
    }
    return base::ErrorCode::Internal;
}

}  // namespace

TEST_CASE("a reference to nobody finds nobody", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    people.list(ann, "email", "office@example.com", Role::Shared);
    people.list(ann, "phone", "+380500000000", Role::Claimed);
    for (const ProfileRef& ref :
         {ProfileRef{base::ProfileId{99}}, ProfileRef{model::Identifier{"email", "nobody@example.com"}},
          ProfileRef{model::Identifier{"email", "office@example.com"}},
          ProfileRef{model::Identifier{"phone", "+380500000000"}}, ProfileRef{model::Identifier{}}}) {
        CHECK(refusalOf(people, ref) == base::ErrorCode::NotFound);
        CHECK_THROWS_AS(readProfile(*people.read(), ref, kNow), base::Error);
    }
}

TEST_CASE("every id ever handed out and every identifier resolves to the live profile and its home",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile({.version = 9});
    const auto old = people.profile();
    people.list(old, "email", "ann@example.com");
    people.merge(ann, old);
    const auto session = people.read();
    for (const auto& [ref, home] : {std::pair{ProfileRef{ann}, ann},
                                    {ProfileRef{old}, old},
                                    {ProfileRef{model::Identifier{"email", "ann@example.com"}}, old}}) {
        const auto found = resolveProfile(*session, ref);
        CHECK(found.live == ann);
        CHECK(found.home == home);
        CHECK(found.version == 9);
        CHECK(readProfile(*session, ref, kNow).id == ann);
    }
}

TEST_CASE("of many identifiers each finds its home, and one that identifies nobody none", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.list(old, "email", "ann@example.com");
    people.list(ann, "phone", "+380501112233");
    people.list(ann, "email", "office@example.com", Role::Shared);
    people.merge(ann, old);
    const std::vector<model::Identifier> asked{{"email", "office@example.com"},
                                               {"email", "ann@example.com"},
                                               {"phone", "ann@example.com"},
                                               {"phone", "+380501112233"},
                                               {"email", "ann@example.com"}};
    const auto session = people.read();
    CHECK(findHomes(*session, asked) == std::vector<base::ProfileId>{{}, old, {}, ann, old});
    CHECK(findHomes(*session, {}).empty());
}

TEST_CASE("a profile that says nothing of itself reads as that", "[storage]") {
    People people(eachEngine());
    const auto id = people.profile({.version = 3,
                                    .createdAt = 10,
                                    .updatedAt = 20,
                                    .known = false,
                                    .sourceType = "form",
                                    .sourceName = "newsletter"});
    const auto view = readProfile(*people.read(), id, kNow);
    CHECK(view.id == id);
    CHECK_FALSE(view.known);
    CHECK(view.version == 3);
    CHECK(base::toMillis(view.createdAt) == 10);
    CHECK(base::toMillis(view.updatedAt) == 20);
    CHECK(view.source.type == "form");
    CHECK(view.source.name == "newsletter");
    CHECK(view.homes == std::vector{id});
    CHECK(view.identifiers.empty());
    CHECK(view.fields.empty());
    CHECK(view.subscriptions.empty());
    CHECK(view.activity.empty());
    CHECK_FALSE(view.lastActivityAt);
}

TEST_CASE("a view is the fold over all homes", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.list(ann, "email", "ann@example.com", Role::Identifying, 500, 600);
    people.list(old, "phone", "+380501112233", Role::Shared, 300, 400);
    people.field(ann, "first_name", "Ann");
    people.field(old, "first_name", "Anna", {}, false);
    people.field(old, "tags", "vip", "vip");
    people.field(ann, "tags", "new", "new");
    people.activity(ann, {.status = model::Status::Read, .at = 7'000});
    people.activity(old, {.status = model::Status::Read, .at = 9'000});
    people.activity(old, {.channel = "web",
                          .kind = model::ActivityKind::Event,
                          .event = "page_viewed",
                          .status = std::nullopt,
                          .at = 8'000});
    people.merge(ann, old);

    const auto view = readProfile(*people.read(), old, kNow);
    CHECK(view.homes.size() == 2);
    REQUIRE(view.identifiers.size() == 2);
    CHECK(view.identifiers[0].identifier == model::Identifier{"email", "ann@example.com"});
    CHECK(view.identifiers[0].given == "ann@example.com");
    CHECK(view.identifiers[0].role == Role::Identifying);
    CHECK(base::toMillis(view.identifiers[0].firstSeen) == 500);
    CHECK(base::toMillis(view.identifiers[0].lastSeen) == 600);
    CHECK(view.identifiers[1].role == Role::Shared);
    REQUIRE(view.fields.size() == 3);
    CHECK(view.fields[0].value.text == "Ann");
    CHECK(view.fields[1].element == "new");
    CHECK(view.fields[2].element == "vip");
    REQUIRE(view.activity.size() == 2);
    CHECK(view.activity[0].channel == "email");
    CHECK(view.activity[0].count == 2);
    CHECK(view.activity[0].status == model::Status::Read);
    CHECK(view.activity[1].channel == "web");
    CHECK_FALSE(view.activity[1].status);
    CHECK(base::toMillis(*view.lastActivityAt) == 9'000);
}

TEST_CASE("an identifier that two homes list is shown once, with its strongest role", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto email = people.list(ann, "email", "ann@example.com", Role::Claimed, 500, 900);
    people.list(old, "email", "ann@example.com", Role::Identifying, 300, 400);
    people.merge(ann, old);
    // Twice a failure counts twice on the ladder; the same entry under two homes must not.
    people.endpointState(email, EndpointState::Blocked, people.observation(ann), 1'000);

    const auto view = readProfile(*people.read(), ann, kNow);
    REQUIRE(view.identifiers.size() == 1);
    const auto& shown = view.identifiers.front();
    CHECK(shown.role == Role::Identifying);
    CHECK(base::toMillis(shown.firstSeen) == 300);
    CHECK(base::toMillis(shown.lastSeen) == 900);
    CHECK(shown.endpoint.state == EndpointState::Blocked);
    REQUIRE(shown.endpoint.states.size() == 1);
    CHECK(*shown.endpoint.states.front().until == base::fromMillis(1'000) + std::chrono::days{1});
}

TEST_CASE("an identifier that many homes list alike is shown as the earliest sighting gave it", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto email = people.list(ann, "email", "ann@example.com", Role::Shared, 500);
    for (int i = 1; i <= 40; ++i) {
        const auto home = people.profile();
        people.list(home, "email", "ann@example.com", Role::Shared, i == 20 ? 100 : 500 + i);
        if (i == 20) {
            people.writer().execute(
                "UPDATE profile_identifier SET given = 'Ann@Example.com' WHERE home = :home AND "
                "identifier_id = "
                ":email",
                home, email);
        }
        people.merge(ann, home);
    }
    const auto view = readProfile(*people.read(), ann, kNow);
    REQUIRE(view.identifiers.size() == 1);
    CHECK(base::toMillis(view.identifiers.front().firstSeen) == 100);
    CHECK(view.identifiers.front().given == "Ann@Example.com");
}

TEST_CASE("the states of an endpoint fold by their own times, and follow the address", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto observation = people.observation(
        ann, {.sourceType = "form", .sourceName = "footer", .givenId = "form-1", .at = 1'234});
    const auto email = people.list(ann, "email", "ann@example.com");
    const auto quiet = people.list(ann, "email", "ann@example.org");
    people.endpointState(email, EndpointState::Unsubscribed, observation, 2'000);
    people.endpointState(email, EndpointState::Active, observation, 3'000, model::EndpointEntry::Kind::OptIn);
    people.endpointState(email, EndpointState::Blocked, observation, 2'500, model::EndpointEntry::Kind::State,
                         9'000);

    const auto during = readProfile(*people.read(), ann, base::fromMillis(8'999));
    REQUIRE(during.identifiers.size() == 2);
    CHECK(during.identifiers[0].id == email);
    CHECK(during.identifiers[0].endpoint.state == EndpointState::Blocked);
    REQUIRE(during.identifiers[0].endpoint.states.size() == 2);
    const auto& left = during.identifiers[0].endpoint.states[0];
    CHECK(left.state == EndpointState::Unsubscribed);
    CHECK(left.reason == "why");
    CHECK(left.detail == "because");
    CHECK(base::toMillis(left.since) == 2'000);
    REQUIRE(left.lifted);
    CHECK(base::toMillis(left.lifted->at) == 3'000);
    CHECK(left.lifted->origin->row == observation);
    const auto& by = *left.origin;
    CHECK(by.row == observation);
    CHECK(by.key == base::KeyId{7});
    CHECK(by.sourceType == "form");
    CHECK(by.sourceName == "footer");
    CHECK(by.observationId == "form-1");
    CHECK(base::toMillis(by.observedAt) == 1'234);
    CHECK(by.attested);
    CHECK(during.identifiers[1].id == quiet);
    CHECK(during.identifiers[1].endpoint.states.empty());

    const auto after = readProfile(*people.read(), ann, base::fromMillis(9'000));
    CHECK(after.identifiers[0].endpoint.state == EndpointState::Active);
}

TEST_CASE("an address that everybody only claims is unconfirmed", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    people.list(ann, "email", "ann@example.com", Role::Claimed);
    people.list(ann, "email", "bob@example.com", Role::Claimed);
    people.list(ann, "email", "office@example.com", Role::Claimed);
    const auto bob = people.profile();
    people.list(bob, "email", "bob@example.com");
    people.list(bob, "email", "office@example.com", Role::Shared);
    std::map<std::string, EndpointState> states;
    for (const auto& each : readProfile(*people.read(), ann, kNow).identifiers)
        states[each.identifier.value] = each.endpoint.state;
    CHECK(states["ann@example.com"] == EndpointState::Unconfirmed);
    CHECK(states["bob@example.com"] == EndpointState::Active);
    CHECK(states["office@example.com"] == EndpointState::Active);
}

TEST_CASE("subscriptions fold per category over the homes", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.merge(ann, old);
    const auto form = people.observation(old, {.sourceType = "form", .sourceName = "newsletter"});
    const auto claim = people.observation(ann, {.attested = false});
    people.consent(ann, "offers", true, claim, 100);
    people.consent(ann, "news", false, people.observation(ann), 200, "too many");
    people.consent(old, "news", true, form, 300);

    const auto view = readProfile(*people.read(), ann, kNow);
    REQUIRE(view.subscriptions.size() == 2);
    const auto& news = view.subscriptions[0];
    CHECK(news.category == "news");
    CHECK(news.state == model::SubscriptionState::Subscribed);
    CHECK(base::toMillis(news.since) == 300);
    CHECK(news.by == "person");
    CHECK(news.origin->sourceType == "form");
    CHECK(news.origin->sourceName == "newsletter");
    CHECK(news.origin->row == form);
    CHECK(base::toMillis(news.origin->receivedAt) == 1'500);
    CHECK_FALSE(news.reason);
    CHECK(view.subscriptions[1].state == model::SubscriptionState::Pending);
    CHECK(view.subscriptions[1].origin->row == claim);
    CHECK_FALSE(view.subscriptions[1].origin->attested);
}

TEST_CASE("each value of a field is read with the observation that it came with, where that is asked for",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.merge(ann, old);
    const auto form = people.observation(old, {.key = base::KeyId{8},
                                               .sourceType = "form",
                                               .sourceName = "newsletter",
                                               .givenId = "form-1",
                                               .at = 1'234,
                                               .attested = false});
    const auto shop = people.observation(ann);
    people.field(ann, "first_name", "Anna", {}, false, shop, 300);
    people.field(old, "first_name", "Ann", {}, true, form, 400);
    people.field(ann, "interests", "golf", "golf", true, shop, 500);
    people.field(old, "interests", "ski", "ski", true, form, 600);
    people.field(ann, "nickname", "An", {}, true, base::ObservationId{999'999});

    const auto view = readProfile(*people.read(), ann, kNow, Provenance::Read);
    REQUIRE(view.fields.size() == 4);
    const auto& name = view.fields[0];
    CHECK(name.value.text == "Ann");
    CHECK(base::toMillis(name.at) == 400);
    REQUIRE(name.origin);
    CHECK(name.origin->row == form);
    CHECK(name.origin->key == base::KeyId{8});
    CHECK(name.origin->sourceType == "form");
    CHECK(name.origin->sourceName == "newsletter");
    CHECK(name.origin->observationId == "form-1");
    CHECK(base::toMillis(name.origin->observedAt) == 1'234);
    CHECK_FALSE(name.origin->attested);
    CHECK(view.fields[1].value.text == "golf");
    CHECK(base::toMillis(view.fields[1].at) == 500);
    CHECK(view.fields[1].origin->row == shop);
    CHECK(view.fields[2].value.text == "ski");
    CHECK(view.fields[2].origin->row == form);
    // A value is there, whatever became of its observation.
    CHECK(view.fields[3].value.text == "An");
    CHECK_FALSE(view.fields[3].origin);

    const auto plain = readProfile(*people.read(), ann, kNow);
    REQUIRE(plain.fields.size() == 4);
    for (std::size_t i = 0; i < plain.fields.size(); ++i) {
        CHECK(plain.fields[i].field == view.fields[i].field);
        CHECK(plain.fields[i].value.text == view.fields[i].value.text);
        CHECK_FALSE(plain.fields[i].origin);
    }
}

TEST_CASE("of somebody who was merged as often as may be, nothing is left out", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    constexpr std::size_t kMostMerges = 999;  // Of the setting identity.max_merges.
    people.together([&] {
        for (std::size_t i = 0; i < kMostMerges; ++i) {
            const auto other = people.profile();
            people.list(other, "email", "ann" + std::to_string(i) + "@example.com");
            people.merge(ann, other);
        }
    });
    const auto view = readProfile(*people.read(), ann, kNow);
    CHECK(view.homes.size() == kMostMerges + 1);
    CHECK(view.identifiers.size() == kMostMerges);
}
