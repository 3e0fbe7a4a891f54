// SPDX-License-Identifier: Apache-2.0
#include "core/storage/maintenance.hpp"

#include "core/storage/profile_view.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using test::GroupFixture;

namespace {

constexpr std::chrono::days kLifetime{90};

model::Outcome claim(GroupFixture& on, std::string_view json) {
    return on.write(std::vector{on.prepare(json, {7}, false)}).front();
}

storage::ExpiredClaims expire(GroupFixture& on, std::size_t most = 100) {
    storage::Transaction transaction(*on.session);
    const auto expired =
        storage::expireClaims(*on.session, on.catalogue.rules(), on.ids, on.clock.now(), {}, most);
    REQUIRE(expired);
    transaction.commit();
    return *expired;
}

std::size_t forget(GroupFixture& on, std::size_t most) {
    storage::Transaction transaction(*on.session);
    const auto forgotten = storage::forgetObservations(*on.session, on.clock.now() - kLifetime, most);
    transaction.commit();
    return forgotten;
}

storage::ProfileView view(GroupFixture& on, base::ProfileId profile) {
    return storage::readProfile(*on.database->read(), profile, on.clock.now());
}

constexpr std::string_view kAnnForm = R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})";

}  // namespace

TEST_CASE("nothing expires before its time", "[storage]") {
    GroupFixture on;
    const auto ann = claim(on, kAnnForm);
    on.clock.advance(kLifetime - std::chrono::milliseconds{1});
    CHECK(expire(on).claims == 0);
    CHECK(view(on, ann.profile).version == ann.version);
    CHECK(forget(on, 10) == 0);
}

TEST_CASE("an expired claim leaves its profile, which stands in no list any more", "[storage]") {
    GroupFixture on;
    const auto ann = claim(on, kAnnForm);
    const auto bob = on.write(R"({"identifiers": [{"type": "email", "value": "bob@x.org"}]})");
    CHECK(on.count("profile", "listed = 1") == 2);
    CHECK(view(on, ann.profile).identifiers.front().endpoint.state == model::EndpointState::Unconfirmed);
    on.clock.advance(kLifetime);

    const auto expired = expire(on);
    CHECK(expired.claims == 1);
    CHECK(expired.profiles == 1);
    CHECK_FALSE(expired.more);
    const auto shown = view(on, ann.profile);
    CHECK(shown.identifiers.empty());
    CHECK(shown.version == ann.version + 1);
    CHECK(shown.updatedAt == on.clock.now());
    CHECK(on.count("profile", "listed = 1") == 1);
    CHECK(view(on, bob.profile).version == bob.version);
    CHECK(expire(on).profiles == 0);
    CHECK(view(on, ann.profile).version == ann.version + 1);
}

TEST_CASE("a claim expires under the home that lists it, wherever that points by now", "[storage]") {
    GroupFixture on;
    (void)claim(
        on,
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": "c-1"}]})");
    const auto survivor = on.write(
        R"({"identifiers": [{"type": "external_id", "value": "7"}, {"type": "cookie", "value": "c-1"}]})");
    REQUIRE(survivor.absorbed.size() == 1);
    on.clock.advance(kLifetime);
    CHECK(expire(on).claims == 1);
    CHECK(on.count("profile_identifier", "role = 2") == 0);
    const auto shown = view(on, survivor.profile);
    CHECK(shown.identifiers.size() == 2);
    CHECK(shown.known);
    CHECK(shown.version == survivor.version + 1);
}

TEST_CASE("claims expire the oldest first, so many profiles at once", "[storage]") {
    GroupFixture on;
    const auto oldest = claim(on, kAnnForm);
    on.clock.advance(std::chrono::hours{1});
    (void)claim(on, R"({"identifiers": [{"type": "email", "value": "bob@x.org"}]})");
    on.clock.advance(kLifetime);
    const auto first = expire(on, 1);
    CHECK(first.profiles == 1);
    CHECK(first.more);
    CHECK(view(on, oldest.profile).identifiers.empty());
    CHECK(on.count("profile_identifier", "role = 2") == 1);
    CHECK(expire(on, 2).profiles == 1);
    CHECK_FALSE(expire(on, 2).more);
}

TEST_CASE("what a write does is the same before and after the clean-up", "[storage]") {
    GroupFixture on;
    const bool cleaned = GENERATE(false, true);
    const auto first = claim(on, kAnnForm);
    // More claimants than are loaded, all of them expired.
    for (int i = 0; i < 120; ++i) {
        const auto cookie = "c-" + std::to_string(i);
        (void)claim(
            on, R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": ")" +
                    cookie + R"("}]})");
    }
    on.clock.advance(kLifetime);
    if (cleaned) {
        CHECK(expire(on, 1'000).claims == 121);
    }
    const auto again = claim(on, kAnnForm);
    CHECK(again.result == model::Result::Created);
    CHECK(again.profile != first.profile);
    CHECK(claim(on, kAnnForm).profile == again.profile);
    const auto visitor = claim(
        on, R"({"identifiers": [{"type": "cookie", "value": "c-5"}], "fields": {"first_name": "Ann"}})");
    CHECK(visitor.result == model::Result::Updated);
    CHECK(view(on, visitor.profile).identifiers.size() == 1);
}

TEST_CASE("an observation's id is forgotten in its time, and what it did stays", "[storage]") {
    GroupFixture on;
    for (const char* id : {"1", "2", "3"}) {
        (void)on.write(std::string(R"({"id": ")") + id +
                       R"(", "identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    }
    on.clock.advance(kLifetime + std::chrono::milliseconds{1});
    (void)on.write(R"({"id": "4", "identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    CHECK(forget(on, 2) == 2);
    CHECK(forget(on, 2) == 1);
    CHECK(forget(on, 2) == 0);
    CHECK(on.count("seen_observation") == 1);
    CHECK(on.count("observation") == 4);
}

TEST_CASE("identifiers that nothing refers to are not left behind", "[storage]") {
    GroupFixture on;
    // A claim may not change the activity of somebody else, so its endpoint is of no use.
    (void)on.write(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "activities": [{"id": "m1", "channel": "email", "status": "sent"}]})");
    const auto click = claim(
        on,
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}], "activities": [{"id": "m1", "channel": "email",
            "status": "clicked", "endpoint": {"type": "email", "value": "other@x.org"}}]})");
    CHECK(click.warnings.size() == 1);
    CHECK(on.count("identifier") == 2);
    // A fifth address is claimed, the sixth is over the limit and refused by name.
    for (const char* address : {"1@x.org", "2@x.org", "3@x.org", "4@x.org", "5@x.org", "6@x.org"}) {
        (void)claim(on, std::string(R"({"identifiers": [{"type": "email", "value": ")") + address +
                            R"("}, {"type": "cookie", "value": "c-1"}]})");
    }
    CHECK(on.count("refusal", "identifier_value = '6@x.org'") == 1);
    // Still named by the evidence that somebody gave it together with the cookie.
    CHECK(on.count("identifier", "value = '6@x.org'") == 1);
    CHECK(on.count("identifier") == 8);
}
