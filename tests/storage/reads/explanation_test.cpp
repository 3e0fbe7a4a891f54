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

/// Says that somebody attached it, or detached it.
void attach(People& people, base::ProfileId home, base::IdentifierId identifier,
            base::ObservationId observation, std::int64_t at, bool attached = true) {
    static std::int64_t id = 0;
    people.writer().execute(
        "INSERT INTO identifier_change (home, id, identifier_id, attached, observation_id, at)"
        " VALUES (:home, :id, :identifier, :attached, :by, :at)",
        home, ++id, identifier, attached, observation, at);
}

std::vector<model::Identifier> attachedIn(const ChainView& chain) {
    std::vector<model::Identifier> found;
    for (const auto& each : chain.attachments) found.push_back(each.identifier);
    return found;
}

using Identifiers = std::vector<model::Identifier>;
using Merges = std::vector<base::MergeId>;

Merges mergesIn(const ChainView& chain) {
    Merges found;
    for (const auto& each : chain.merges) found.push_back(each.id);
    return found;
}

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

TEST_CASE("where no chain is, the merges between the two are told, from the first to the second",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto cid = people.profile();
    const auto dan = people.profile();
    people.list(ann, "external_id", "42");
    people.list(bob, kEmail.type, kEmail.value);
    people.list(cid, kPhone.type, kPhone.value);
    people.list(dan, kCookie.type, kCookie.value);
    const auto toBob = people.merge(ann, bob);
    const auto toCid = people.merge(ann, cid);
    people.merge(ann, dan);
    people.writer().execute("UPDATE merge_record SET rule = 'hand' WHERE id = :id", toCid);

    const auto chain = readChain(*people.read(), ann, kEmail, kPhone);
    CHECK_FALSE(chain.hops);
    CHECK(mergesIn(chain) == Merges{toBob, toCid});
    CHECK(chain.merges[1].rule == "hand");
    CHECK(chain.merges[1].by.source.name == "shop");
    CHECK(chain.attachments.empty());
    CHECK(mergesIn(readChain(*people.read(), ann, kPhone, kEmail)) == Merges{toCid, toBob});

    // One that was taken back joins nobody: what it brought is not told of.
    people.writer().execute("INSERT INTO merge_undo (merge_id, at, observation_id) VALUES (:id, 4000, 1)",
                            toCid);
    const auto again = people.merge(ann, cid);
    CHECK(mergesIn(readChain(*people.read(), ann, kPhone, {"external_id", "42"})) == Merges{again});
}

TEST_CASE("where no chain is, a merge between what the two were seen with is told", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto phone = people.list(bob, kPhone.type, kPhone.value);
    const auto cookie = people.list(bob, kCookie.type, kCookie.value);
    people.list(ann, "external_id", "42");
    // The email leads to what stands under the other id: nothing else is needed to come there.
    people.evidence(email, phone, people.observation(ann), 1'000);
    const auto merge = people.merge(ann, bob);
    CHECK(readChain(*people.read(), ann, kEmail, kCookie).merges.empty());
    CHECK(mergesIn(readChain(*people.read(), ann, {"external_id", "42"}, kCookie)) == Merges{merge});
    people.evidence(phone, cookie, people.observation(ann), 1'000);
    CHECK(readChain(*people.read(), ann, kEmail, kCookie).hops);
    CHECK(readChain(*people.read(), ann, {"external_id", "42"}, kCookie).merges.empty());
}

TEST_CASE("where no chain is, what somebody attached is told, with who that was and when", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto cookie = people.list(ann, kCookie.type, kCookie.value, model::Role::Identifying, 5'000);
    const auto by = people.observation(ann, {.givenId = "put", .at = 5'000});
    CHECK(readChain(*people.read(), ann, kEmail, kCookie).attachments.empty());
    attach(people, ann, cookie, by, 5'000);
    const auto chain = readChain(*people.read(), ann, kEmail, kCookie);
    CHECK_FALSE(chain.hops);
    CHECK(chain.merges.empty());
    REQUIRE(chain.attachments.size() == 1);
    CHECK(chain.attachments[0].identifier == kCookie);
    CHECK(chain.attachments[0].home == ann);
    CHECK(base::toMillis(chain.attachments[0].at) == 5'000);
    CHECK(chain.attachments[0].by.observation == by);
    CHECK(chain.attachments[0].by.givenId == "put");

    SECTION("not once there is a chain") {
        people.evidence(email, cookie, people.observation(ann), 6'000);
        const auto linked = readChain(*people.read(), ann, kEmail, kCookie);
        CHECK(linked.hops);
        CHECK(linked.attachments.empty());
    }
    SECTION("nor once it was detached and came by an observation") {
        attach(people, ann, cookie, by, 6'000, false);
        CHECK(readChain(*people.read(), ann, kEmail, kCookie).attachments.empty());
    }
    SECTION("also when who it was is not kept") {
        people.writer().execute("DELETE FROM observation WHERE id = :id", by);
        const auto kept = readChain(*people.read(), ann, kEmail, kCookie);
        CHECK(attachedIn(kept) == Identifiers{kCookie});
        CHECK_FALSE(kept.attachments[0].by.observation);
    }
    SECTION("by which something came that it was seen with since") {
        // Told late of an early time it seems to have stood there before.
        const std::int64_t firstSeen = GENERATE(6'000, 1'000);
        const auto phone = people.list(ann, kPhone.type, kPhone.value, model::Role::Identifying, firstSeen);
        people.evidence(phone, cookie, people.observation(ann), 6'000);
        CHECK(attachedIn(readChain(*people.read(), ann, kEmail, kPhone)) == Identifiers{kCookie});
    }
    SECTION("but not what came when something it was seen with stood there already") {
        const auto phone = people.list(ann, kPhone.type, kPhone.value, model::Role::Identifying, 5'500);
        attach(people, ann, phone, by, 5'500);
        people.evidence(phone, email, people.observation(ann), 6'000);
        CHECK(attachedIn(readChain(*people.read(), ann, kEmail, kCookie)) == Identifiers{kCookie});
    }
}
