// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/provisioning.hpp"

#include "core/catalogue/definer.hpp"
#include "core/catalogue/entry_rules.hpp"
#include "core/storage/field_use.hpp"
#include "tests/catalogue/catalogue_bench.hpp"

using namespace kith;
using catalogue::Change;
using storage::ManagedBy;
using test::CatalogueBench;
using test::configuredField;
using test::wanting;

namespace {

using Lines = std::vector<std::string>;

/// `added field tier` of each.
Lines brief(const std::vector<Change>& changes) {
    Lines lines;
    for (const auto& change : changes)
        lines.push_back(std::string(catalogue::changeName(change.kind)) + ' ' + std::string(change.what) +
                        ' ' + change.key);
    return lines;
}

/// `pointer code` of what is wrong.
Lines faultsOf(CatalogueBench& on, const catalogue::Wanted& wanted) {
    Lines lines;
    try {
        static_cast<void>(on.provision(wanted));
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::Configuration);
        for (const auto& each : error.violations()) lines.push_back(each.pointer + ' ' + each.code);
    }
    return lines;
}

void use(CatalogueBench& on, const storage::StoredField& field) {
    const model::FieldUse use{field.key, field.type, field.mergeRule};
    storage::Transaction transaction(*on.writer);
    REQUIRE(storage::useFields(*on.writer, {&use}).empty());
    transaction.commit();
}

/// A number of somebody's, of a database that is older than the catalogue.
void keepNumber(CatalogueBench& on, const std::string& key) {
    on.writer->execute(
        "INSERT INTO field_value (home, field, element, present, kind, number_value, observation_id, at,"
        " profile_id, current) VALUES (1, :key, '', 1, 1, 7, 1, 0, 1, 1)",
        key);
    on.writer->execute("INSERT INTO field_in_use (field) VALUES (:key)", key);
}

const std::string kMetals = R"({"choices": ["bronze", "silver"]})";

}  // namespace

TEST_CASE("what the configuration says is written once", "[catalogue]") {
    CatalogueBench on;
    const auto wanted = wanting({configuredField("tier", "single_choice", kMetals)});
    CHECK(brief(on.provision(wanted)) == Lines{"added field tier"});
    const auto version = storage::catalogueVersion(*on.writer);
    const auto made = on.field("tier");
    CHECK(made.type == "single_choice");
    CHECK(made.managedBy == ManagedBy::Configuration);
    CHECK(made.createdAt == test::kThen);
    CHECK_FALSE(made.inUse);
    CHECK(on.provision(wanted).empty());
    CHECK(storage::catalogueVersion(*on.writer) == version);
    CHECK(on.field("tier").version == 1);
}

TEST_CASE("a change says from what to what", "[catalogue]") {
    CatalogueBench on;
    auto field = configuredField("tier", "single_choice", kMetals);
    static_cast<void>(on.provision(wanting({field})));
    field.names = {{"en", "Tier"}};
    const auto changes = on.provision(wanting({field}));
    REQUIRE(brief(changes) == Lines{"changed field tier"});
    REQUIRE(changes[0].members.size() == 1);
    CHECK(changes[0].members[0].name == "names");
    CHECK(changes[0].members[0].before == "{}");
    CHECK(changes[0].members[0].after == R"({"en":"Tier"})");
    CHECK(on.field("tier").version == 2);
}

TEST_CASE("what is named no longer is archived, and comes back when it is named again", "[catalogue]") {
    CatalogueBench on;
    const auto wanted = wanting({configuredField("shoe", "integer"), configuredField("hat", "integer")});
    static_cast<void>(on.provision(wanted));
    CHECK(brief(on.provision(wanting({configuredField("hat", "integer")}))) == Lines{"archived field shoe"});
    CHECK(on.field("shoe").archivedAt == test::kThen);
    CHECK(on.field("shoe").managedBy == ManagedBy::Api);
    CHECK(on.provision(wanting({configuredField("hat", "integer")})).empty());
    CHECK(brief(on.provision(wanted)) == Lines{"changed field shoe"});
    CHECK_FALSE(on.field("shoe").archivedAt);
    CHECK(on.field("shoe").managedBy == ManagedBy::Configuration);
}

TEST_CASE("the type of a field with values stays, and all is as it was", "[catalogue]") {
    CatalogueBench on;
    const auto field = configuredField("shoe", "integer");
    static_cast<void>(on.provision(wanting({field})));
    SECTION("until it has one it may change") {
        CHECK(brief(on.provision(wanting({configuredField("shoe", "decimal")}))) ==
              Lines{"changed field shoe"});
        CHECK(on.field("shoe").type == "decimal");
    }
    SECTION("then it may not, nor its merge rule") {
        use(on, field);
        CHECK(on.field("shoe").inUse);
        auto other = field;
        other.mergeRule = model::MergeRule::First;
        CHECK(faultsOf(on, wanting({configuredField("hat", "text"), configuredField("shoe", "decimal")})) ==
              Lines{"/fields/1/type field_in_use"});
        CHECK(faultsOf(on, wanting({other})) == Lines{"/fields/0/merge_rule field_in_use"});
        CHECK(on.field("shoe").type == "integer");
        CHECK_FALSE(storage::findEntry<storage::StoredField>(*on.writer, "hat"));
    }
}

TEST_CASE("where values are kept no field of another type is made, whatever dropped theirs", "[catalogue]") {
    CatalogueBench on;
    keepNumber(on, "shoe");
    for (const char* type : {"text", "decimal", "boolean", "tags"}) {
        INFO(type);
        CHECK(faultsOf(on, wanting({configuredField("hat", "text"), configuredField("shoe", type)})) ==
              Lines{"/fields/1/type another_type"});
    }
    CHECK_FALSE(storage::findEntry<storage::StoredField>(*on.writer, "hat"));
    CHECK_FALSE(storage::findEntry<storage::StoredField>(*on.writer, "shoe"));
    CHECK(brief(on.provision(wanting({configuredField("shoe", "integer")}))) == Lines{"added field shoe"});
    CHECK(on.field("shoe").inUse);
    // Dropped once more, it is there with its type.
    CHECK(brief(on.provision(wanting({}))) == Lines{"archived field shoe"});
    CHECK(faultsOf(on, wanting({configuredField("shoe", "text")})) == Lines{"/fields/0/type field_in_use"});
}

TEST_CASE("options of a field with values only become wider, defaults of the type counted", "[catalogue]") {
    CatalogueBench on;
    const auto field = configuredField("name", "text", R"({"max_length": 500})");
    static_cast<void>(on.provision(wanting({field})));
    use(on, field);
    CHECK(faultsOf(on, wanting({configuredField("name", "text", R"({"max_length": 20})")})) ==
          Lines{"/fields/0/options/max_length narrowed"});
    CHECK(faultsOf(on, wanting({configuredField("name", "text", R"({"max_length": 600})")})).empty());
}

TEST_CASE("a field of the API is taken over if its type is the same", "[catalogue]") {
    CatalogueBench on;
    storage::StoredField made = configuredField("shoe", "integer");
    made.managedBy = ManagedBy::Api;
    on.put(made);
    CHECK(faultsOf(on, wanting({configuredField("shoe", "text")})) == Lines{"/fields/0/type another_type"});
    CHECK(on.field("shoe").managedBy == ManagedBy::Api);
    CHECK(brief(on.provision(wanting({configuredField("shoe", "integer")}))) == Lines{"changed field shoe"});
    CHECK(on.field("shoe").managedBy == ManagedBy::Configuration);
}

TEST_CASE("what is said of another type can be done, and is enough", "[catalogue]") {
    CatalogueBench on;
    auto made = configuredField("shoe", "integer");
    made.managedBy = ManagedBy::Api;
    on.put(made);
    const auto wanted = wanting({configuredField("shoe", "decimal")});
    const auto said = [&] {
        try {
            static_cast<void>(on.provision(wanted));
        } catch (const base::Error& error) {
            return error.violations().at(0).detail;
        }
        return std::string();
    };
    const auto says = [&](const std::string& part) { return said().find(part) != std::string::npos; };
    SECTION("of one that nobody has a value of") {
        CHECK(says("or archive it there first"));
        made.archivedAt = test::kThen;
        on.put(made);
        CHECK(said().empty());
        CHECK(on.field("shoe").type == "decimal");
    }
    SECTION("of one in use") {
        use(on, made);
        CHECK(says("or list another key"));
        CHECK_FALSE(says("archive it"));
        made.archivedAt = test::kThen;
        on.put(made);
        CHECK(says("take another key"));
        CHECK_FALSE(says("archive it"));
    }
}

TEST_CASE("a group of the API is taken over by a name of its own, not by a field in it", "[catalogue]") {
    CatalogueBench on;
    storage::StoredGroup made;
    made.key = "sizes";
    made.names = {{"en", "Sizes"}};
    on.put(made);
    storage::StoredGroup wanted;
    wanted.key = "sizes";
    wanted.managedBy = ManagedBy::Configuration;
    const auto stored = [&] { return storage::findEntry<storage::StoredGroup>(*on.writer, "sizes").value(); };
    catalogue::Wanted all;
    SECTION("a field in it") {
        all.groups.push_back({wanted, "/fields/0"});
        CHECK(on.provision(all).empty());
        CHECK(stored().names == made.names);
        CHECK(stored().managedBy == ManagedBy::Api);
    }
    SECTION("its name") {
        all.groups.push_back({wanted, "/field_groups/0"});
        CHECK(brief(on.provision(all)) == Lines{"changed field group sizes"});
        CHECK(stored().managedBy == ManagedBy::Configuration);
    }
}

TEST_CASE("what the API made stays what it is beside the configuration", "[catalogue]") {
    CatalogueBench on;
    storage::StoredCategory made;
    made.key = "jobs";
    made.channels = {"email"};
    made.subscribedByDefault = false;
    made.descriptions = {{"en", "Jobs"}};
    on.put(made);
    CHECK(on.provision({}).empty());
    const auto found = storage::findEntry<storage::StoredCategory>(*on.writer, "jobs").value();
    CHECK(found.channels == made.channels);
    CHECK(found.subscribedByDefault == false);
    CHECK(found.descriptions == made.descriptions);
    CHECK_FALSE(found.archivedAt);
}

TEST_CASE("a field called as a derived one, of an older database, takes and shows no values", "[catalogue]") {
    CatalogueBench on;
    auto age = configuredField("age", "integer");
    age.managedBy = ManagedBy::Api;
    on.put(age);
    on.put(configuredField("shoe", "integer"));
    const auto definitions = catalogue::defineAll(storage::readCatalogue(*on.writer), on.registry());
    CHECK(definitions->field("age")->archived);
    CHECK_FALSE(definitions->field("shoe")->archived);
    // As it stands it can be archived, and nothing else.
    CHECK_FALSE(on.field("age").archivedAt);
    const auto faults = catalogue::faultsOf(age, on.registry());
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer + ' ' + faults[0].code == "/key reserved_key");
}

TEST_CASE("names that a built-in field was given stay", "[catalogue]") {
    CatalogueBench on;
    auto builtIn = configuredField("first_name", "text");
    builtIn.managedBy = ManagedBy::Core;
    static_cast<void>(on.provision(wanting({builtIn})));
    auto named = on.field("first_name");
    named.names = {{"uk", "Імʼя"}};
    on.put(named);
    CHECK(on.provision(wanting({builtIn})).empty());
    CHECK(on.field("first_name").names == named.names);
}
