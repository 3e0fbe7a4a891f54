// SPDX-License-Identifier: Apache-2.0
#include "core/storage/explanation.hpp"

#include "core/base/error.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

namespace {

const model::Identifier kEmail{"email", "ann@example.com"};
const model::Identifier kPhone{"phone", "+380501112233"};
const model::Identifier kCookie{"cookie", "c-1"};

}  // namespace

TEST_CASE("there is no chain to somebody else's identifier, nor of nobody's", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto phone = people.list(people.profile(), kPhone.type, kPhone.value);
    people.evidence(email, phone, people.observation(ann), 1'500);
    CHECK_THROWS_AS(readChain(*people.read(), ann, kEmail, kPhone), base::Error);
    CHECK_THROWS_AS(readChain(*people.read(), ann, kPhone, kEmail), base::Error);
    CHECK_THROWS_AS(readChain(*people.read(), base::ProfileId{99}, kEmail, kEmail), base::Error);
    CHECK_THROWS_AS(readChain(*people.read(), people.profile(), kEmail, kEmail), base::Error);
}

TEST_CASE("a chain goes over homes and through what only the profile lists", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto phone = people.list(old, kPhone.type, kPhone.value, model::Role::Shared);
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto cookie = people.list(ann, kCookie.type, kCookie.value);
    const auto first = people.observation(old, {.givenId = "first", .at = 1'000, .attested = false});
    const auto newest = people.observation(ann, {.givenId = "newest", .at = 3'000});
    people.evidence(phone, cookie, first, 1'000);
    people.evidence(cookie, email, people.observation(ann, {.at = 2'000}), 2'000);
    people.evidence(cookie, email, newest, 3'000);
    people.merge(ann, old);

    const auto chain = readChain(*people.read(), old, kPhone, kEmail);
    CHECK_FALSE(chain.truncated);
    REQUIRE(chain.hops);
    REQUIRE(chain.hops->size() == 2);
    const auto& claimed = chain.hops->front();
    CHECK(claimed.a == kPhone);
    CHECK(claimed.b == kCookie);
    CHECK(base::toMillis(claimed.at) == 1'000);
    CHECK_FALSE(claimed.attested);
    CHECK(claimed.by.observation == first);
    CHECK(claimed.by.givenId == "first");
    const auto& attested = chain.hops->back();
    CHECK(attested.a == kCookie);
    CHECK(attested.b == kEmail);
    CHECK(attested.attested);
    CHECK(attested.by.observation == newest);
}

TEST_CASE("what one observation carried is linked by it when what they were noted beside has left",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto left = people.list(people.profile(), "external_id", "42");
    const auto phone = people.list(ann, kPhone.type, kPhone.value);
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto cookie = people.list(ann, kCookie.type, kCookie.value);
    const auto order = people.observation(ann, {.givenId = "order", .at = 1'000});
    people.evidence(left, phone, order, 1'000);
    people.evidence(left, email, order, 1'000);
    // Another one that carried it: a way through somebody else's identifier is none.
    people.evidence(left, cookie, people.observation(ann, {.at = 2'000}), 2'000);

    const auto chain = readChain(*people.read(), ann, kPhone, kEmail);
    REQUIRE(chain.hops);
    REQUIRE(chain.hops->size() == 1);
    CHECK(chain.hops->front().by.givenId == "order");
    CHECK_FALSE(readChain(*people.read(), ann, kPhone, kCookie).hops);
}

TEST_CASE("a chain says when more was seen together than was looked at", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto shared = people.list(ann, "device_id", "kiosk");
    people.list(ann, kEmail.type, kEmail.value);
    const auto one = people.observation(ann);
    people.writer().execute(
        "INSERT INTO evidence (identifier_a, identifier_b, at, observation_id, attested) WITH RECURSIVE "
        "step(n) AS"
        " (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 50001)"
        " SELECT CAST(:shared AS bigint), 1000000 + n, 0, CAST(:one AS bigint), 1 FROM step",
        shared, one);
    const auto chain = readChain(*people.read(), ann, kEmail, {"device_id", "kiosk"});
    CHECK_FALSE(chain.hops);
    CHECK(chain.truncated);
}

TEST_CASE("a profile without evidence has no chain, and says nothing was left out", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    people.list(ann, kEmail.type, kEmail.value);
    people.list(ann, kPhone.type, kPhone.value);
    const auto chain = readChain(*people.read(), ann, kEmail, kPhone);
    CHECK_FALSE(chain.hops);
    CHECK_FALSE(chain.truncated);
    CHECK(readChain(*people.read(), ann, kEmail, kEmail).hops->empty());
}
