// SPDX-License-Identifier: Apache-2.0
#include "core/storage/identity_view.hpp"
#include "core/storage/session.hpp"

#include "core/base/error.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

TEST_CASE("there is no identity of nobody, and none of a blank profile", "[storage]") {
    People people(eachEngine());
    const auto blank = people.profile();
    CHECK_THROWS_AS(readIdentity(*people.read(), base::ProfileId{99}), base::Error);
    const auto view = readIdentity(*people.read(), blank);
    CHECK(view.id == blank);
    CHECK(view.identifiers.empty());
    CHECK(view.merges.empty());
    CHECK(view.refusals.empty());
    CHECK(view.links.empty());
}

TEST_CASE("of very many refusals of one moment every database shows the same", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto seen = people.observation(ann);
    people.writer().execute(
        "INSERT INTO refusal (home, code, identifier_type, identifier_value, other, detail, count, first_at, "
        "last_at, observation_id) WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step "
        "WHERE n < 5000) SELECT CAST(:home AS bigint), 2, 'email', substr(CAST(100000 + n AS text), 2), 0, "
        "'No.', 1, 7, "
        "CASE WHEN n = 4000 THEN 8 ELSE 7 END, CAST(:observation AS bigint) FROM step",
        ann, seen);

    const auto view = readIdentity(*people.read(), ann);
    REQUIRE(view.refusals.size() == kMaxIdentityRows);
    CHECK(view.truncated);
    CHECK(view.refusals.front().identifier->value == "04000");
    for (std::size_t i = 1; i < kMaxIdentityRows; ++i) {
        REQUIRE(view.refusals[i].identifier->value == std::to_string(100'000 + i).substr(1));
    }
}

TEST_CASE("an identity says when there are more refusals than it shows", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto seen = people.observation(ann);
    const auto refuse = [&](std::size_t number) {
        people.refusal(ann, static_cast<int>(model::RefusalCode::Limit), "email", std::to_string(number),
                       seen, 2'000);
    };
    {
        Transaction atOnce(people.writer());
        for (std::size_t i = 0; i < kMaxIdentityRows; ++i) refuse(i);
        atOnce.commit();
    }
    auto view = readIdentity(*people.read(), ann);
    CHECK(view.refusals.size() == kMaxIdentityRows);
    CHECK_FALSE(view.truncated);
    refuse(kMaxIdentityRows);
    view = readIdentity(*people.read(), ann);
    CHECK(view.refusals.size() == kMaxIdentityRows);
    CHECK(view.truncated);
}

TEST_CASE("an identity says when more was seen together than it shows", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto email = people.list(ann, "email", "ann@example.com");
    const auto phone = people.list(ann, "phone", "+380501112233");
    const auto see = [&] { people.evidence(email, phone, people.observation(ann), 2'000); };
    {
        Transaction atOnce(people.writer());
        for (std::size_t i = 0; i < kMaxIdentityRows; ++i) see();
        atOnce.commit();
    }
    auto view = readIdentity(*people.read(), ann);
    CHECK(view.links.size() == kMaxIdentityRows);
    CHECK_FALSE(view.truncated);
    see();
    view = readIdentity(*people.read(), ann);
    CHECK(view.links.size() == kMaxIdentityRows);
    CHECK(view.truncated);
}

TEST_CASE("an identity tells who lists what, what joined it, what was refused and what was seen together",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto email = people.list(ann, "email", "ann@example.com");
    const auto phone = people.list(old, "phone", "+380501112233", model::Role::Shared, 300, 400);
    const auto stranger = people.identifier("email", "bob@example.com");
    const auto seen = people.observation(old, {.givenId = "order-1", .at = 2'000});
    people.evidence(email, phone, seen, 2'000);
    people.evidence(email, phone, people.observation(ann, {.at = 3'000}), 3'000);
    people.evidence(email, stranger, seen, 2'000);
    people.refusal(old, static_cast<int>(model::RefusalCode::Limit), "device_id", "d-1", seen, 2'000);
    people.refusal(ann, static_cast<int>(model::RefusalCode::BlockedValue), "email", "test", seen, 5'000);
    const auto merge = people.merge(ann, old);
    people.writer().execute("UPDATE merge_record SET joined_a = :a, joined_b = :b", email, phone);

    const auto view = readIdentity(*people.read(), old);
    CHECK(view.id == ann);
    REQUIRE(view.identifiers.size() == 2);
    CHECK(view.identifiers[1].identifier.type == "phone");
    CHECK(view.identifiers[1].home == old);
    CHECK(view.identifiers[1].role == model::Role::Shared);
    CHECK(base::toMillis(view.identifiers[1].firstSeen) == 300);
    CHECK_FALSE(view.identifiers[1].claimedAt);

    REQUIRE(view.merges.size() == 1);
    CHECK(view.merges[0].id == merge);
    CHECK(view.merges[0].survivor == ann);
    CHECK(view.merges[0].absorbed == old);
    CHECK(view.merges[0].joinedA == model::Identifier{"email", "ann@example.com"});
    CHECK(view.merges[0].joinedB == model::Identifier{"phone", "+380501112233"});

    REQUIRE(view.refusals.size() == 2);
    CHECK(view.refusals[0].code == model::RefusalCode::BlockedValue);
    CHECK(view.refusals[1].code == model::RefusalCode::Limit);
    CHECK(view.refusals[1].identifier == model::Identifier{"device_id", "d-1"});
    CHECK(view.refusals[1].home == old);
    CHECK(view.refusals[1].count == 2);
    CHECK(view.refusals[1].last.givenId == "order-1");

    REQUIRE(view.links.size() == 2);
    CHECK(base::toMillis(view.links[0].at) == 3'000);
    CHECK(view.links[1].a == model::Identifier{"email", "ann@example.com"});
    CHECK(view.links[1].b == model::Identifier{"phone", "+380501112233"});
    CHECK(view.links[1].by.observation == seen);
    CHECK(view.links[1].attested);
}

TEST_CASE("an identity tells of the merges that made it part of somebody else until they were taken back",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto merge = people.merge(ann, old);
    CHECK(readIdentity(*people.read(), ann).merges.size() == 1);
    people.writer().execute("UPDATE profile SET canonical_id = id WHERE id = :id", old);
    people.writer().execute("INSERT INTO merge_undo (merge_id, at, observation_id) VALUES (:id, 4000, :by)",
                            merge, people.observation(ann, {.givenId = "undo"}));
    for (const auto each : {ann, old}) {
        const auto view = readIdentity(*people.read(), each);
        REQUIRE(view.merges.size() == 1);
        CHECK(view.merges[0].id == merge);
        CHECK(view.merges[0].absorbed == old);
        REQUIRE(view.merges[0].undone);
        REQUIRE(view.merges[0].undone->by);
        CHECK(view.merges[0].undone->by->givenId == "undo");
    }
}

TEST_CASE("an identity tells from whom prohibitions that stand keep it apart", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto bob = people.profile();
    const auto cid = people.profile();
    const auto gone = people.profile();
    people.merge(ann, old);
    people.writer().execute("UPDATE profile SET canonical_id = 0, removed_live = id WHERE id = :id", gone);
    const auto by = people.observation(ann, {.givenId = "forbid"});
    const auto forbid = [&](std::int64_t id, base::ProfileId a, base::ProfileId b,
                            std::optional<std::int64_t> lifted) {
        people.writer().execute(
            "INSERT INTO must_not_link (id, a, b, at, observation_id, reason, lifted_at)"
            " VALUES (:id, :a, :b, 100, :by, 'twins', :lifted)",
            id, a, b, by, lifted);
    };
    forbid(1, old, bob, {});
    forbid(2, ann, cid, 200);
    forbid(3, ann, gone, {});
    const auto view = readIdentity(*people.read(), ann);
    REQUIRE(view.prohibitions.size() == 1);
    CHECK(view.prohibitions[0].id == model::ProhibitionId{1});
    CHECK(view.prohibitions[0].liveA == ann);
    CHECK(view.prohibitions[0].liveB == bob);
    CHECK(view.prohibitions[0].reason == "twins");
    CHECK(view.prohibitions[0].by.givenId == "forbid");
    CHECK(readIdentity(*people.read(), bob).prohibitions.size() == 1);
    CHECK(readIdentity(*people.read(), cid).prohibitions.empty());
}
