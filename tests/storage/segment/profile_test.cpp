// SPDX-License-Identifier: Apache-2.0
// What profiles say of themselves, with every operator that it has.
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/operators.hpp"
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using test::eachEngine;
using test::Names;
using test::SegmentPeople;

namespace {

/// What each may be asked.
const std::map<std::string, Names> kOperators{
    {"created_at", {"less", "greater", "between", "in_last_days"}},
    {"updated_at", {"less", "greater", "between", "in_last_days"}},
    {"source_type", {"equals", "not_equals", "one_of", "starts_with", "contains"}},
    {"source_name", {"equals", "not_equals", "one_of", "starts_with", "contains"}},
    {"known", {"equals"}}};

struct Asked {
    std::string attribute;
    std::string is;
    std::string more;
    Names names;
};

const std::vector<Asked> kAsked{
    {"created_at", "less", R"("value": "2026-11-02T00:00:00Z")", {"ann"}},
    {"created_at", "less", R"("value": "2026-11-02T00:00:00.001Z")", {"ann", "bob"}},
    {"created_at", "greater", R"("value": "2026-11-19T23:59:59.999Z")", {"cid"}},
    {"created_at", "greater", R"("value": "2026-11-20T01:59:59.998+02:00")", {"cid", "dan"}},
    {"created_at",
     "between",
     R"("from": "2026-11-02T00:00:00Z", "to": "2026-11-19T09:59:59.999Z")",
     {"bob", "fay"}},
    // It is the 19th still where Eve and Fay are.
    {"created_at", "in_last_days", R"("days": 0)", {"cid", "eve"}},
    {"created_at", "in_last_days", R"("days": 1)", {"cid", "dan", "eve", "fay"}},
    {"updated_at", "less", R"("value": "2026-11-10T12:00:00Z")", {"ann"}},
    {"updated_at", "greater", R"("value": "2026-11-10T14:00:00+02:00")", {"cid", "dan", "eve", "fay"}},
    {"updated_at", "greater", R"("value": "2026-11-20T00:00:00Z")", {}},
    {"updated_at", "between", R"("from": "2026-11-10T12:00:00Z", "to": "2026-11-10T12:00:00Z")", {"bob"}},
    {"updated_at", "in_last_days", R"("days": 0)", {"cid", "eve"}},
    {"updated_at", "in_last_days", R"("days": 9)", {"cid", "dan", "eve", "fay"}},
    {"updated_at", "in_last_days", R"("days": 10)", {"bob", "cid", "dan", "eve", "fay"}},
    {"source_type", "equals", R"("value": "form")", {"ann", "dan"}},
    {"source_type", "not_equals", R"("value": "form")", {"bob", "cid", "eve", "fay"}},
    {"source_type", "one_of", R"("values": ["form", "import", "none"])", {"ann", "cid", "dan"}},
    {"source_type", "starts_with", R"("value": "i")", {"cid"}},
    {"source_type", "contains", R"("value": "or")", {"ann", "cid", "dan"}},
    {"source_name", "equals", R"("value": "newsletter")", {"ann"}},
    {"source_name", "equals", R"("value": "news")", {}},
    {"source_name", "not_equals", R"("value": "newsletter")", {"bob", "cid", "dan", "eve", "fay"}},
    {"source_name", "one_of", R"("values": ["newsletter", "Newsletter"])", {"ann", "dan"}},
    {"source_name", "starts_with", R"("value": "100%_")", {"cid"}},
    {"source_name", "starts_with", R"("value": "1__")", {}},
    {"source_name", "contains", R"("value": "%_ l")", {"cid"}},
    {"source_name", "contains", R"("value": "ewsletter")", {"ann", "dan"}},
    {"known", "equals", R"("value": true)", {"ann", "bob", "cid", "eve", "fay"}},
    {"known", "equals", R"("value": false)", {"dan"}}};

/// Somebody writes it when it is observed.
void observe(SegmentPeople& people, const std::string& name, const std::string& said, const std::string& at,
             bool attested = true) {
    people.clock.set(base::parseRfc3339(at).value());
    people.observe({name}, said, at, attested);
}

std::string from(const std::string& type, const std::string& name) {
    return R"({"source": {"type": ")" + type + R"(", "name": ")" + name + R"("}})";
}

void observeAll(SegmentPeople& people) {
    const std::string honolulu = R"({"fields": {"time_zone": "Pacific/Honolulu"}})";
    observe(people, "ann", from("form", "newsletter"), "2026-11-01T00:00:00.000Z");
    observe(people, "bob", "{}", "2026-11-02T00:00:00.000Z");
    observe(people, "bob", R"({"fields": {"word": "a"}})", "2026-11-10T12:00:00.000Z");
    observe(people, "fay", honolulu, "2026-11-19T09:59:59.999Z");
    observe(people, "eve", honolulu, "2026-11-19T10:00:00.000Z");
    observe(people, "dan", from("form", "Newsletter"), "2026-11-19T23:59:59.999Z", false);
    observe(people, "cid", from("import", "100%_ list"), "2026-11-20T00:00:00.000Z");
    people.clock.set(base::parseRfc3339("2026-11-20T09:30:00.000Z").value());
}

std::string conditionOf(const Asked& asked) {
    return R"({"profile": ")" + asked.attribute + R"(", "is": ")" + asked.is + '"' +
           (asked.more.empty() ? "" : ", " + asked.more) + "}";
}

/// The first thing that is wrong with a condition; all of it is empty if nothing is.
base::Violation faultOf(const std::string& condition, const model::Catalogue& catalogue) {
    try {
        static_cast<void>(model::parseCondition(condition, catalogue));
    } catch (const base::Error& error) {
        return error.violations().front();
    }
    return {};
}

/// All that there are, as whoever names none of them is told.
Names attributes(const model::Catalogue& catalogue) {
    const auto detail = faultOf(R"({"profile": "shoe", "is": "known"})", catalogue).detail;
    std::istringstream list(detail.substr(detail.find(": ") + 2));
    Names names;
    for (std::string name; list >> name;) names.insert(name.substr(0, name.find(',')));
    return names;
}

}  // namespace

TEST_CASE("people are found by when they came and changed, and from where", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    observeAll(people);
    for (const auto& asked : kAsked) {
        const auto condition = conditionOf(asked);
        INFO(condition);
        CHECK(people.members(condition) == asked.names);
    }
}

TEST_CASE("the table holds every operator of all that a profile says, and nothing has another", "[segment]") {
    const auto catalogue = test::segmentCatalogue();
    std::map<std::string, Names> asked;
    for (const auto& each : kAsked) asked[each.attribute].insert(each.is);
    CHECK(asked == kOperators);
    Names known;
    for (const auto& [attribute, operators] : kOperators) known.insert(attribute);
    CHECK(attributes(catalogue) == known);
    for (const auto& [attribute, operators] : kOperators) {
        for (const auto name : model::kOperatorNames.names) {
            const auto condition = conditionOf({attribute, std::string(name), "", {}});
            INFO(condition);
            // One that it has lacks what it is compared with.
            const auto fault = faultOf(condition, catalogue);
            CHECK((fault.pointer == "/is") != operators.contains(std::string(name)));
        }
    }
}

TEST_CASE("of two that became one the earlier says when and from where they came", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    observeAll(people);
    people.observe({"bob", "ann"}, "{}", "2026-11-20T09:00:00.000Z");
    CHECK(people.members(R"({"profile": "created_at", "is": "less", "value": "2026-11-02T00:00:00Z"})") ==
          Names{"ann", "bob"});
    CHECK(people.members(R"({"profile": "source_name", "is": "equals", "value": "shop"})") ==
          Names{"eve", "fay"});
    CHECK(people.members(R"({"profile": "updated_at", "is": "less", "value": "2026-11-19T00:00:00Z"})")
              .empty());
}
