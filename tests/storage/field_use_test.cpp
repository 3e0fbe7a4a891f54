// SPDX-License-Identifier: Apache-2.0
#include "core/storage/field_use.hpp"

#include "core/storage/catalogue_store.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using test::GroupFixture;

namespace {

void makeField(GroupFixture& on, const std::string& key, const std::string& type) {
    storage::StoredField field;
    field.key = key;
    field.type = type;
    storage::putEntry(*on.session, field);
}

/// One that says something of `nickname`, which the catalogue of the tests knows as a text.
model::Observation observation(GroupFixture& on, const std::string& id, const std::string& type) {
    auto made = on.prepare(R"({"identifiers": [{"type": "external_id", "value": ")" + id +
                           R"("}], "fields": {"nickname": "Ann"}})");
    made.firstUses.push_back({"nickname", type, model::MergeRule::Latest});
    return made;
}

}  // namespace

TEST_CASE("a first value makes a field one that is in use, which others are told", "[storage]") {
    GroupFixture on;
    makeField(on, "nickname", "text");
    const auto before = storage::catalogueVersion(*on.session);
    CHECK_FALSE(on.write({observation(on, "1", "text")}).front().problem);
    CHECK(storage::findEntry<storage::StoredField>(*on.session, "nickname")->inUse);
    const auto after = storage::catalogueVersion(*on.session);
    CHECK(after > before);
    CHECK_FALSE(on.write({observation(on, "2", "text")}).front().problem);
    CHECK(storage::catalogueVersion(*on.session) == after);
    CHECK(on.count("field_value") == 2);
}

TEST_CASE("what was read by another type is refused, and others of its group stand", "[storage]") {
    GroupFixture on;
    makeField(on, "nickname", "text");
    std::vector<model::Observation> group;
    group.push_back(observation(on, "1", "integer"));
    group.push_back(observation(on, "2", "text"));
    const auto outcomes = on.write(group);
    REQUIRE(outcomes[0].problem);
    CHECK(outcomes[0].problem->code() == base::ErrorCode::Unavailable);
    CHECK_FALSE(outcomes[1].problem);
    CHECK(on.count("field_value") == 1);
    // Also once the field is in use.
    CHECK(on.write({observation(on, "3", "integer")}).front().problem);
    CHECK(on.count("profile") == 1);
}

TEST_CASE("a group that is refused as a whole uses nothing", "[storage]") {
    GroupFixture on;
    makeField(on, "nickname", "text");
    CHECK(on.write({observation(on, "1", "integer")}).front().problem);
    CHECK_FALSE(storage::findEntry<storage::StoredField>(*on.session, "nickname")->inUse);
    CHECK(on.count("profile") == 0);
}

TEST_CASE("values without a field tell what they are, until there is a field", "[storage]") {
    GroupFixture on;
    CHECK_FALSE(on.write(R"({"identifiers": [{"type": "external_id", "value": "1"}],
                             "fields": {"age_limit": 18, "nickname": "Ann", "signup": "web", "vip": null,
                                        "tags": ["a", "b"]}})")
                    .problem);
    // As the migration that brought the catalogue did.
    on.session->execute("INSERT INTO field_in_use (field) SELECT DISTINCT field FROM field_value");
    makeField(on, "nickname", "text");
    using model::ValueKind;
    CHECK(storage::readValuesWithoutField(*on.session) ==
          storage::ValuesWithoutField{{"age_limit", {{ValueKind::Integer, false}}},
                                      {"signup", {{ValueKind::Text, false}}},
                                      {"tags", {{ValueKind::Text, true}}}});
    for (const char* key : {"age_limit", "signup", "tags"}) makeField(on, key, "text");
    CHECK(storage::readValuesWithoutField(*on.session).empty());
}
