// SPDX-License-Identifier: Apache-2.0
#include "core/storage/merge_list.hpp"

#include "core/storage/identifier_sightings.hpp"
#include "core/storage/prohibition_list.hpp"
#include "core/storage/undecided.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

namespace {

const model::Identifier kEmail{"email", "ann@example.com"};
const model::Identifier kPhone{"phone", "+380501112233"};
const model::Identifier kCookie{"cookie", "c"};

}  // namespace

TEST_CASE("what is undecided says when more is remembered than was looked at", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto phone = people.list(bob, kPhone.type, kPhone.value);
    const auto one = people.observation(ann);
    people.evidence(email, phone, one, 100);
    const auto few = readUndecided(*people.read(), ann, bob);
    REQUIRE(few.items.size() == 1);
    CHECK(few.items.front().a == kEmail);
    CHECK(few.items.front().b == kPhone);
    CHECK(few.items.front().stays == ann);
    CHECK_FALSE(few.truncated);
    people.writer().execute(
        "INSERT INTO evidence (identifier_a, identifier_b, at, observation_id, attested) WITH RECURSIVE "
        "step(n) AS"
        " (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 10001)"
        " SELECT CAST(:email AS bigint), 1000000 + n, 0, CAST(:one AS bigint), 1 FROM step",
        email, one);
    CHECK(readUndecided(*people.read(), ann, bob).truncated);
}

TEST_CASE("what carried both beside something that has left since is undecided", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto phone = people.list(bob, kPhone.type, kPhone.value);
    const auto left = people.list(people.profile(), "external_id", "42");
    std::vector<base::ObservationId> orders;
    for (int at = 1; at <= 10; ++at) {
        orders.push_back(people.observation(ann, {.at = 1'000 * at}));
        people.evidence(left, email, orders.back(), 1'000 * at);
        if (at <= 9) people.evidence(left, phone, orders.back(), 1'000 * at);
        const auto undecided = readUndecided(*people.read(), ann, bob);
        CHECK(undecided.items.size() == static_cast<std::size_t>(std::min(at, 9)));
        // Of the pair that has as many as are kept there may have been more.
        CHECK(undecided.truncated == (at == 10));
    }
    CHECK(readUndecided(*people.read(), ann, bob).items.front().by.observation == orders[8]);
}

TEST_CASE("of a pair that was seen together as often as is remembered more may be undecided", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto cookie = people.list(ann, kCookie.type, kCookie.value);
    const auto phone = people.list(bob, kPhone.type, kPhone.value);
    for (int at = 1; at <= 10; ++at) {
        people.evidence(email, cookie, people.observation(ann, {.at = at}), at);
        people.evidence(email, phone, people.observation(ann, {.at = 1'000 + at}), 1'000 + at);
        const auto undecided = readUndecided(*people.read(), ann, bob);
        CHECK(undecided.items.size() == static_cast<std::size_t>(at));
        CHECK(undecided.truncated == (at == 10));
    }
}

TEST_CASE("sightings are the newest of those that a profile lists, and nothing of another", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto cookie = people.list(ann, kCookie.type, kCookie.value);
    const auto phone = people.list(bob, kPhone.type, kPhone.value);
    std::vector<base::ObservationId> seen;
    for (int at = 1; at <= 5; ++at) {
        seen.push_back(people.observation(ann, {.at = 1'000 * at}));
        people.evidence(email, at % 2 == 0 ? cookie : phone, seen.back(), 1'000 * at);
    }
    const model::Identifier gone{"email", "gone@example.com"};
    const auto found = readSightings(*people.read(), {ann, bob}, {kEmail, kPhone, gone}, 1);
    REQUIRE(found.at(kEmail).size() == 1);
    CHECK(found.at(kEmail).front().observation == seen[3]);
    CHECK(found.at(kPhone).empty());
    CHECK(found.at(gone).empty());
}

TEST_CASE("what a merge of before joined is told while both live whom it names", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto email = people.list(ann, kEmail.type, kEmail.value);
    const auto phone = people.list(bob, kPhone.type, kPhone.value);
    const auto id = people.merge(ann, bob);
    people.writer().execute("UPDATE merge_record SET joined_a = :a, joined_b = :b", email, phone);
    people.writer().execute("UPDATE profile SET canonical_id = id WHERE id = :id", bob);
    const auto shown = readMerge(*people.read(), id);
    CHECK(shown.joinedA == kEmail);
    CHECK(shown.joinedB == kPhone);
    people.writer().execute("UPDATE profile SET canonical_id = 0, removed_live = id WHERE id = :id", bob);
    const auto left = readMerge(*people.read(), id);
    CHECK_FALSE(left.joinedA);
    CHECK_FALSE(left.joinedB);
    people.writer().execute("UPDATE merge_record SET joined_a_home = :a, joined_b_home = :b", ann, bob);
    CHECK(readMerge(*people.read(), id).joinedA == kEmail);
    CHECK_FALSE(readMerge(*people.read(), id).joinedB);
}

TEST_CASE("of what was seen beside nothing each who lists it tells when", "[storage]") {
    People people(eachEngine());
    std::vector<base::ProfileId> profiles;
    std::vector<base::ObservationId> began;
    for (const auto& [role, at] :
         {std::pair{model::Role::Identifying, 1'000}, std::pair{model::Role::Shared, 2'000}}) {
        profiles.push_back(people.profile());
        began.push_back(people.observation(profiles.back(), {.at = at}));
        people.writer().execute("UPDATE profile SET first_observation_id = :by WHERE id = :id", began.back(),
                                profiles.back());
        people.list(profiles.back(), kEmail.type, kEmail.value, role, at, at);
    }
    const auto found = readSightings(*people.read(), profiles, {kEmail}, 3).at(kEmail);
    REQUIRE(found.size() == 2);
    CHECK(found[0].observation == began[1]);
    CHECK(found[1].observation == began[0]);
}

TEST_CASE("a list goes on past what was decided by whom is erased by now", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto cem = people.profile();
    const auto gone = people.observation(cem);
    int id = 0;
    for (const auto& [a, b] : {std::pair{ann, bob}, std::pair{ann, cem}, std::pair{bob, cem}})
        people.writer().execute(
            "INSERT INTO must_not_link (id, a, b, at, observation_id, reason) VALUES (:id, :a, :b, 100, :by, "
            "'')",
            ++id, a, b, gone);
    people.merge(ann, people.profile());
    people.merge(bob, people.profile());
    people.writer().runOnce("DELETE FROM observation");
    const auto session = people.read();
    const auto prohibitions =
        listProhibitions(*session, {.of = {}, .lifted = false, .cursor = {}, .limit = 2});
    REQUIRE(prohibitions.items.size() == 2);
    CHECK_FALSE(prohibitions.items[0].by.observation);
    CHECK_FALSE(prohibitions.nextCursor.empty());
    const auto merges = listMerges(*session, {}, "", 1);
    CHECK(merges.items.size() == 1);
    CHECK_FALSE(merges.nextCursor.empty());
}
