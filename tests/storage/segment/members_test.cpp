// SPDX-License-Identifier: Apache-2.0
// Who is counted, and who is not any more.
#include <optional>

#include "core/storage/erasure/erasure.hpp"
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using test::eachEngine;
using test::Names;
using test::SegmentPeople;

namespace {

/// Ends somebody to the last row.
void erase(SegmentPeople& people, base::ProfileId profile) {
    people.decide(model::EraseCommand{{profile, {}}, "person_request"});
    bool isLeft = true;
    while (isLeft) {
        storage::Transaction transaction(*people.session);
        isLeft = storage::eraseSome(*people.session, {}, people.clock.now(), 100, {}).has_value();
        transaction.commit();
    }
}

/// Every kind of condition that everybody fulfils here.
const std::vector<std::string> kEverybody{R"({"tag": "a"})",
                                          R"({"segment": "tagged"})",
                                          R"({"segment": "listed"})",
                                          R"({"field": "word", "is": "not_equals", "value": "x"})",
                                          R"({"identifier": "email", "state": "active"})",
                                          R"({"subscription": "offers"})",
                                          R"({"activity": {"channel": "email"}})",
                                          R"({"activity": {}, "times": {"at_most": 9}})",
                                          R"({"none": [{"tag": "b"}]})"};

void checkAll(SegmentPeople& people, const Names& names) {
    for (const auto& condition : kEverybody) {
        INFO(condition);
        CHECK(people.members(condition) == names);
    }
}

std::int64_t rowsOf(SegmentPeople& people, const std::string& table) {
    return std::get<0>(*people.session->first<std::int64_t>("SELECT count(*) FROM " + table));
}

}  // namespace

TEST_CASE("the deleted are in no segment until they are restored, and the erased are in none again",
          "[storage][segment]") {
    SegmentPeople people(eachEngine());
    for (const char* name : {"ann", "anna", "bob"}) {
        people.observe(name, R"({"fields": {"tags": ["a"]}, "activities": [{"channel": "email", "id": ")" +
                                 std::string(name) + R"(", "status": "read", "message": {"id": "m"}}]})");
    }
    people.define("tagged", R"({"tag": "a"})");
    people.list(people.define("listed"), {"ann", "anna", "bob"});
    people.observe({"ann", "anna"});
    checkAll(people, {"ann", "anna", "bob"});

    const auto ann = people.idOf("anna");
    people.decide(model::DeleteCommand{{ann, {}}});
    checkAll(people, {"bob"});
    people.decide(model::RestoreCommand{{ann, {}}});
    checkAll(people, {"ann", "anna", "bob"});
    CHECK(rowsOf(people, "segment_member") == 3);

    erase(people, ann);
    checkAll(people, {"bob"});
    CHECK(rowsOf(people, "segment_member") == 1);
    CHECK(rowsOf(people, "erasure WHERE finished_at IS NULL") == 0);
}

TEST_CASE("a merge that was taken back leaves two people, each in their own segments", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.field("ann", "tags", R"(["a"])");
    people.field("bob", "tags", R"(["b"])");
    people.list(people.define("listed"), {"bob"});
    const auto ann = people.idOf("ann");
    const auto merged =
        people.decide(model::MergeCommand{{{ann, {}}, {}}, {{people.idOf("bob"), {}}, {}}, ann, false});
    CHECK(people.members(R"({"all": [{"tag": "a"}, {"tag": "b"}]})") == Names{"ann", "bob"});
    CHECK(people.members(R"({"segment": "listed"})") == Names{"ann", "bob"});
    people.decide(model::UndoCommand{merged.merge, "a mistake"});
    CHECK(people.members(R"({"all": [{"tag": "a"}, {"tag": "b"}]})").empty());
    CHECK(people.members(R"({"tag": "a"})") == Names{"ann"});
    CHECK(people.members(R"({"segment": "listed"})") == Names{"bob"});
}

TEST_CASE("members are counted up to a bound, if there is one", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    for (const char* name : {"a", "b", "c", "d", "e"}) people.field(name, "tags", R"(["a"])");
    people.observe({"a", "b"});
    people.observe("none");
    const auto condition = model::parseCondition(R"({"tag": "a"})", people.catalogue);
    const auto counted = [&](std::optional<std::int64_t> most) {
        const auto reader = people.database->read();
        return storage::countMembers(*reader, {condition, people.book, people.clock.now()}, most);
    };
    CHECK(counted({}) == 4);
    CHECK(counted(1) == 1);
    CHECK(counted(3) == 3);
    CHECK(counted(4) == 4);
    CHECK(counted(5) == 4);
}
