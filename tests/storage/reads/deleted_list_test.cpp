// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/storage/deleted_list.hpp"
#include "core/storage/profile_summary.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using namespace kith::test;

namespace {

using Ids = std::vector<base::ProfileId>;

/// As a deletion leaves a profile with all of its homes.
void remove(People& people, base::ProfileId live, const Ids& homes, std::int64_t at) {
    auto& session = people.writer();
    for (const auto home : homes)
        session.execute("UPDATE profile SET canonical_id = 0, removed_live = :live WHERE id = :id", live,
                        home);
    session.execute("INSERT INTO removal (profile_id, at, erased, observation_id) VALUES (:id, :at, 0, :by)",
                    live, at,
                    people.observation(live, {.sourceType = "console", .sourceName = "eve@example.com"}));
}

void listed(People& people, base::ProfileId home, const std::string& value, model::Role role) {
    people.writer().execute(
        "INSERT INTO removed_identifier (home, identifier_id, role, given, normalizer_version, first_seen,"
        " last_seen) VALUES (:home, :identifier, :role, '', 1, 100, 100)",
        home, people.identifier("email", value), role);
}

}  // namespace

TEST_CASE("who was deleted is shown as all of their homes tell", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.merge(ann, old);
    people.field(ann, "first_name", "Ann");
    people.field(old, "last_name", "Archer");
    listed(people, ann, "both@example.com", model::Role::Shared);
    listed(people, old, "both@example.com", model::Role::Identifying);
    listed(people, old, "claim@example.com", model::Role::Claimed);
    remove(people, ann, {ann, old}, 500);

    const auto page = listDeleted(*people.read(), {}, 10);
    REQUIRE(page.items.size() == 1);
    CHECK(page.nextCursor.empty());
    const auto& deleted = page.items.front();
    CHECK(deleted.id == ann);
    CHECK(deleted.firstName == "Ann");
    CHECK(deleted.lastName == "Archer");
    CHECK(deleted.deletedAt == base::fromMillis(500));
    CHECK(deleted.source.type == "console");
    CHECK(deleted.source.name == "eve@example.com");
    REQUIRE(deleted.identifiers.size() == 2);
    CHECK(deleted.identifiers[0].identifier.value == "both@example.com");
    CHECK(deleted.identifiers[0].role == model::Role::Identifying);
    CHECK(deleted.identifiers[1].role == model::Role::Claimed);
}

TEST_CASE("who had many addresses when they were deleted is shown with the first of them", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    for (std::size_t i = 0; i <= kSummaryIdentifiers; ++i)
        listed(people, ann, "ann" + std::to_string(i) + "@example.com", model::Role::Identifying);
    remove(people, ann, {ann}, 500);
    CHECK(listDeleted(*people.read(), {}, 10).items.front().identifiers.size() == kSummaryIdentifiers);
}

TEST_CASE("pages of the deleted hold each once, also of those who were deleted at one time", "[storage]") {
    People people(eachEngine());
    Ids expected;
    for (std::int64_t i = 0; i < 5; ++i) {
        const auto id = people.profile();
        remove(people, id, {id}, i == 4 ? 600 : 500);
        expected.insert(expected.begin(), id);
    }
    people.profile();
    Ids found;
    std::string cursor;
    do {
        const auto page = listDeleted(*people.read(), cursor, 2);
        for (const auto& each : page.items) found.push_back(each.id);
        cursor = page.nextCursor;
    } while (!cursor.empty());
    CHECK(found == expected);
}
