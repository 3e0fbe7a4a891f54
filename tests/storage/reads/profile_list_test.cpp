// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_list.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/error.hpp"
#include "tests/storage/reads/people.hpp"
#include "tests/storage/reads/profile_ids.hpp"

using namespace kith;
using namespace kith::storage;
using model::Role;
using test::eachEngine;
using test::Ids;
using test::idsOf;
using test::kNow;
using test::People;
using test::sorted;

namespace {

ProfileQuery named(std::vector<std::string> words) {
    ProfileQuery query;
    query.search = ProfileSearch{{}, {}, std::move(words)};
    return query;
}

ProfileQuery identified(model::Identifier identifier) {
    ProfileQuery query;
    query.search = ProfileSearch{{}, {std::move(identifier)}, {}};
    return query;
}

}  // namespace

TEST_CASE("a list out of bounds or with a cursor of another order is refused", "[storage]") {
    People people(eachEngine());
    for (int i = 0; i < 2; ++i) people.profile();
    const auto session = people.read();
    ProfileQuery query;
    query.limit = 0;
    CHECK_THROWS_AS(listProfiles(*session, query, kNow), base::Error);
    query.limit = 501;
    CHECK_THROWS_AS(listProfiles(*session, query, kNow), base::Error);
    query.limit = 1;
    const auto cursor = listProfiles(*session, query, kNow).nextCursor;
    REQUIRE_FALSE(cursor.empty());
    query.cursor = cursor;
    CHECK_NOTHROW(listProfiles(*session, query, kNow));
    query.sort = ProfileSort::NameAscending;
    CHECK_THROWS_AS(listProfiles(*session, query, kNow), base::Error);
    query.cursor = "x";
    CHECK_THROWS_AS(listProfiles(*session, query, kNow), base::Error);
}

TEST_CASE("each order lists every person once, whatever the size of a page", "[storage]") {
    People people(eachEngine());
    std::vector<std::tuple<std::int64_t, std::int64_t, std::string, base::ProfileId>> made;
    // By bytes they are in this order, and in that of no language.
    constexpr std::array kNames{"B", "a b", "a-c", "i", "ı"};
    people.together([&] {
        for (int i = 0; i < 30; ++i) {
            const std::int64_t updated = 1'000 + (i * 7) % 11;
            const std::int64_t created = 500 - (i * 3) % 7;
            const std::string name = i % 4 == 0 ? "" : kNames[static_cast<std::size_t>(i) % kNames.size()];
            made.emplace_back(updated, created, name,
                              people.profile({.createdAt = created, .updatedAt = updated, .sortName = name}));
        }
    });
    const auto expected = [&](auto key, bool descending) {
        std::ranges::sort(made, [&](const auto& a, const auto& b) {
            return descending ? key(a) > key(b) : key(a) < key(b);
        });
        Ids ids;
        for (const auto& each : made) ids.push_back(std::get<3>(each));
        return ids;
    };
    for (const std::size_t limit : {1U, 7U, 29U, 30U, 31U}) {
        ProfileQuery query;
        query.limit = limit;
        CHECK(idsOf(people, query) ==
              expected([](const auto& each) { return std::tuple(std::get<0>(each), std::get<3>(each)); },
                       true));
        query.sort = ProfileSort::CreatedAscending;
        CHECK(idsOf(people, query) ==
              expected([](const auto& each) { return std::tuple(std::get<1>(each), std::get<3>(each)); },
                       false));
        query.sort = ProfileSort::NameAscending;
        CHECK(idsOf(people, query) ==
              expected([](const auto& each) { return std::tuple(std::get<2>(each), std::get<3>(each)); },
                       false));
        query.sort = ProfileSort::UpdatedAscending;
        CHECK(idsOf(people, query) ==
              expected([](const auto& each) { return std::tuple(std::get<0>(each), std::get<3>(each)); },
                       false));
        query.sort = ProfileSort::CreatedDescending;
        CHECK(idsOf(people, query) ==
              expected([](const auto& each) { return std::tuple(std::get<1>(each), std::get<3>(each)); },
                       true));
        query.sort = ProfileSort::NameDescending;
        CHECK(idsOf(people, query) ==
              expected([](const auto& each) { return std::tuple(std::get<2>(each), std::get<3>(each)); },
                       true));
    }
}

TEST_CASE("who is known, who is listed and who is there at all are different lists", "[storage]") {
    People people(eachEngine());
    const auto known = people.profile({.updatedAt = 40});
    const auto reachable = people.profile({.updatedAt = 30, .known = false});
    const auto blank = people.profile({.updatedAt = 20, .known = false, .listed = false});
    people.merge(known, people.profile({.updatedAt = 10}));
    ProfileQuery query;
    query.limit = 1;
    CHECK(idsOf(people, query) == Ids{known, reachable});
    query.known = KnownFilter::Known;
    CHECK(idsOf(people, query) == Ids{known});
    query.known = KnownFilter::ListedAnonymous;
    CHECK(idsOf(people, query) == Ids{reachable});
    query.known = KnownFilter::Any;
    for (const auto sort :
         {ProfileSort::UpdatedDescending, ProfileSort::CreatedAscending, ProfileSort::NameAscending}) {
        query.sort = sort;
        CHECK(sorted(idsOf(people, query)) == Ids{known, reachable, blank});
        auto anonymous = query;
        anonymous.known = KnownFilter::Anonymous;
        CHECK(sorted(idsOf(people, anonymous)) == Ids{reachable, blank});
    }
}

TEST_CASE("a person in a list is shown in short", "[storage]") {
    People people(eachEngine());
    const auto ann =
        people.profile({.createdAt = 10, .updatedAt = 20, .sourceType = "form", .sourceName = "news"});
    const auto old = people.profile();
    people.list(old, "email", "ann@example.com");
    people.list(ann, "email", "ann@example.com", Role::Shared);
    people.list(ann, "phone", "+380501112233", Role::Claimed);
    for (int i = 0; i < 30; ++i) people.list(ann, "cookie", "c-" + std::to_string(i));
    people.field(ann, "first_name", "Ann");
    people.field(old, "last_name", "Lee");
    people.field(old, "first_name", "Anna", {}, false);
    people.merge(ann, old);
    const auto page = listProfiles(*people.read(), {}, kNow);
    REQUIRE(page.items.size() == 1);
    const auto& shown = page.items.front();
    CHECK(shown.id == ann);
    CHECK(shown.known);
    CHECK(shown.firstName == "Ann");
    CHECK(shown.lastName == "Lee");
    CHECK(base::toMillis(shown.createdAt) == 10);
    CHECK(base::toMillis(shown.updatedAt) == 20);
    CHECK(shown.source.type == "form");
    REQUIRE(shown.identifiers.size() == kSummaryIdentifiers);
    CHECK(std::ranges::count(shown.identifiers, model::Identifier{"email", "ann@example.com"},
                             &ProfileSummary::Listed::identifier) <= 1);
    CHECK(shown.identifiers.front().role == Role::Identifying);
}

TEST_CASE("of what many homes gave at one moment a list shows what is first by its bytes", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    for (const char* given : {"ann@example.com", "Ann@example.com", "aNN@example.com"}) {
        const auto home = people.profile();
        people.list(home, "email", "ann@example.com", Role::Shared);
        people.writer().execute("UPDATE profile_identifier SET given = :given WHERE home = :home",
                                std::string(given), home);
        people.merge(ann, home);
    }
    const auto page = listProfiles(*people.read(), {}, kNow);
    REQUIRE(page.items.size() == 1);
    REQUIRE(page.items.front().identifiers.size() == 1);
    CHECK(page.items.front().identifiers.front().given == "Ann@example.com");
}

TEST_CASE("a person whose many homes list the same is shown with all that fits, each once", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    people.list(ann, "external_id", "1");
    for (int home = 0; home < 5; ++home) {
        const auto old = people.profile();
        for (const char* type : {"email", "phone"}) {
            for (const char* value : {"1", "2", "3", "4"})
                people.list(old, type, value, home == 0 ? Role::Shared : Role::Claimed, 1'000 + home);
        }
        people.merge(ann, old);
    }
    const auto page = listProfiles(*people.read(), {}, kNow);
    REQUIRE(page.items.size() == 1);
    std::vector<std::string> shown;
    for (const auto& each : page.items.front().identifiers) {
        shown.push_back(each.identifier.type + each.identifier.value);
        CHECK(each.role == (each.identifier.type == "external_id" ? Role::Identifying : Role::Shared));
    }
    CHECK(shown == std::vector<std::string>{"external_id1", "email1", "email2", "email3", "email4", "phone1",
                                            "phone2", "phone3", "phone4"});
}

TEST_CASE("a search finds by any id, by identifiers of every role, and by the beginnings of a name",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto bob = people.profile();
    const auto eve = people.profile({.known = false, .listed = false});
    people.merge(ann, old);
    people.list(old, "email", "ann@example.com");
    people.list(ann, "phone", "+380500000000", Role::Shared);
    people.list(bob, "phone", "+380500000000", Role::Claimed);
    people.list(eve, "cookie", "c-1");
    for (const char* word : {"ann", "lee", "smith"}) people.nameWord(ann, word);
    for (const char* word : {"bob", "leeson"}) people.nameWord(bob, word);

    ProfileQuery byId;
    byId.search = ProfileSearch{old, {}, {}};
    CHECK(idsOf(people, byId) == Ids{ann});
    byId.search = ProfileSearch{base::ProfileId{999}, {}, {}};
    CHECK(idsOf(people, byId).empty());
    CHECK(idsOf(people, identified({"email", "ann@example.com"})) == Ids{ann});
    CHECK(sorted(idsOf(people, identified({"phone", "+380500000000"}))) == Ids{ann, bob});
    CHECK(idsOf(people, identified({"email", "nobody@example.com"})).empty());
    auto cookie = identified({"cookie", "c-1"});
    CHECK(idsOf(people, cookie).empty());
    cookie.known = KnownFilter::Any;
    CHECK(idsOf(people, cookie) == Ids{eve});

    CHECK(sorted(idsOf(people, named({"lee"}))) == Ids{ann, bob});
    CHECK(idsOf(people, named({"le", "an"})) == Ids{ann});
    CHECK(idsOf(people, named({"a", "l", "s"})) == Ids{ann});
    CHECK(idsOf(people, named({"an", "bo"})).empty());
    CHECK(idsOf(people, named({"%"})).empty());
    CHECK(idsOf(people, named({})).empty());
    auto both = named({"lee"});
    both.source = SourceFilter{"import", {}};
    CHECK(idsOf(people, both).empty());
}

TEST_CASE("a search for an address that very many people claim finds no others", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto email = people.list(ann, "email", "ann@example.com");
    people.list(bob, "email", "bob@example.com");
    people.writer().execute(
        "INSERT INTO profile (id, canonical_id, version, created_at, source_type, source_name, updated_at, "
        "known, listed, merge_count, sort_name) WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
        "FROM step WHERE n < 10500) SELECT 1000000 + n, 1000000 + n, 1, n, 'form', 's', n, 0, 1, 0, '' "
        "FROM step");
    people.writer().execute(
        "INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, first_seen, "
        "last_seen) SELECT id, CAST(:email AS bigint), 2, 'ann@example.com', 1, 1, 1 FROM profile WHERE id > "
        "1000000",
        email);
    ProfileQuery query;
    query.search = ProfileSearch{{}, {{"email", "ann@example.com"}}, {}};
    query.limit = 500;
    const auto found = idsOf(people, query);
    CHECK(found.size() >= 10'000);
    CHECK(std::set<base::ProfileId>(found.begin(), found.end()).size() == found.size());
    CHECK(std::ranges::find(found, ann) != found.end());
    CHECK(std::ranges::find(found, bob) == found.end());
}

TEST_CASE("a list that many people match or few of very many is complete over its pages", "[storage]") {
    People people(eachEngine());
    std::set<base::ProfileId> rare;
    people.writer().execute(
        "INSERT INTO profile (id, canonical_id, version, created_at, source_type, source_name, updated_at, "
        "known,"
        " listed, merge_count, sort_name) WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM "
        "step"
        " WHERE n < 12000) SELECT 1000000 + n, 1000000 + n, 1, n, CASE WHEN n % 3000 = 7 THEN 'form' ELSE "
        "'api' END,"
        " 's', n, 1, 1, 0, '' FROM step");
    people.writer().execute(
        "INSERT INTO name_word (profile_id, word) SELECT id, 'smith' FROM profile WHERE id > 1000000");
    for (const std::int64_t n : {7, 3'007, 6'007, 9'007}) rare.insert({1'000'000 + n});
    ProfileQuery query;
    query.source = SourceFilter{"form", {}};
    const auto first = listProfiles(*people.read(), query, kNow);
    CHECK(first.items.size() < rare.size());
    CHECK_FALSE(first.nextCursor.empty());
    const auto found = idsOf(people, query);
    CHECK(std::set<base::ProfileId>(found.begin(), found.end()) == rare);
    CHECK(found.size() == rare.size());

    auto smiths = named({"smi"});
    smiths.limit = 500;
    CHECK(idsOf(people, smiths).size() == 12'000);
    const auto called = people.profile();
    people.list(called, "external_id", "smi");
    people.list({1'000'001}, "email", "smi");
    auto alternatives = smiths;
    alternatives.search->id = called;
    alternatives.search->identifiers = {{"external_id", "smi"}, {"email", "smi"}};
    for (const auto sort : {ProfileSort::UpdatedDescending, ProfileSort::CreatedAscending}) {
        alternatives.sort = sort;
        const auto both = idsOf(people, alternatives);
        CHECK(both.size() == 12'001);
        CHECK(std::set<base::ProfileId>(both.begin(), both.end()).size() == both.size());
        CHECK(std::ranges::find(both, called) != both.end());
    }
    alternatives.source = query.source;
    CHECK(idsOf(people, alternatives).size() == rare.size());
    smiths.source = query.source;
    CHECK(sorted(idsOf(people, smiths)) == Ids(rare.begin(), rare.end()));
}
