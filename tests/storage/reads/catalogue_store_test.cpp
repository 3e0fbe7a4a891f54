// SPDX-License-Identifier: Apache-2.0
#include "core/storage/catalogue_store.hpp"

#include "core/base/error.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::MigratedDatabase;

namespace {

StoredField field(const std::string& key, const std::string& group = "") {
    StoredField made;
    made.key = key;
    made.group = group;
    made.type = "text";
    made.createdAt = made.updatedAt = base::fromMillis(1);
    return made;
}

}  // namespace

TEST_CASE("an entry is read as it was put, and put in the place of what it was", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    auto wanted = field("tier", "loyalty");
    wanted.names = {{"en", "Tier"}, {"uk", "Рівень"}};
    wanted.options = R"({"max_length":20})";
    wanted.displayDefault = "\"none\"";
    wanted.personal = true;
    wanted.indexed = false;
    wanted.mergeRule = model::MergeRule::First;
    wanted.managedBy = ManagedBy::Configuration;
    putEntry(*writer, wanted);
    auto found = findEntry<StoredField>(*writer, "tier").value();
    CHECK(found.names == wanted.names);
    CHECK(found.group == "loyalty");
    CHECK(found.options == wanted.options);
    CHECK(found.displayDefault == wanted.displayDefault);
    CHECK(found.personal);
    CHECK_FALSE(found.indexed);
    CHECK(found.mergeRule == model::MergeRule::First);
    CHECK(found.managedBy == ManagedBy::Configuration);
    CHECK_FALSE(found.archivedAt);
    CHECK(found.createdAt == base::fromMillis(1));

    found.archivedAt = found.updatedAt = base::fromMillis(2);
    found.createdAt = base::fromMillis(2);
    found.displayDefault.reset();
    found.version = 2;
    putEntry(*writer, found);
    const auto again = findEntry<StoredField>(*writer, "tier").value();
    CHECK(again.archivedAt == base::fromMillis(2));
    CHECK(again.createdAt == base::fromMillis(1));
    CHECK_FALSE(again.displayDefault);
    CHECK(again.version == 2);
    CHECK(countEntries<StoredField>(*writer) == 1);
}

TEST_CASE("entries are listed by their keys, byte by byte", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    for (const char* key : {"b", "a_b", "a.b", "a"}) putEntry(*writer, field(key));
    std::vector<std::string> keys;
    for (const auto& each : readEntries<StoredField>(*writer)) keys.push_back(each.key);
    CHECK(keys == std::vector<std::string>{"a", "a.b", "a_b", "b"});
    CHECK_FALSE(findEntry<StoredField>(*writer, "A"));
    CHECK_FALSE(findEntry<StoredGroup>(*writer, "a"));
}

TEST_CASE("only fields that are not archived keep a group", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    putEntry(*writer, field("tier", "loyalty"));
    putEntry(*writer, field("shoe"));
    auto archived = field("points", "loyalty");
    archived.archivedAt = base::fromMillis(2);
    putEntry(*writer, archived);
    CHECK(fieldsOfGroup(*writer, "loyalty", 5) == std::vector<std::string>{"tier"});
    CHECK(fieldsOfGroup(*writer, "size", 5).empty());
}

TEST_CASE("the version moves with what is locked, and not with what is rolled back", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    CHECK(hasCatalogue(*writer));
    const auto before = catalogueVersion(*writer);
    {
        Transaction transaction(*writer);
        CHECK(lockCatalogue(*writer) == before + 1);
    }
    CHECK(catalogueVersion(*writer) == before);
    Transaction transaction(*writer);
    lockCatalogue(*writer);
    transaction.commit();
    CHECK(catalogueVersion(*writer) == before + 1);
    CHECK(readCatalogue(*writer).version == before + 1);
}

TEST_CASE("a database without tables has no catalogue", "[storage]") {
    test::TestDatabase fresh(eachEngine());
    Database database(fresh.settings());
    CHECK_FALSE(hasCatalogue(*database.openWriter()));
}
