// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/narrowing.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using kith::catalogue::narrowedAt;
using Json = nlohmann::json;

TEST_CASE("options that take all that they took are no narrower", "[catalogue]") {
    struct Row {
        const char* before;
        const char* after;
    };
    const auto row = GENERATE(values<Row>({
        {"{}", "{}"},
        {R"({"choices": ["a", "b"]})", R"({"choices": ["c", "b", "a"]})"},
        {R"({"choices": ["a", {"value": "b", "labels": {"en": "B"}}]})",
         R"({"choices": [{"value": "a", "labels": {"en": "A"}}, {"value": "b", "labels": {"uk": "Б"}}]})"},
        {R"({"min": 3})", R"({"min": 2})"},
        {R"({"min": 3})", "{}"},
        {R"({"max": 1.5})", R"({"max": "1.50"})"},
        {R"({"max": 9})", R"({"max": "10"})"},
        {R"({"max": "999999999999.999998"})", R"({"max": "999999999999.999999"})"},
        {R"({"min": "-999999999999.999998"})", R"({"min": "-999999999999.999999"})"},
        {R"({"max_length": 20})", R"({"max_length": 21})"},
        {R"({"max_length": 20})", "{}"},
        {R"({"max": "2026-01-31"})", R"({"max": "2027-01-01"})"},
        {R"({"pattern": "[a-z]+"})", R"({"pattern": "[a-z]+"})"},
        {R"({"pattern": "[a-z]+"})", "{}"},
    }));
    CAPTURE(row.before, row.after);
    CHECK_FALSE(narrowedAt(Json::parse(row.before), Json::parse(row.after)));
}

TEST_CASE("options that may take less say where", "[catalogue]") {
    struct Row {
        const char* before;
        const char* after;
        const char* where;
    };
    const auto row = GENERATE(values<Row>({
        {R"({"choices": ["a", "b"]})", R"({"choices": ["a"]})", "/choices"},
        {R"({"choices": ["a"]})", "{}", "/choices"},
        {R"({"choices": [{"value": "a", "labels": {"en": "A"}}]})",
         R"({"choices": [{"value": "b", "labels": {"en": "A"}}]})", "/choices"},
        {R"({"min": 3})", R"({"min": 4})", "/min"},
        {"{}", R"({"min": 4})", "/min"},
        {R"({"max": 9})", R"({"max": 8.5})", "/max"},
        {R"({"max": 9})", R"({"max": "8.999999"})", "/max"},
        {R"({"max": 9})", R"({"max": "ten"})", "/max"},
        {R"({"max": "999999999999.999999"})", R"({"max": "999999999999.999998"})", "/max"},
        {R"({"min": 100000000000.1})", R"({"min": "100000000000.100001"})", "/min"},
        // Texts are compared by what they are only where that is the same.
        {R"({"max": "2026-01-31T00:00:00Z"})", R"({"max": "2026-01-31T00:00:00-02:00"})", "/max"},
        {R"({"max": "2026-01-31"})", R"({"max": "2026-01-30"})", "/max"},
        {R"({"pattern": "[a-z]+"})", R"({"pattern": "[a-y]+"})", "/pattern"},
        {"{}", R"({"pattern": "[a-z]+"})", "/pattern"},
        {R"({"shape": "round"})", "{}", "/shape"},
        {"{}", R"({"a/b": true})", "/a~1b"},
    }));
    CAPTURE(row.before, row.after);
    CHECK(narrowedAt(Json::parse(row.before), Json::parse(row.after)) == std::string(row.where));
}
