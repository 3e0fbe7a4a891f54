// SPDX-License-Identifier: Apache-2.0
// Anybody can claim that two values are one person's. What is told of why somebody is one person stays what
// was attested, and what this one claimed.
#include "core/storage/explanation.hpp"
#include "core/storage/identifier_sightings.hpp"
#include "core/storage/identity_view.hpp"
#include "core/storage/undecided.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

namespace {

const model::Identifier kEmail{"email", "ann@example.com"};
const model::Identifier kPhone{"phone", "+380501112233"};
const model::Identifier kExternal{"external_id", "42"};

/// Somebody with an address and a number, and a stranger.
struct Ann {
    explicit Ann(People& on) : people(on), ann(on.profile()), eve(on.profile()) {}

    base::ObservationId attested(std::int64_t at) { return people.observation(ann, {.at = at}); }
    base::ObservationId claimed(base::ProfileId by, std::int64_t at) {
        return people.observation(by, {.at = at, .attested = false});
    }
    /// More of it than any question looks at, each beside another value of the stranger's.
    void claimOften(base::IdentifierId identifier) {
        people.writer().execute(
            "INSERT INTO evidence (identifier_a, identifier_b, at, observation_id, attested) WITH RECURSIVE "
            "step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 50001)"
            " SELECT CAST(:identifier AS bigint), 1000000 + n, 0, CAST(:by AS bigint), 0 FROM step",
            identifier, claimed(eve, 9'000));
    }

    People& people;
    base::ProfileId ann;
    base::ProfileId eve;
};

}  // namespace

TEST_CASE("a chain of what was attested comes before a shorter one of claims", "[storage]") {
    People people(eachEngine());
    Ann on(people);
    const auto email = people.list(on.ann, kEmail.type, kEmail.value);
    const auto phone = people.list(on.ann, kPhone.type, kPhone.value);
    const auto external = people.list(on.ann, kExternal.type, kExternal.value);
    people.evidence(email, phone, on.claimed(on.eve, 9'000), 9'000);
    CHECK_FALSE(readChain(*people.read(), on.ann, kEmail, kPhone).hops);
    CHECK(readIdentity(*people.read(), on.ann).links.empty());
    const auto own = on.claimed(on.ann, 5'000);
    people.evidence(email, phone, own, 5'000);
    const auto claimed = readChain(*people.read(), on.ann, kEmail, kPhone);
    REQUIRE(claimed.hops);
    REQUIRE(claimed.hops->size() == 1);
    CHECK(claimed.hops->front().by.observation == own);
    CHECK(readIdentity(*people.read(), on.ann).links.size() == 1);
    const auto first = on.attested(1'000);
    const auto second = on.attested(2'000);
    people.evidence(email, external, first, 1'000);
    people.evidence(phone, external, second, 2'000);
    const auto attested = readChain(*people.read(), on.ann, kEmail, kPhone);
    REQUIRE(attested.hops);
    REQUIRE(attested.hops->size() == 2);
    CHECK(attested.hops->front().by.observation == first);
    CHECK(attested.hops->back().by.observation == second);
}

TEST_CASE("however much is claimed of an identifier, what links it to the others is found", "[storage]") {
    People people(eachEngine());
    Ann on(people);
    const auto email = people.list(on.ann, kEmail.type, kEmail.value);
    const auto phone = people.list(on.ann, kPhone.type, kPhone.value);
    const auto order = on.attested(1'000);
    people.evidence(email, phone, order, 1'000);
    on.claimOften(email);
    const auto chain = readChain(*people.read(), on.ann, kPhone, kEmail);
    CHECK(chain.truncated);
    REQUIRE(chain.hops);
    CHECK(chain.hops->front().by.observation == order);
    const auto links = readIdentity(*people.read(), on.ann).links;
    REQUIRE(links.size() == 1);
    CHECK(links.front().by.observation == order);
}

TEST_CASE("what others claimed of both is undecided between nobody", "[storage]") {
    People people(eachEngine());
    Ann on(people);
    const auto bob = people.profile();
    const auto email = people.list(on.ann, kEmail.type, kEmail.value);
    const auto phone = people.list(bob, kPhone.type, kPhone.value);
    const auto order = on.attested(1'000);
    people.evidence(email, phone, order, 1'000);
    for (int at = 1; at <= 10; ++at) people.evidence(email, phone, on.claimed(on.eve, at), at);
    // Claims of the two themselves may be among those that are not kept.
    CHECK(readUndecided(*people.read(), on.ann, bob).truncated);
    CHECK(readUndecided(*people.read(), on.ann, bob).items.size() == 1);
    const auto form = on.claimed(bob, 7'000);
    people.evidence(email, phone, form, 7'000);
    on.claimOften(email);
    const auto undecided = readUndecided(*people.read(), on.ann, bob);
    REQUIRE(undecided.items.size() == 2);
    CHECK(undecided.items.front().by.observation == form);
    CHECK(undecided.items.front().stays == bob);
    CHECK(undecided.items.back().by.observation == order);
}

TEST_CASE("an identifier was seen when it was attested, before what was claimed of it", "[storage]") {
    People people(eachEngine());
    Ann on(people);
    const auto email = people.list(on.ann, kEmail.type, kEmail.value);
    const auto phone = people.list(on.ann, kPhone.type, kPhone.value);
    const auto seen = [&] {
        std::vector<base::ObservationId> ids;
        const auto sightings = readSightings(*people.read(), {on.ann}, {kEmail}, 3);
        for (const auto& each : sightings.at(kEmail)) ids.push_back(each.observation);
        return ids;
    };
    people.evidence(email, phone, on.claimed(on.eve, 9'000), 9'000);
    CHECK(seen().empty());
    const auto form = on.claimed(on.ann, 8'000);
    people.evidence(email, phone, form, 8'000);
    const auto order = on.attested(1'000);
    people.evidence(email, phone, order, 1'000);
    CHECK(seen() == std::vector{order, form});
}
