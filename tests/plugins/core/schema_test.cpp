// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "core/plugins/schema.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;

std::vector<base::Violation> wrong(const char* schema, const json& value) {
    std::vector<base::Violation> violations;
    (void)Schema(schema).apply(value, "/o", violations);
    return violations;
}

std::string pointers(const char* schema) {
    try {
        (void)Schema(schema);
        return "none";
    } catch (const base::Error& error) {
        std::string all;
        for (const auto& each : error.violations()) all += each.pointer + " ";
        return all;
    }
}

constexpr const char* kServer = R"({"type": "object", "required": ["host"], "properties": {
    "host": {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[a-zñ]+$"},
    "port": {"type": "integer", "minimum": 1, "maximum": 65535, "default": 80},
    "mode": {"type": "string", "enum": ["fast", "safe"], "default": "safe"},
    "token": {"type": "string", "x-secret": true},
    "ratio": {"type": "number", "maximum": 1.5},
    "names": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
    "tls": {"type": "object", "properties": {"on": {"type": "boolean", "default": false}}},
    "labels": {"type": "object", "additionalProperties": {"type": "integer"}}}})";

TEST_CASE("a schema outside of the subset is refused with the place of each defect", "[plugins]") {
    CHECK(pointers("{") == " ");
    CHECK(pointers("[]") == "/type ");
    CHECK(pointers(R"({"type": "string"})") == "/type ");
    CHECK(pointers(R"({"type": "object", "oneOf": []})") == "/oneOf ");
    CHECK(pointers(R"({"type": ["object", "string"]})") == "/type ");
    for (const auto* types : {"[]", R"(["string", "text"])", R"(["string", "string"])", R"(["string", 1])"}) {
        CAPTURE(types);
        CHECK(pointers((R"({"type": "object", "properties": {"a": {"type": )" + std::string(types) + "}}}")
                           .c_str()) == "/properties/a/type ");
    }
    CHECK(pointers(
              R"({"type": "object", "properties": {"a": {"type": ["string", "integer"], "minItems": 1}}})") ==
          "/properties/a/minItems ");
    CHECK(pointers(R"({"type": "object", "additionalProperties": true})") == "/additionalProperties ");
    CHECK(pointers(R"({"type": "object", "required": ["a"]})") == "/required ");
    CHECK(pointers(R"({"type": "object", "properties": {"a/b": {"type": "string", "pattern": "("}}})") ==
          "/properties/a~1b/pattern ");
    // A pattern that looks back could take for ever.
    CHECK(pointers(R"({"type": "object", "properties": {"a": {"type": "string", "pattern": "(a)\\1"}}})") ==
          "/properties/a/pattern ");
    CHECK(pointers(R"({"type": "object", "properties": {"a": {"type": "array"}}})") ==
          "/properties/a/items ");
    CHECK(pointers(R"({"type": "object", "properties": {"a": {"type": "integer", "default": "x"}}})") ==
          "/properties/a/default ");
    CHECK(pointers(R"({"type": "object", "properties": {"a": {"type": "string", "minLength": -1}}})") ==
          "/properties/a/minLength ");
}

TEST_CASE("each wrong option is told with its place, and no value is repeated", "[plugins]") {
    const auto violations = wrong(kServer, json::parse(R"({"host": "secret-host", "port": 0, "mode": "fats",
        "token": 5, "ratio": 2, "names": ["a", 7, "c"], "tls": {"on": "yes"}, "labels": {"x": 1.5}, "prot": 1})"));
    std::vector<std::string> told;
    for (const auto& each : violations) {
        told.push_back(each.pointer + " " + each.code);
        CHECK(each.detail.find("secret") == std::string::npos);
    }
    std::sort(told.begin(), told.end());
    CHECK(told == std::vector<std::string>{"/o/host too_large", "/o/host wrong_form",
                                           "/o/labels/x wrong_type", "/o/mode not_allowed",
                                           "/o/names too_large", "/o/names/1 wrong_type", "/o/port too_small",
                                           "/o/prot unknown_key", "/o/ratio too_large",
                                           "/o/tls/on wrong_type", "/o/token wrong_type"});
}

TEST_CASE("a missing required option is told at its object, a misspelt one with a suggestion", "[plugins]") {
    const auto violations = wrong(kServer, json::parse(R"({"hots": "a"})"));
    REQUIRE(violations.size() == 2);
    CHECK(violations[0].detail == "There is no such option. Did you mean host?");
    CHECK(violations[1] == base::Violation{"/o", "missing", "The option host is missing."});
}

TEST_CASE("a long value is matched with a hostile pattern in no time, and without much stack", "[plugins]") {
    constexpr const char* kHostile =
        R"({"type": "object", "properties": {"a": {"type": "string", "pattern": "^(([a-z])+.)+[A-Z]([a-z])+$"}}})";
    const std::string text(1'000'000, 'a');
    const auto violation = wrong(kHostile, json{{"a", text}}).at(0);
    CHECK(violation.code == "wrong_form");
    CHECK(violation.detail == "Must match ^(([a-z])+.)+[A-Z]([a-z])+$ (a regular expression).");
    CHECK(wrong(kHostile, json{{"a", text + "Aa"}}).empty());
}

TEST_CASE("an option of several types is held to what is said of the type that it has", "[plugins]") {
    constexpr const char* kEither = R"({"type": "object", "properties": {"a": {"type": ["string", "object"],
        "minLength": 2, "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 1}}}}})";
    CHECK(wrong(kEither, json{{"a", "xy"}}).empty());
    CHECK(wrong(kEither, json{{"a", {{"n", 1}}}}).empty());
    CHECK(wrong(kEither, json::object()).empty());
    CHECK(wrong(kEither, json{{"a", "x"}}).at(0).code == "too_small");
    CHECK(wrong(kEither, json{{"a", {{"n", 0}}}}).at(0).pointer == "/o/a/n");
    CHECK(wrong(kEither, json{{"a", json::object()}}).at(0).code == "missing");
    CHECK(wrong(kEither, json{{"a", 5}}).at(0) ==
          base::Violation{"/o/a", "wrong_type", "Must be of the type string or object."});
}

TEST_CASE("something that is no object can't be options", "[plugins]") {
    CHECK(wrong(kServer, json::array()).at(0).code == "wrong_type");
    CHECK(wrong("", json{{"a", 1}}).at(0).code == "unknown_key");
}

TEST_CASE("defaults are filled in, also inside an object that was left out", "[plugins]") {
    std::vector<base::Violation> violations;
    const auto value = Schema(kServer).apply(json{{"host", "ñandu"}}, "", violations);
    CHECK(violations.empty());
    CHECK(value == json::parse(R"({"host": "ñandu", "port": 80, "mode": "safe", "tls": {"on": false}})"));
    CHECK(Schema().apply(json::object(), "", violations) == json::object());
}

}  // namespace
}  // namespace kith::plugins
