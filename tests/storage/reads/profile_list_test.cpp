// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_list.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/error.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using model::EndpointState;
using model::Role;
using model::SubscriptionState;
using test::eachEngine;
using test::People;

namespace {

using Ids = std::vector<base::ProfileId>;

const base::Time kNow = base::fromMillis(1'000'000);

/// The ids in the order of the list, following the cursors to the end.
Ids idsOf(People& people, ProfileQuery query) {
    Ids ids;
    const auto session = people.read();
    for (int pages = 0; pages < 1'000; ++pages) {
        const auto page = listProfiles(*session, query, kNow);
        CHECK(page.items.size() <= query.limit);
        for (const auto& item : page.items) ids.push_back(item.id);
        if (page.nextCursor.empty()) return ids;
        query.cursor = page.nextCursor;
    }
    FAIL("the list does not end");
    return ids;
}

Ids sorted(Ids ids) {
    std::ranges::sort(ids);
    return ids;
}

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

ProfileQuery inState(std::vector<std::string> types, std::optional<EndpointState> state) {
    ProfileQuery query;
    query.endpoint = EndpointFilter{std::move(types), state};
    return query;
}

ProfileQuery inCategory(SubscriptionState state, std::optional<bool> byDefault = {}) {
    ProfileQuery query;
    query.category = CategoryFilter{"news", state, byDefault};
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
    query.known = KnownFilter::Anonymous;
    CHECK(idsOf(people, query) == Ids{reachable});
    query.known = KnownFilter::Any;
    for (const auto sort :
         {ProfileSort::UpdatedDescending, ProfileSort::CreatedAscending, ProfileSort::NameAscending}) {
        query.sort = sort;
        CHECK(sorted(idsOf(people, query)) == Ids{known, reachable, blank});
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

TEST_CASE("a list by source or tag holds those who have it", "[storage]") {
    People people(eachEngine());
    const auto shop = people.profile({.sourceType = "api", .sourceName = "shop"});
    const auto crm = people.profile({.sourceType = "api", .sourceName = "crm"});
    const auto old = people.profile();
    people.profile({.sourceType = "form", .sourceName = "shop"});
    people.merge(crm, old);
    people.field(old, "tags", "vip", "vip");
    people.field(shop, "tags", "vip", "vip", false);
    people.field(shop, "interests", "vip", "vip");
    ProfileQuery query;
    query.source = SourceFilter{"api", {}};
    CHECK(sorted(idsOf(people, query)) == Ids{shop, crm});
    query.source = SourceFilter{"api", "crm"};
    CHECK(idsOf(people, query) == Ids{crm});
    query = {};
    query.tag = "vip";
    CHECK(idsOf(people, query) == Ids{crm});
    query.tag = std::string(150, 'v');
    CHECK(idsOf(people, query).empty());
    people.field(shop, "tags", *query.tag, *query.tag);
    CHECK(idsOf(people, query) == Ids{shop});
    query.tag->back() = 'w';
    CHECK(idsOf(people, query).empty());
}

TEST_CASE("a list by the state of an endpoint holds those whose shown state it is", "[storage]") {
    People people(eachEngine());
    const auto bounced = people.profile();
    const auto back = people.profile();
    const auto fine = people.profile();
    const auto claimed = people.profile({.known = false});
    const auto both = people.profile();
    people.profile();
    const auto seen = people.observation(bounced);
    people.endpointState(people.list(bounced, "email", "a@example.com"), EndpointState::Blacklisted, seen,
                         100);
    const auto left = people.list(back, "email", "b@example.com");
    people.endpointState(left, EndpointState::Unsubscribed, seen, 100);
    people.endpointState(left, EndpointState::Active, seen, 200, model::EndpointEntry::Kind::OptIn);
    people.list(fine, "push_token", "t-1");
    people.list(claimed, "email", "c@example.com", Role::Claimed);
    const auto strict = people.list(both, "email", "d@example.com");
    people.endpointState(strict, EndpointState::Unsubscribed, seen, 100);
    people.endpointState(strict, EndpointState::Complained, seen, 100);

    CHECK(sorted(idsOf(people, inState({"email"}, {}))) == Ids{bounced, back, claimed, both});
    CHECK(sorted(idsOf(people, inState({"push_token", "web_push"}, {}))) == Ids{fine});
    CHECK(idsOf(people, inState({"push"}, {})).empty());
    CHECK(idsOf(people, inState({"email"}, EndpointState::Blacklisted)) == Ids{bounced});
    CHECK(idsOf(people, inState({}, EndpointState::Blacklisted)) == Ids{bounced});
    CHECK(idsOf(people, inState({"push_token"}, EndpointState::Blacklisted)).empty());
    CHECK(idsOf(people, inState({"email"}, EndpointState::Unsubscribed)).empty());
    CHECK(idsOf(people, inState({"email"}, EndpointState::Complained)) == Ids{both});
    CHECK(idsOf(people, inState({"email"}, EndpointState::Active)) == Ids{back});
    CHECK(sorted(idsOf(people, inState({}, EndpointState::Active))) == Ids{back, fine});
    CHECK(idsOf(people, inState({"email"}, EndpointState::Unconfirmed)) == Ids{claimed});
}

TEST_CASE("a list by state knows what the staff lifted", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bea = people.profile();
    const auto seen = people.observation(ann);
    for (const auto id : {ann, bea}) {
        const auto email = people.list(id, "email", id.text() + "@example.com");
        people.endpointState(email, EndpointState::Blacklisted, seen, 100);
        const auto source = id == ann ? "console" : "api";
        people.endpointState(email, EndpointState::Active, people.observation(id, {.sourceType = source}),
                             200);
    }
    CHECK(idsOf(people, inState({}, EndpointState::Blacklisted)) == Ids{bea});
    CHECK(idsOf(people, inState({}, EndpointState::Active)) == Ids{ann});
}

TEST_CASE("a list by reason holds those who show a state for it", "[storage]") {
    People people(eachEngine());
    const auto bounced = people.profile();
    const auto strict = people.profile();
    const auto lifted = people.profile();
    const auto seen = people.observation(bounced);
    const auto say = [&](base::ProfileId profile, EndpointState state, const std::string& reason) {
        const auto row = people.endpointState(people.list(profile, "email", profile.text() + "@example.com"),
                                              state, seen, 100);
        people.writer().execute("UPDATE endpoint_state SET reason = :reason WHERE id = :id", reason, row);
    };
    say(bounced, EndpointState::Blacklisted, "inactive_address");
    say(strict, EndpointState::Complained, "abuse");
    const auto email = people.identifier("email", strict.text() + "@example.com");
    people.endpointState(email, EndpointState::Blacklisted, seen, 100);
    say(lifted, EndpointState::Unsubscribed, "one_click");
    people.endpointState(people.identifier("email", lifted.text() + "@example.com"), EndpointState::Active,
                         seen, 200, model::EndpointEntry::Kind::OptIn);

    const auto because = [&](std::optional<EndpointState> state, const std::string& reason) {
        auto query = inState({}, state);
        query.endpoint->reason = reason;
        return idsOf(people, query);
    };
    CHECK(because(EndpointState::Blacklisted, "inactive_address") == Ids{bounced});
    CHECK(because({}, "inactive_address") == Ids{bounced});
    CHECK(because(EndpointState::Complained, "inactive_address").empty());
    CHECK(because({}, "abuse") == Ids{strict});
    CHECK(because({}, "why").empty());  // That of a state which a stricter one hides.
    CHECK(because({}, "one_click").empty());
    CHECK(because(EndpointState::Active, "one_click").empty());
}

TEST_CASE("a list by category holds those whose state in it that is, by default or by what they said",
          "[storage]") {
    People people(eachEngine());
    const auto in = people.profile();
    const auto out = people.profile();
    const auto pending = people.profile();
    const auto quiet = people.profile();
    const auto old = people.profile();
    people.merge(in, old);
    people.consent(in, "news", false, people.observation(in), 100);
    people.consent(old, "news", true, people.observation(old), 200);
    people.consent(out, "news", true, people.observation(out), 100);
    people.consent(out, "news", false, people.observation(out), 200);
    people.consent(pending, "news", true, people.observation(pending, {.attested = false}), 100);
    people.consent(quiet, "offers", true, people.observation(quiet), 100);

    CHECK(idsOf(people, inCategory(SubscriptionState::Subscribed)) == Ids{in});
    CHECK(idsOf(people, inCategory(SubscriptionState::Unsubscribed)) == Ids{out});
    CHECK(idsOf(people, inCategory(SubscriptionState::Pending)) == Ids{pending});
    CHECK(sorted(idsOf(people, inCategory(SubscriptionState::Subscribed, true))) == Ids{in, quiet});
    CHECK(sorted(idsOf(people, inCategory(SubscriptionState::Unsubscribed, false))) == Ids{out, quiet});
    CHECK(idsOf(people, inCategory(SubscriptionState::Subscribed, false)) == Ids{in});
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
