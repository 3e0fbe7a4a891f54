// SPDX-License-Identifier: Apache-2.0
// Every kind of field with every operator that it has.
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using test::eachEngine;
using test::Names;
using test::SegmentPeople;

namespace {

struct Case {
    std::string condition;
    Names names;
};

void check(SegmentPeople& people, const std::vector<Case>& cases) {
    for (const auto& [condition, names] : cases) {
        INFO(condition);
        CHECK(people.members(condition) == names);
    }
}

std::string on(std::string_view field, std::string_view rest) {
    return R"({"field": ")" + std::string(field) + R"(", "is": )" + std::string(rest) + "}";
}

}  // namespace

TEST_CASE("text is compared by its characters, whatever the database's language", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("nobody");
    people.field("lower", "word", R"("istanbul")");
    people.field("upper", "word", R"("ISTANBUL")");
    people.field("dotless", "word", R"("ıstanbul")");
    people.field("dotted", "word", R"("İstanbul")");
    people.field("astral", "word", R"("ski 🎿 club")");
    people.field("last", "word", "\"ski \xF4\x8F\xBF\xBF\"");
    people.field("sign", "word", R"("100%_[a]*'\"\\")");
    const Names all{"lower", "upper", "dotless", "dotted", "astral", "last", "sign"};
    auto but = [&](const std::string& name) {
        auto names = all;
        names.insert("nobody");
        names.erase(name);
        return names;
    };
    check(people,
          {
              {on("word", R"("equals", "value": "istanbul")"), {"lower"}},
              {on("word", R"("equals", "value": "ıstanbul")"), {"dotless"}},
              {on("word", R"("equals", "value": "istanbul ")"), {}},
              {on("word", R"("not_equals", "value": "ISTANBUL")"), but("upper")},
              {on("word", R"("one_of", "values": ["İstanbul", "istanbul", "x"])"), {"lower", "dotted"}},
              {on("word", R"("starts_with", "value": "i")"), {"lower"}},
              {on("word", R"("starts_with", "value": "ı")"), {"dotless"}},
              {on("word", R"("starts_with", "value": "ski 🎿")"), {"astral"}},
              {on("word", R"("starts_with", "value": "ski ")"), {"astral", "last"}},
              {on("word", "\"starts_with\", \"value\": \"ski \xF4\x8F\xBF\xBF\""), {"last"}},
              {on("word", R"("starts_with", "value": "100%_")"), {"sign"}},
              {on("word", R"("contains", "value": "stanbul")"), {"lower", "dotless", "dotted"}},
              {on("word", R"("contains", "value": "🎿")"), {"astral"}},
              {on("word", R"("contains", "value": "[a]*'\"\\")"), {"sign"}},
              {on("word", R"("contains", "value": "%")"), {"sign"}},
              {on("word", R"("known")"), all},
              {on("word", R"("unknown")"), {"nobody"}},
          });
}

TEST_CASE("a text longer than its index is compared to its end", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    const std::string head(100, 'a');
    const std::string wide = [] {
        std::string text;
        for (int i = 0; i < 100; ++i) text += "ї";
        return text;
    }();
    people.field("short", "word", "\"" + head + "\"");
    people.field("long", "word", "\"" + head + "b\"");
    people.field("longer", "word", "\"" + head + "bc\"");
    people.field("wide", "word", "\"" + wide + "x\"");
    check(people, {
                      {on("word", R"("equals", "value": ")" + head + "\""), {"short"}},
                      {on("word", R"("equals", "value": ")" + head + "b\""), {"long"}},
                      {on("word", R"("one_of", "values": [")" + head + "bc\"]"), {"longer"}},
                      {on("word", R"("starts_with", "value": ")" + head + "\""), {"short", "long", "longer"}},
                      {on("word", R"("starts_with", "value": ")" + head + "b\""), {"long", "longer"}},
                      {on("word", R"("starts_with", "value": ")" + wide + "\""), {"wide"}},
                      {on("word", R"("starts_with", "value": ")" + wide + "y\""), {}},
                  });
}

TEST_CASE("numbers are compared exactly, up to their limits", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("nobody");
    people.field("least", "count", "-9223372036854775808");
    people.field("zero", "count", "0");
    people.field("most", "count", "9223372036854775807");
    people.field("almost", "count", "9223372036854775806");
    people.field("debt", "balance", R"("-999999999999.999999")");
    people.field("cent", "balance", "0.01");
    people.field("rich", "balance", R"("999999999999.999999")");
    people.field("nearly", "balance", R"("999999999999.999998")");
    check(
        people,
        {
            {on("count", R"("equals", "value": 9223372036854775807)"), {"most"}},
            {on("count", R"("not_equals", "value": 0)"),
             {"nobody", "least", "most", "almost", "debt", "cent", "rich", "nearly"}},
            {on("count", R"("one_of", "values": [0, 9223372036854775806])"), {"zero", "almost"}},
            {on("count", R"("less", "value": 0)"), {"least"}},
            {on("count", R"("greater", "value": 9223372036854775806)"), {"most"}},
            {on("count", R"("between", "from": 0, "to": 9223372036854775806)"), {"zero", "almost"}},
            {on("count", R"("known")"), {"least", "zero", "most", "almost"}},
            {on("count", R"("unknown")"), {"nobody", "debt", "cent", "rich", "nearly"}},
            {on("balance", R"("equals", "value": "999999999999.999999")"), {"rich"}},
            {on("balance", R"("equals", "value": 0.01)"), {"cent"}},
            {on("balance", R"("less", "value": "0")"), {"debt"}},
            {on("balance", R"("greater", "value": "999999999999.999998")"), {"rich"}},
            {on("balance", R"("between", "from": "0.01", "to": "999999999999.999998")"), {"cent", "nearly"}},
            {on("balance", R"("one_of", "values": ["-999999999999.999999", 0.01])"), {"debt", "cent"}},
        });
}

TEST_CASE("a boolean is one, the other, or unknown", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("nobody");
    people.field("yes", "active", "true");
    people.field("no", "active", "false");
    people.field("cleared", "active", "null");
    check(people, {
                      {on("active", R"("equals", "value": true)"), {"yes"}},
                      {on("active", R"("equals", "value": false)"), {"no"}},
                      {on("active", R"("known")"), {"yes", "no"}},
                      {on("active", R"("unknown")"), {"nobody", "cleared"}},
                  });
}

TEST_CASE("dates and times are compared as they follow each other", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("nobody");
    people.field("old", "born", R"("0999-12-31")");
    people.field("leap", "born", R"("2000-02-29")");
    people.field("next", "born", R"("2000-03-01")");
    people.field("before", "seen", R"("1969-12-31T23:59:59.999Z")");
    people.field("after", "seen", R"("2026-01-01T00:00:00.000+02:00")");
    check(people, {
                      {on("born", R"("equals", "value": "2000-02-29")"), {"leap"}},
                      {on("born", R"("less", "value": "2000-02-29")"), {"old"}},
                      {on("born", R"("greater", "value": "2000-02-29")"), {"next"}},
                      {on("born", R"("between", "from": "0999-12-31", "to": "2000-02-29")"), {"old", "leap"}},
                      {on("born", R"("one_of", "values": ["2000-03-01", "2000-02-29"])"), {"leap", "next"}},
                      {on("born", R"("unknown")"), {"nobody", "before", "after"}},
                      {on("seen", R"("equals", "value": "2025-12-31T22:00:00Z")"), {"after"}},
                      {on("seen", R"("less", "value": "1970-01-01T00:00:00Z")"), {"before"}},
                      {on("seen", R"("greater", "value": "1969-12-31T23:59:59.998Z")"), {"before", "after"}},
                      {on("seen", R"("known")"), {"before", "after"}},
                  });
}

TEST_CASE("a set holds an element, one of some, all of them, or none", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("nobody");
    people.field("both", "interests", R"(["ski", "golf"])");
    people.field("ski", "interests", R"(["ski", "Ski"])");
    people.field("left", "interests", R"({"add": ["golf"], "remove": []})");
    people.observe({"left"}, R"({"fields": {"interests": {"remove": ["golf"]}}})", "2026-11-02T00:00:00Z");
    people.field("vip", "tags", R"(["vip"])");
    check(people, {
                      {on("interests", R"("contains", "value": "ski")"), {"both", "ski"}},
                      {on("interests", R"("one_of", "values": ["golf", "chess"])"), {"both"}},
                      {on("interests", R"("all_of", "values": ["ski", "golf"])"), {"both"}},
                      {on("interests", R"("all_of", "values": ["ski"])"), {"both", "ski"}},
                      {on("interests", R"("none_of", "values": ["golf"])"), {"nobody", "ski", "left", "vip"}},
                      {on("interests", R"("known")"), {"both", "ski"}},
                      {on("interests", R"("unknown")"), {"nobody", "left", "vip"}},
                      {R"({"tag": "vip"})", {"vip"}},
                  });
}

TEST_CASE("of JSON only its presence is asked", "[storage][segment]") {
    SegmentPeople people(eachEngine());
    people.observe("nobody");
    people.field("some", "notes", R"("a note")");
    check(people, {{on("notes", R"("known")"), {"some"}}, {on("notes", R"("unknown")"), {"nobody"}}});
}
