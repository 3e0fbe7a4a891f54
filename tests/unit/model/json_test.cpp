// SPDX-License-Identifier: Apache-2.0
#include "core/model/json.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

using kith::base::Error;
using kith::base::ErrorCode;
using kith::model::canonicalJson;
using kith::model::holdsDigits;
using kith::model::JsonLimits;
using kith::model::parseItems;
using kith::model::parseJson;
using kith::model::parseNdjson;

namespace {

std::string firstOf(const Error& error) {
    REQUIRE(error.violations().size() == 1);
    return error.violations()[0].code + " " + error.violations()[0].pointer;
}

/// `<code> <pointer>` of what is wrong with the text; empty if nothing is.
std::string faultOf(std::string_view text, const JsonLimits& limits = {}) {
    try {
        (void)parseJson(text, limits);
    } catch (const Error& error) {
        REQUIRE(error.code() == ErrorCode::InvalidInput);
        return firstOf(error);
    }
    return {};
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("what is not JSON is refused", "[model][json]") {
    for (const std::string_view text :
         {"",    " ",   "{",     "}",       "[1,]",   "{\"a\":}", "{\"a\" 1}", "{a:1}",
          "nul", "01",  "+1",    ".5",      "1.",     "1e",       "NaN",       "'a'",
          "\"a", "1 2", "{} {}", "// c\n1", "\"\t\"", "\"\\x\"",  "[1",        "-"}) {
        INFO(text);
        CHECK(faultOf(text).substr(0, 13) == "invalid_json ");
    }
}

TEST_CASE("a syntax error is reported where it stands", "[model][json]") {
    CHECK(faultOf(R"({"a": {"b": [1, 2, x]}})") == "invalid_json /a/b/2");
    CHECK(faultOf(R"({"a": {"b": 1, 2}})") == "invalid_json /a");
}

TEST_CASE("a number beyond what a double holds is told as that, where it stands", "[model][json]") {
    CHECK(faultOf("1e999") == "out_of_range ");
    CHECK(faultOf(R"({"a": [1, {"fields": {"b": -1e400}}]})") == "out_of_range /a/1/fields/b");
    CHECK(faultOf("{\"a\": 1" + std::string(400, '0') + ", \"b\": \"\xff\"}") == "out_of_range /a");
    CHECK(faultOf("[1.7e308, 1e-400, " + std::string(300, '9') + "]").empty());
    const auto lines = parseNdjson("{\"a\": 1e400}\n{\"a\": 1}");
    REQUIRE(lines.size() == 2);
    CHECK(firstOf(lines[0].problem.value()) == "out_of_range /a");
    CHECK_FALSE(lines[1].problem);
}

TEST_CASE("a member that is there twice is refused", "[model][json]") {
    CHECK(faultOf(R"({"a": 1, "a": 1})") == "duplicate_member /a");
    CHECK(faultOf(R"({"x": [{}, {"a/b": 1, "a\u002fb": 2}]})") == "duplicate_member /x/1/a~1b");
    CHECK(faultOf(R"({"a": {"a": 1}, "b": {"a": 1}})").empty());
}

TEST_CASE("U+0000 is refused in texts and names", "[model][json]") {
    CHECK(faultOf(R"({"a": ["x", "a\u0000b"]})") == "nul /a/1");
    CHECK(faultOf(R"({"a": {"b\u0000": 1}})") == "nul /a");
    CHECK(faultOf(std::string("\"a\0b\"", 5)).substr(0, 12) == "invalid_json");
}

TEST_CASE("a surrogate that stands alone is refused", "[model][json]") {
    CHECK(faultOf(R"(["\ud800"])").substr(0, 14) == "lone_surrogate");
    CHECK(faultOf(R"(["\udc00"])").substr(0, 14) == "lone_surrogate");
    CHECK(faultOf(R"(["\ud800\u0041"])").substr(0, 14) == "lone_surrogate");
    CHECK(faultOf(R"(["surrogate" x])").substr(0, 12) == "invalid_json");
    CHECK(faultOf(R"({"a": [{"b": 1}, {"c": "\ud800"}]})") == "lone_surrogate /a/1/c");
    CHECK(faultOf(R"({"a": ["x", "\ud800"]})") == "lone_surrogate /a/1");
    CHECK(faultOf(R"({"a": {"b": 1, "\ud800": 2}})") == "lone_surrogate /a");
    CHECK(parseJson(R"("\ud83d\ude00")") == "\xF0\x9F\x98\x80");
}

TEST_CASE("text that is not UTF-8 is refused", "[model][json]") {
    for (const std::string_view bytes : {"\xff", "\xc0\x80", "\xc3", "\xed\xa0\x80", "\xf5\x80\x80\x80",
                                         "\xe0\x80\x80", "\xf4\x90\x80\x80", "\x80"}) {
        CHECK(faultOf("{\"a\": \"" + std::string(bytes) + "\"}").substr(0, 12) == "invalid_utf8");
    }
}

TEST_CASE("nesting is bounded without using the stack", "[model][json]") {
    CHECK(faultOf(nested(32)).empty());
    CHECK(faultOf(nested(33)).substr(0, 8) == "too_deep");
    CHECK(faultOf(std::string(1'000'000, '[')).substr(0, 8) == "too_deep");
    std::string objects;
    for (int i = 0; i < 33; ++i) objects += R"({"a":)";
    CHECK(faultOf(objects).substr(0, 8) == "too_deep");
}

TEST_CASE("a text with too many values is too large", "[model][json]") {
    JsonLimits limits;
    limits.maxValues = 3;
    CHECK_NOTHROW(parseJson("[1, 2]", limits));
    CHECK_THROWS_AS(parseJson("[1, 2, 3]", limits), Error);
    CHECK_THROWS_AS(parseItems("[1, 2, 3, 4]", limits), Error);
    CHECK_THROWS_AS(parseNdjson("1\n2\n3\n4\n", limits), Error);
}

TEST_CASE("a wrong element of an array leaves its neighbours alone", "[model][json]") {
    const auto read = parseItems(
        R"([{"a": 1}, {"b": {"c": 1, "c": 2, "d": [[]]}, "e": 1}, "x\u0000", 7, [{"f": "\u0000"}], {"g": 2}])");
    REQUIRE(read.isArray);
    REQUIRE(read.items.size() == 6);
    CHECK(read.items[0].value == nlohmann::json{{"a", 1}});
    CHECK_FALSE(read.items[0].problem);
    CHECK(firstOf(read.items[1].problem.value()) == "duplicate_member /b/c");
    CHECK(firstOf(read.items[2].problem.value()) == "nul ");
    CHECK(read.items[3].value == 7);
    CHECK(firstOf(read.items[4].problem.value()) == "nul /0/f");
    CHECK(read.items[5].value == nlohmann::json{{"g", 2}});
    CHECK_FALSE(read.items[5].problem);
}

TEST_CASE("a syntax error takes the whole array", "[model][json]") {
    CHECK_THROWS_AS(parseItems(R"([{"a": 1}, {"b": ])"), Error);
    try {
        (void)parseItems(R"([{}, {"a": [7, "\ud800"]}, {}])");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(firstOf(error) == "lone_surrogate /1/a/1");
    }
}

TEST_CASE("an array over the limit of items is too large", "[model][json]") {
    JsonLimits limits;
    limits.maxItems = 2;
    CHECK(parseItems("[[1, 2, 3], {}]", limits).items.size() == 2);
    CHECK_THROWS_AS(parseItems("[1, 2, 3]", limits), Error);
    CHECK_THROWS_AS(parseNdjson("1\n2\n3", limits), Error);
}

TEST_CASE("a number is known whose digits no double has", "[model][json]") {
    for (const auto* number : {"999999999999.999998", "0.30000000000000001", "18446744073709551617",
                               "-1.00000000000000000001", "1e-400", "1e99999999999999999999"}) {
        INFO(number);
        CHECK_FALSE(holdsDigits(number));
    }
    for (const auto* number :
         {"0", "-0.0", "0.3", "1.50", "1e3", "1E-7", "9223372036854775807", "123456789012.345", "1e300"}) {
        INFO(number);
        CHECK(holdsDigits(number));
    }
}

TEST_CASE("digits are kept under the member that is asked for", "[model][json]") {
    JsonLimits limits;
    limits.exact = "options";
    const auto value = parseJson(R"({"fields": {"a": 1.5}, "options": {"a": 1.50, "b": 7}})", limits);
    CHECK(value["fields"]["a"] == 1.5);
    CHECK(kith::model::numberToken(value["options"]["a"]) == "1.50");
    CHECK(value["options"]["b"] == 7);
}

TEST_CASE("a value that is no array is one item", "[model][json]") {
    const auto read = parseItems(R"({"a": [1, 2]})");
    CHECK_FALSE(read.isArray);
    REQUIRE(read.items.size() == 1);
    CHECK(read.items[0].value == nlohmann::json{{"a", {1, 2}}});
    CHECK(parseItems("[]").isArray);
    CHECK(parseItems("[]").items.empty());
    CHECK_THROWS_AS(parseItems(R"({"a": 1, "a": 2})"), Error);
}

TEST_CASE("each line of NDJSON stands for itself", "[model][json]") {
    const auto items = parseNdjson("{\"a\": 1}\r\n\n{\"b\": \n[\"\\u0000\"]\n  \n{\"c\": 3}");
    REQUIRE(items.size() == 4);
    CHECK(items[0].value == nlohmann::json{{"a", 1}});
    CHECK(items[1].problem.value().violations().at(0).code == "invalid_json");
    CHECK(firstOf(items[2].problem.value()) == "nul /0");
    CHECK(items[3].value == nlohmann::json{{"c", 3}});
    CHECK(parseNdjson("").empty());
    CHECK(parseNdjson("\n \n").empty());
}

TEST_CASE("numbers under fields keep every digit", "[model][json]") {
    const auto value = parseJson(R"({"fields": {"a": 99999999999999.99, "b": 1e2, "c": 7, "d": [0.10],
                                                "e": 18446744073709551616},
                                     "other": 0.5})");
    const auto& fields = value["fields"];
    CHECK(kith::model::numberToken(fields["a"]) == "99999999999999.99");
    CHECK(kith::model::numberToken(fields["b"]) == "1e2");
    CHECK(fields["c"] == 7);
    CHECK(kith::model::numberToken(fields["d"][0]) == "0.10");
    CHECK(kith::model::numberToken(fields["e"]) == "18446744073709551616");
    CHECK(value["other"] == 0.5);
}

TEST_CASE("equal documents have one canonical text", "[model][json]") {
    const auto text = [](std::string_view json) { return canonicalJson(parseJson(json)); };
    CHECK(text(R"({ "b" : [ 1 , 2 ], "a" : "\u00e9\u002f" })") == R"({"a":"é/","b":[1,2]})");
    for (const std::string_view one : {"1", "1.0", "10e-1", "1E0", "0.1e1", "1.000"}) {
        INFO(one);
        CHECK(text(R"({"fields": {"n": )" + std::string(one) + "}}") == R"({"fields":{"n":1}})");
        CHECK(text(one) == "1");
    }
    CHECK(text(R"({"fields": {"n": -0.0}})") == R"({"fields":{"n":0}})");
    CHECK(text(R"({"fields": {"n": -12.50}})") == R"({"fields":{"n":-125e-1}})");
    CHECK(text(R"({"fields": {"n": 99999999999999.99}})") != text(R"({"fields": {"n": 99999999999999.98}})"));
    CHECK(text(R"({"fields": {"n": 12e-99999999999999999999}})") ==
          R"({"fields":{"n":12e-99999999999999999999}})");
    CHECK(text("\"a\\u0001\\n\\\"\\\\\"") == "\"a\\u0001\\n\\\"\\\\\"");
    CHECK(text("[{}, [], null, true, false, -5, 18446744073709551615]") ==
          "[{},[],null,true,false,-5,18446744073709551615]");
}

TEST_CASE("pointers escape the two characters that RFC 6901 names", "[model][json]") {
    CHECK(kith::model::pointerToken("a/b~c") == "a~1b~0c");
    CHECK(kith::model::pointerToken("").empty());
}
