// SPDX-License-Identifier: Apache-2.0
// All segments of one person. That each condition says of a person what it says of everybody, the other cases
// of this folder show.
#include "core/storage/segment/person_segments.hpp"

#include <string>
#include <vector>

#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using storage::PersonSegments;
using test::eachEngine;
using test::SegmentPeople;

namespace {

using Keys = std::vector<std::string>;

PersonSegments segmentsOf(SegmentPeople& people, base::ProfileId id) {
    const auto reader = people.database->read();
    return storage::segmentsOf(*reader, people.book, people.homesOf(id), people.clock.now());
}

PersonSegments segmentsOf(SegmentPeople& people, const std::string& name) {
    return segmentsOf(people, people.idOf(name));
}

std::string anyTag(const std::string& tag, std::size_t conditions) {
    std::string any;
    for (std::size_t i = 0; i < conditions; ++i) any += (i == 0 ? "" : ", ") + (R"({"tag": ")" + tag + "\"}");
    return R"({"any": [)" + any + "]}";
}

}  // namespace

TEST_CASE("a person is in each segment that holds them, named by others or static", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.field("ann", "tags", R"(["vip"])");
    people.field("old", "word", R"("hello")");
    people.observe("bob");
    people.define("vip", R"({"tag": "vip"})");
    people.define("a-word", R"({"field": "word", "is": "known"})");
    people.define("either", R"({"any": [{"segment": "vip"}, {"segment": "a-word"}]})");
    people.define("both", R"({"all": [{"segment": "vip"}, {"segment": "a-word"}]})");
    people.define("neither", R"({"none": [{"segment": "either"}, {"tag": "new"}]})");
    people.list(people.define("listed"), {"old"});
    people.define("nobody");
    CHECK(segmentsOf(people, "ann").keys == Keys{"either", "vip"});
    CHECK(segmentsOf(people, "old").keys == Keys{"a-word", "either", "listed"});
    CHECK(segmentsOf(people, "bob").keys == Keys{"neither"});
    people.observe({"ann", "old"});
    const auto merged = segmentsOf(people, "ann");
    CHECK(merged.keys == Keys{"a-word", "both", "either", "listed", "vip"});
    CHECK(merged.complete);
}

TEST_CASE("whoever no list holds is in no segment", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.define("untagged", R"({"none": [{"tag": "vip"}]})");
    people.observe("ann");
    const auto ann = people.idOf("ann");
    people.session->execute("UPDATE profile SET listed = 0 WHERE id = :id", ann);
    CHECK(segmentsOf(people, ann).keys.empty());
    people.session->execute("UPDATE profile SET listed = 1 WHERE id = :id", ann);
    CHECK(segmentsOf(people, ann).keys == Keys{"untagged"});
    people.book.clear();
    CHECK(segmentsOf(people, ann).keys.empty());
}

TEST_CASE("of a segment of which it can't be said the others are told", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.field("ann", "tags", R"(["vip"])");
    people.define("a", R"({"any": [{"tag": "vip"}, {"segment": "gone"}]})");
    people.define("b", R"({"none": [{"segment": "a"}]})");
    people.define("c", R"({"segment": "d"})");
    people.define("d", R"({"any": [{"segment": "c"}, {"tag": "vip"}]})");
    people.define("vip", R"({"tag": "vip"})");
    const auto found = segmentsOf(people, "ann");
    CHECK(found.keys == Keys{"vip"});
    CHECK_FALSE(found.complete);
}

TEST_CASE("the conditions that are asked about one person are as many as the bound says",
          "[storage][segment]") {
    constexpr std::size_t kOfOne = 100;
    static_assert(storage::kMaxPersonLeaves % kOfOne == 0);
    SegmentPeople people(eachEngine());
    people.field("ann", "tags", R"(["vip"])");
    Keys all;
    for (std::size_t i = 0; i < storage::kMaxPersonLeaves / kOfOne; ++i) {
        all.push_back("s" + std::to_string(100 + i));
        people.define(all.back(), anyTag("vip", kOfOne));
    }
    const auto within = segmentsOf(people, "ann");
    CHECK(within.keys == all);
    CHECK(within.complete);
    people.define("t", R"({"tag": "vip"})");
    const auto beyond = segmentsOf(people, "ann");
    CHECK(beyond.keys == all);
    CHECK_FALSE(beyond.complete);
}

TEST_CASE("a condition with very many values leaves room for the others", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.field("ann", "word", R"("w7")");
    std::string words;
    for (int i = 0; i < 200; ++i) words += (i == 0 ? "\"w" : ", \"w") + std::to_string(i) + '"';
    Keys all;
    for (int i = 100; i < 220; ++i) {
        all.push_back("s" + std::to_string(i));
        people.define(all.back(), R"({"field": "word", "is": "one_of", "values": [)" + words + "]}");
    }
    CHECK(segmentsOf(people, "ann").keys == all);
}
