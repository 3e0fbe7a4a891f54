// SPDX-License-Identifier: Apache-2.0
// Every type of field that kith comes with and every operator that it has, on both databases.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/error.hpp"
#include "core/catalogue/definer.hpp"
#include "core/model/operators.hpp"
#include "tests/plugins/core/support/surroundings.hpp"
#include "tests/storage/segment/segment_people.hpp"
#include "tests/storage/segment/types/type_table.hpp"

using namespace kith;
using test::eachEngine;
using test::Names;
using test::SegmentPeople;
using test::TypeTable;

namespace {

/// What each type may be asked, as its README.md says.
const std::map<std::string, Names> kOperators{
    {"text", {"equals", "not_equals", "one_of", "starts_with", "contains", "known", "unknown"}},
    {"long_text", {"starts_with", "contains", "known", "unknown"}},
    {"integer", {"equals", "not_equals", "one_of", "less", "greater", "between", "known", "unknown"}},
    {"decimal", {"equals", "not_equals", "one_of", "less", "greater", "between", "known", "unknown"}},
    {"boolean", {"equals", "known", "unknown"}},
    {"date",
     {"equals", "not_equals", "one_of", "less", "greater", "between", "in_last_days", "in_next_days",
      "anniversary", "known", "unknown"}},
    {"datetime",
     {"equals", "not_equals", "one_of", "less", "greater", "between", "in_last_days", "in_next_days", "known",
      "unknown"}},
    {"single_choice", {"equals", "not_equals", "one_of", "known", "unknown"}},
    {"multi_choice", {"contains", "one_of", "all_of", "none_of", "known", "unknown"}},
    {"tags", {"contains", "one_of", "all_of", "none_of", "known", "unknown"}},
    {"url", {"equals", "not_equals", "one_of", "starts_with", "contains", "known", "unknown"}},
    {"json", {"known", "unknown"}},
    {"country", {"equals", "not_equals", "one_of", "known", "unknown"}},
    {"language", {"equals", "not_equals", "one_of", "starts_with", "known", "unknown"}},
    {"time_zone", {"equals", "not_equals", "one_of", "starts_with", "known", "unknown"}}};

/// The plugin's types through the boundary, as the server uses them.
struct Types : test::Workbench {
    Types() {
        plugins::PluginSettings fields;
        fields.file = test::shippedPlugins() / "fields.so";
        fields.required = true;
        run({fields});
    }

    /// With a field of the table's type, and one of time zones. They are gone before this is.
    [[nodiscard]] model::Catalogue with(const TypeTable& table) const {
        storage::StoredCatalogue stored;
        stored.fields.push_back(field(table.type, table.options));
        if (table.type != "time_zone") stored.fields.push_back(field("time_zone", "{}"));
        return test::segmentCatalogue().with(catalogue::defineAll(stored, manager.registry()));
    }

private:
    static storage::StoredField field(const std::string& type, const std::string& options) {
        storage::StoredField made;
        made.key = type;
        made.type = type;
        made.options = options;
        made.inUse = true;
        return made;
    }
};

std::vector<TypeTable> allTables() {
    std::vector<TypeTable> all;
    for (const auto& some : {test::textTables(), test::nameTables(), test::numberTables(), test::dateTables(),
                             test::datetimeTables(), test::setTables()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

std::string fieldsOf(const std::string& type, const std::string& value) {
    return R"({"fields": {")" + type + R"(": )" + value + "}}";
}

void observe(SegmentPeople& people, const TypeTable& table) {
    for (const auto& each : table.people) {
        people.observe({each.name}, each.value.empty() ? "{}" : fieldsOf(table.type, each.value));
        if (!each.then.empty())
            people.observe({each.name}, fieldsOf(table.type, each.then), "2026-11-02T00:00:00.000Z");
        if (!each.zone.empty()) people.field(each.name, "time_zone", '"' + each.zone + '"');
    }
}

std::string conditionOf(const TypeTable& table, const test::Asked& asked) {
    return R"({"field": ")" + table.type + R"(", "is": ")" + asked.is + '"' +
           (asked.more.empty() ? "" : ", " + asked.more) + "}";
}

/// `pointer code` of the first thing that is wrong with a condition.
std::string faultOf(const std::string& condition, const model::Catalogue& catalogue) {
    try {
        static_cast<void>(model::parseCondition(condition, catalogue));
    } catch (const base::Error& error) {
        return error.violations().front().pointer + ' ' + error.violations().front().code;
    }
    return "nothing";
}

}  // namespace

TEST_CASE("every type with every operator finds whom it should", "[storage][segment]") {
    const auto engine = eachEngine();
    const Types types;
    for (const auto& table : allTables()) {
        SegmentPeople people(engine, "2026-11-20T09:30:00.000Z", types.with(table));
        observe(people, table);
        for (const auto& asked : table.asked) {
            const auto condition = conditionOf(table, asked);
            INFO(condition << " at " << asked.now);
            people.clock.set(base::parseRfc3339(asked.now).value());
            CHECK(people.members(condition) == asked.names);
        }
    }
}

TEST_CASE("the tables hold every operator of every type, and each type has no other", "[segment]") {
    const Types types;
    std::map<std::string, Names> asked;
    std::map<std::string, std::string> options;
    for (const auto& table : allTables()) {
        options.emplace(table.type, table.options);
        for (const auto& each : table.asked) asked[table.type].insert(each.is);
    }
    CHECK(asked == kOperators);
    Names known;
    for (const auto& type : types.manager.registry().fieldTypes()) known.insert(std::string(type->name()));
    Names expected;
    for (const auto& [type, operators] : kOperators) expected.insert(type);
    CHECK(known == expected);

    for (const auto& [type, operators] : kOperators) {
        const auto catalogue = types.with({type, {}, {}, options[type]});
        for (const auto name : model::kOperatorNames.names) {
            const auto condition = conditionOf({type, {}, {}}, {std::string(name), "", {}});
            INFO(condition);
            // One that it has lacks what it is compared with, if anything.
            const bool isRefused = faultOf(condition, catalogue) == "/is invalid_value";
            CHECK(isRefused != operators.contains(std::string(name)));
        }
    }
}

TEST_CASE("what no value of a type can be is refused by its name", "[segment]") {
    const Types types;
    const std::map<std::string, std::vector<std::pair<std::string, std::string>>> wrong{
        {"text", {{R"({"field": "text", "is": "equals", "value": 5})", "/value wrong_type"}}},
        {"long_text", {{R"({"field": "long_text", "is": "contains", "value": ""})", "/value empty"}}},
        {"integer",
         {{R"({"field": "integer", "is": "equals", "value": 1.5})", "/value too_precise"},
          {R"({"field": "integer", "is": "less", "value": "9223372036854775808"})", "/value out_of_range"},
          {R"({"field": "integer", "is": "between", "from": 2, "to": 1})", "/to out_of_range"}}},
        {"decimal",
         {{R"({"field": "decimal", "is": "equals", "value": "0.0000001"})", "/value too_precise"},
          {R"({"field": "decimal", "is": "greater", "value": 12345678901.234567})", "/value too_precise"},
          {R"({"field": "decimal", "is": "greater", "value": "1000000000000"})", "/value out_of_range"}}},
        {"boolean", {{R"({"field": "boolean", "is": "equals", "value": 1})", "/value wrong_type"}}},
        {"date",
         {{R"({"field": "date", "is": "equals", "value": "1900-02-29"})", "/value not_a_date"},
          {R"({"field": "date", "is": "one_of", "values": ["2000-02-29", "2026-02-29"]})",
           "/values/1 not_a_date"},
          {R"({"field": "date", "is": "in_last_days", "days": -1})", "/days out_of_range"},
          {R"({"field": "date", "is": "anniversary", "days": 3651})", "/days out_of_range"}}},
        {"datetime",
         {{R"({"field": "datetime", "is": "less", "value": "2026-11-20"})", "/value not_a_time"}}},
        {"multi_choice",
         {{R"({"field": "multi_choice", "is": "all_of", "values": ["ski", "chess"]})",
           "/values/1 not_a_choice"}}},
        {"tags", {{R"({"field": "tags", "is": "contains", "value": " "})", "/value empty"}}},
        {"url", {{R"({"field": "url", "is": "equals", "value": "shop.example"})", "/value not_a_url"}}},
        {"json", {{R"({"field": "json", "is": "known", "value": {}})", "/value unknown_member"}}},
        {"country", {{R"({"field": "country", "is": "equals", "value": "UK"})", "/value not_a_country"}}},
        {"language",
         {{R"({"field": "language", "is": "equals", "value": "en_US"})", "/value not_a_language"}}},
        {"time_zone",
         {{R"({"field": "time_zone", "is": "equals", "value": "europe/kyiv"})", "/value not_a_time_zone"}}}};
    for (const auto& table : allTables()) {
        const auto found = wrong.find(table.type);
        if (found == wrong.end()) continue;
        const auto catalogue = types.with(table);
        for (const auto& [condition, fault] : found->second) {
            INFO(condition);
            CHECK(faultOf(condition, catalogue) == fault);
        }
    }
}
