// SPDX-License-Identifier: Apache-2.0
// How many people a list holds, and whom the beginning of an address finds.
#include "core/storage/profile_count.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/model/segment/condition.hpp"
#include "core/storage/profile_fold.hpp"
#include "core/storage/segment/membership.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

namespace {

using Ids = std::vector<base::ProfileId>;

const base::Time kNow = base::fromMillis(1'000'000);

/// Many people of the source `api`, a tenth of them of `form`, all with one tag, with the ids from 1,000,001
/// on.
void addCrowd(People& people, std::int64_t count) {
    people.writer().execute(
        "INSERT INTO profile (id, canonical_id, version, created_at, source_type, source_name, updated_at, "
        "known, listed, merge_count, sort_name) WITH RECURSIVE step(n) AS (SELECT CAST(1 AS bigint) UNION "
        "ALL "
        "SELECT n + 1 FROM step WHERE n < :count) SELECT 1000000 + n, 1000000 + n, 1, n, CASE WHEN n % 10 = "
        "0 "
        "THEN 'form' ELSE 'api' END, 's', n, 1, 1, 0, '' FROM step",
        count);
    people.writer().execute(
        "INSERT INTO name_word (profile_id, word) SELECT id, 'smith' FROM profile WHERE id > 1000000");
}

std::string countOf(People& people, const ProfileQuery& query) {
    const auto total = countProfiles(*people.read(), query, kNow);
    return std::to_string(total.count) + (total.atLeast ? "+" : "");
}

ProfileQuery begun(const std::string& type, const std::string& value) {
    ProfileQuery query;
    query.search = ProfileSearch{{}, {}, {}, {{type, value}}};
    return query;
}

Ids idsOf(People& people, const ProfileQuery& query) {
    Ids ids;
    for (const auto& item : listProfiles(*people.read(), query, kNow).items) ids.push_back(item.id);
    std::ranges::sort(ids);
    return ids;
}

}  // namespace

TEST_CASE("a list of more than can be counted has at least so many", "[storage]") {
    People people(eachEngine());
    addCrowd(people, 10'000);
    ProfileQuery query;
    CHECK(countOf(people, query) == "10000");
    query.source = SourceFilter{"api", {}};
    CHECK(countOf(people, query) == "9000");
    query.known = KnownFilter::ListedAnonymous;
    CHECK(countOf(people, query) == "0");
    query = {};
    people.profile({.sourceType = "form"});
    CHECK(countOf(people, query) == "10000+");
    query.source = SourceFilter{"form", {}};
    CHECK(countOf(people, query) == "1001");
    query.source->name = "shop";
    CHECK(countOf(people, query) == "1");
}

TEST_CASE("a list that no index knows is counted as far as it is walked along", "[storage]") {
    People people(eachEngine());
    addCrowd(people, 12'000);
    ProfileQuery smiths;
    smiths.search = ProfileSearch{{}, {}, {"smi"}};
    CHECK(countOf(people, smiths) == "10000+");
    smiths.source = SourceFilter{"form", {}};
    CHECK(countOf(people, smiths) == "1200");
    ProfileQuery any;
    any.known = KnownFilter::Any;
    CHECK(countOf(people, any) == "10000+");
    any.source = SourceFilter{"form", {}};
    CHECK(countOf(people, any) == "1200");
}

TEST_CASE("all anonymous are counted, those who are not listed too", "[storage]") {
    People people(eachEngine());
    people.profile();
    people.profile({.known = false});
    people.profile({.known = false, .listed = false, .sourceType = "form"});
    people.profile({.known = false, .listed = false});
    ProfileQuery query;
    query.known = KnownFilter::Anonymous;
    CHECK(countOf(people, query) == "3");
    query.source = SourceFilter{"form", {}};
    CHECK(countOf(people, query) == "1");
    query.known = KnownFilter::ListedAnonymous;
    CHECK(countOf(people, query) == "0");
}

TEST_CASE("the condition of a list counts beside its filters", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile({.sourceType = "form"});
    const auto bob = people.profile();
    for (const auto id : {ann, bob}) people.field(id, "tags", "vip", "vip");
    const model::Condition vip{
        model::FieldCondition{"tags",
                              model::ValueKind::Text,
                              true,
                              {model::Operator::Contains, {{model::ValueKind::Text, 0, "vip"}}, 0}}};
    const SegmentBook book;
    const SegmentQuestion question{vip, book, kNow};
    ProfileQuery query;
    query.segment = &question;
    CHECK(countOf(people, query) == "2");
    query.source = SourceFilter{"form", {}};
    CHECK(countOf(people, query) == "1");
    CHECK(idsOf(people, query) == Ids{ann});
    query.search = ProfileSearch{bob, {}, {}};
    CHECK(countOf(people, query) == "0");
}

TEST_CASE("of many whom a search finds all are counted for whom a condition holds", "[storage]") {
    People people(eachEngine());
    const auto many = GENERATE(as<std::int64_t>{}, kFolded, kFolded + 10, 3 * kFolded + 10);
    addCrowd(people, many);
    const model::Condition fromForm{model::ProfileCondition{
        model::Attribute::SourceType, {model::Operator::Equals, {{model::ValueKind::Text, 0, "form"}}, 0}}};
    const SegmentBook book;
    const SegmentQuestion question{fromForm, book, kNow};
    ProfileQuery query;
    query.segment = &question;
    query.search = ProfileSearch{{}, {}, {"smi"}};
    CHECK(countOf(people, query) == std::to_string(many / 10));
    query.search->words = {"smithers"};
    CHECK(countOf(people, query) == "0");
}

TEST_CASE("a list of very many for whom a condition holds is complete over full pages, in every order",
          "[storage]") {
    People people(eachEngine());
    addCrowd(people, 11'500);
    const model::Condition fromApi{model::ProfileCondition{
        model::Attribute::SourceType, {model::Operator::Equals, {{model::ValueKind::Text, 0, "api"}}, 0}}};
    const SegmentBook book;
    const SegmentQuestion question{fromApi, book, kNow};
    for (std::size_t sort = 0; sort < kProfileSorts; ++sort) {
        ProfileQuery query;
        query.segment = &question;
        query.sort = static_cast<ProfileSort>(sort);
        query.limit = 450;
        Ids ids;
        do {
            const auto page = listProfiles(*people.read(), query, kNow);
            CHECK(page.items.size() == 450);
            for (const auto& item : page.items) ids.push_back(item.id);
            query.cursor = page.nextCursor;
        } while (!query.cursor.empty());
        CHECK(ids.size() == 10'350);
        const auto isAscending = std::ranges::is_sorted(ids);
        const auto isDescending = std::ranges::is_sorted(ids, std::ranges::greater{});
        CHECK(isAscending != isDescending);
        CHECK(std::set<base::ProfileId>(ids.begin(), ids.end()).size() == ids.size());
    }
    ProfileQuery narrowed;
    narrowed.segment = &question;
    narrowed.known = KnownFilter::ListedAnonymous;
    people.writer().execute("UPDATE profile SET known = 0 WHERE id = 1000001");
    CHECK(countOf(people, narrowed) == "1");
    Ids found;
    do {
        const auto page = listProfiles(*people.read(), narrowed, kNow);
        for (const auto& item : page.items) found.push_back(item.id);
        narrowed.cursor = page.nextCursor;
    } while (!narrowed.cursor.empty());
    CHECK(found == Ids{{1'000'001}});
}

TEST_CASE("the beginning of an address finds whoever lists it, in whatever role", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto bob = people.profile();
    const auto old = people.profile();
    people.list(old, "email", "ann@example.com");
    people.merge(ann, old);
    people.list(bob, "email", "anna@example.com", model::Role::Claimed);
    people.list(people.profile(), "email", "ao@example.com");
    people.list(people.profile(), "phone", "ann");
    people.identifier("email", "ann@nobody.example");
    CHECK(idsOf(people, begun("email", "ann")) == Ids{ann, bob});
    CHECK(idsOf(people, begun("email", "ann@")) == Ids{ann});
    CHECK(idsOf(people, begun("email", "ann@example.com")) == Ids{ann});
    CHECK(idsOf(people, begun("email", "nn@")).empty());
    CHECK(idsOf(people, begun("email", "Ann")).empty());
    CHECK(countOf(people, begun("email", "ann")) == "2");
}

TEST_CASE("of very many whose address begins so the first are found, and said not to be all", "[storage]") {
    People people(eachEngine());
    Ids first;
    people.together([&] {
        for (std::size_t i = 0; i <= kBegun; ++i) {
            const auto id = people.profile();
            people.list(id, "email", "ann" + std::to_string(1'000 + i) + "@example.com");
            if (i < kBegun) first.push_back(id);
        }
    });
    auto query = begun("email", "ann");
    query.limit = 500;
    CHECK(idsOf(people, query) == first);
    CHECK(countOf(people, query) == std::to_string(kBegun) + "+");
    CHECK(countOf(people, begun("email", "ann10")) == "100");
}
