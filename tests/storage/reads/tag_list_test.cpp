// SPDX-License-Identifier: Apache-2.0
#include "core/storage/tag_list.hpp"

#include <string>
#include <tuple>
#include <vector>

#include "core/base/error.hpp"
#include "core/storage/cursor.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::People;

namespace {

using Counts = std::vector<std::tuple<std::string, std::int64_t, bool>>;

void tag(People& people, base::ProfileId home, const std::string& text) {
    people.field(home, "tags", text, text);
}

TagPage pageOf(People& people, const TagQuery& query) {
    const auto session = people.read();
    return listTags(*session, query);
}

Counts countsOf(People& people, const TagQuery& query = {}) {
    Counts counts;
    for (const auto& each : pageOf(people, query).items)
        counts.emplace_back(each.tag, each.people, each.atLeast);
    return counts;
}

TagQuery beginning(const std::string& prefix) {
    TagQuery query;
    query.prefix = prefix;
    return query;
}

}  // namespace

TEST_CASE("a list of tags holds those that listed people have, each with how many", "[storage]") {
    People people(eachEngine());
    CHECK(countsOf(people).empty());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto bob = people.profile();
    const auto nobody = people.profile({.known = false, .listed = false});
    people.merge(ann, old);
    tag(people, old, "vip");
    tag(people, bob, "vip");
    tag(people, ann, "new");
    tag(people, nobody, "vip");
    tag(people, nobody, "ghost");
    people.field(ann, "tags", "lost", "lost", false);
    people.field(bob, "interests", "ski", "ski");
    const Counts all{{"new", 1, false}, {"vip", 2, false}};
    CHECK(countsOf(people) == all);
    TagQuery exact;
    exact.countsAll = true;
    CHECK(countsOf(people, exact) == all);
}

TEST_CASE("tags stand in the order of their bytes, and are found by what they begin with", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    for (const char* text :
         {"a", "Z", "\xC3\xA4", "vip", "vip gold", "vip2", "vi", "\xF0\x9F\x98\x80", "VIP"})
        tag(people, ann, text);
    const auto names = [&](const TagQuery& query) {
        std::vector<std::string> found;
        for (const auto& each : pageOf(people, query).items) found.push_back(each.tag);
        return found;
    };
    using Names = std::vector<std::string>;
    CHECK(names({}) ==
          Names{"VIP", "Z", "a", "vi", "vip", "vip gold", "vip2", "\xC3\xA4", "\xF0\x9F\x98\x80"});
    CHECK(names(beginning("vip")) == Names{"vip", "vip gold", "vip2"});
    CHECK(names(beginning("vip ")) == Names{"vip gold"});
    CHECK(names(beginning("\xF0\x9F\x98\x80")) == Names{"\xF0\x9F\x98\x80"});
    CHECK(names(beginning("w")).empty());
    CHECK(names(beginning("%")).empty());
}

TEST_CASE("pages of tags hold each once", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto nobody = people.profile({.known = false, .listed = false});
    for (const char* text : {"a", "aa", "b", "c"}) tag(people, ann, text);
    // A page on which nobody has anything is none of the last.
    for (const char* text : {"ab", "ac", "ad"}) tag(people, nobody, text);
    const bool exact = GENERATE(false, true);
    TagQuery query;
    query.limit = 2;
    query.countsAll = exact;
    std::vector<std::string> seen;
    for (int pages = 0; pages < 10; ++pages) {
        const auto page = pageOf(people, query);
        CHECK(page.items.size() <= 2);
        for (const auto& each : page.items) seen.push_back(each.tag);
        query.cursor = page.nextCursor;
        if (query.cursor.empty()) break;
    }
    CHECK(query.cursor.empty());
    CHECK(seen == std::vector<std::string>{"a", "aa", "b", "c"});
    query = beginning("a");
    query.limit = 1;
    query.cursor = pageOf(people, query).nextCursor;
    CHECK(countsOf(people, query) == Counts{{"aa", 1, false}});
}

TEST_CASE("of a tag that very many have is said that there are more, unless all are counted", "[storage]") {
    People people(eachEngine());
    people.together([&] {
        for (std::int64_t i = 0; i <= kMostTagged; ++i) {
            const auto person = people.profile();
            tag(people, person, "many");
            if (i < kMostTagged) tag(people, person, "most");
        }
    });
    CHECK(countsOf(people) == Counts{{"many", kMostTagged, true}, {"most", kMostTagged, false}});
    TagQuery exact;
    exact.countsAll = true;
    CHECK(countsOf(people, exact) == Counts{{"many", kMostTagged + 1, false}, {"most", kMostTagged, false}});
}

TEST_CASE("a cursor of another list and a limit out of bounds are refused", "[storage]") {
    People people(eachEngine());
    TagQuery query;
    query.cursor = writeCursor({"segments", {}, "vip"});
    CHECK_THROWS_AS(pageOf(people, query), base::Error);
    query.cursor.clear();
    for (const std::size_t limit : {std::size_t{0}, kMaxPage + 1}) {
        query.limit = limit;
        CHECK_THROWS_AS(pageOf(people, query), base::Error);
    }
}
