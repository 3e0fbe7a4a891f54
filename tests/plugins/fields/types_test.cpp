// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/fields/support/fields.hpp"

namespace kith::plugins {
namespace {

using model::FieldInput;
using nlohmann::json;
using test::Fields;
using test::number;
using test::text;
using test::truth;

const FieldInput kArray = test::document("[1]");

TEST_CASE("a value of another kind is refused by every type", "[fields]") {
    const Fields fields;
    for (const auto* type : {"text", "long_text", "integer", "decimal", "boolean", "date", "datetime", "tags",
                             "url", "country", "language", "time_zone"}) {
        CAPTURE(type);
        CHECK(fields.kept(type, kArray) == "wrong_type");
    }
    CHECK(fields.kept("single_choice", kArray, {{"choices", {"a"}}}) == "wrong_type");
    CHECK(fields.kept("text", number("5")) == "wrong_type");
    CHECK(fields.kept("text", truth(true)) == "wrong_type");
    CHECK(fields.kept("integer", truth(true)) == "wrong_type");
    CHECK(fields.kept("boolean", number("1")) == "wrong_type");
    CHECK(fields.kept("boolean", text("yes")) == "wrong_type");
    CHECK(fields.kept("date", number("20260101")) == "wrong_type");
    CHECK(fields.kept("tags", number("1")) == "wrong_type");
    for (const auto* type : {"url", "country", "language", "time_zone"}) {
        CAPTURE(type);
        CHECK(fields.kept(type, number("804")) == "wrong_type");
    }
    for (const auto& scalar : {text("[1]"), number("1"), truth(true)})
        CHECK(fields.kept("json", scalar) == "wrong_type");
}

TEST_CASE("options that a type can't work with are told with their place", "[fields]") {
    const Fields fields;
    CHECK(fields.wrongOption("text", {{"min_length", 10}, {"max_length", 5}}).pointer == "/max_length");
    CHECK(fields.wrongOption("text", {{"max_length", 1001}}).pointer == "/max_length");
    CHECK(fields.wrongOption("text", {{"patern", "a"}}).pointer == "/patern");
    CHECK(fields.wrongOption("long_text", {{"min_length", 10}, {"max_length", 5}}).pointer == "/max_length");
    CHECK(fields.wrongOption("long_text", {{"max_length", 4097}}).pointer == "/max_length");
    CHECK(fields.wrongOption("url", {{"max_length", 4097}}).pointer == "/max_length");
    CHECK(fields.wrongOption("json", {{"max_bytes", 65'537}}).pointer == "/max_bytes");
    CHECK(fields.wrongOption("json", {{"max_depth", 25}}).pointer == "/max_depth");
    CHECK(fields.wrongOption("language", {{"pattern", "a"}}).pointer == "/pattern");
    CHECK(fields.wrongOption("integer", {{"min", 1.5}}).pointer == "/min");
    CHECK(fields.wrongOption("integer", {{"min", 2}, {"max", 1}}).pointer == "/max");
    CHECK(fields.wrongOption("integer", {{"min", "1"}}).pointer == "/min");
    CHECK(fields.wrongOption("decimal", {{"max", 0.0000001}}).pointer == "/max");
    CHECK(fields.wrongOption("decimal", {{"max", "0.0000001"}}).pointer == "/max");
    CHECK(fields.wrongOption("decimal", {{"max", "1,5"}}).pointer == "/max");
    CHECK(fields.wrongOption("decimal", {{"max", ""}}).pointer == "/max");
    CHECK(fields.wrongOption("decimal", {{"min", "1.000001"}, {"max", 1}}).pointer == "/max");
    CHECK(fields.wrongOption("boolean", {{"min", 1}}).pointer == "/min");
    CHECK(fields.wrongOption("date", {{"min", "2026-02-30"}}).pointer == "/min");
    CHECK(fields.wrongOption("datetime", {{"max", "2026-01-01"}}).pointer == "/max");
    CHECK(fields.wrongOption("single_choice", json::object()).pointer.empty());
    CHECK(fields.wrongOption("single_choice", {{"choices", json::array()}}).pointer == "/choices");
    CHECK(fields.wrongOption("multi_choice", {{"choices", {"a", "b", "a"}}}).pointer == "/choices/2");
    CHECK(fields.wrongOption("multi_choice", {{"choices", {"a", " b"}}}).pointer == "/choices/1");
    CHECK(fields.wrongOption("tags", {{"max_length", 0}}).pointer == "/max_length");
}

TEST_CASE("text is kept as it is, within its length", "[fields]") {
    const Fields fields;
    CHECK(fields.kept("text", text("")) == "empty");
    CHECK(fields.kept("text", text(" \u3000\n")) == "empty");
    CHECK(fields.kept("text", text("a\x01")) == "control_character");
    CHECK(fields.kept("text", text("яя"), {{"max_length", 1}}) == "too_long");
    CHECK(fields.kept("text", text("я"), {{"min_length", 2}}) == "too_short");
    CHECK(fields.kept("text", text(std::string(501, 'x'))) == "too_long");
    CHECK(fields.kept("text", text(""), {{"min_length", 0}}) == R"("")");
    CHECK(fields.kept("text", text(" Ann \n"), {{"max_length", 6}}) == R"(" Ann \n")");
    CHECK(fields.kept("text", text("😀😀"), {{"max_length", 2}}) == R"("😀😀")");
    std::string widest;
    for (int i = 0; i < 1'000; ++i) widest += "😀";
    CHECK(fields.kept("text", text(widest), {{"max_length", 1000}}).size() == 4'002);
}

TEST_CASE("a long text has its lines, within its length and what the server keeps of a text", "[fields]") {
    const Fields fields;
    CHECK(fields.kept("long_text", text("a\r\n\tb\n")) == R"("a\r\n\tb\n")");
    CHECK(fields.kept("long_text", text("\n \n")) == "empty");
    CHECK(fields.kept("long_text", text("a\x1b[2J")) == "control_character");
    CHECK(fields.kept("long_text", text("a\u0085")) == "control_character");
    CHECK(fields.kept("long_text", text("яя"), {{"max_length", 1}}) == "too_long");
    CHECK(fields.kept("long_text", text("я"), {{"min_length", 2}}) == "too_short");
    CHECK(fields.kept("long_text", text(std::string(4'096, 'x'))).size() == 4'098);
    CHECK(fields.kept("long_text", text(std::string(4'097, 'x'))) == "too_long");
    std::string astral;
    for (int i = 0; i < 1'024; ++i) astral += "😀";
    CHECK(fields.kept("long_text", text(astral)).size() == 4'098);
    CHECK(fields.kept("long_text", text(astral + 'x')) == "too_long");
}

TEST_CASE("whole numbers are kept exactly, and nothing else is one", "[fields]") {
    const Fields fields;
    CHECK(fields.kept("integer", number("9223372036854775807")) == "9223372036854775807");
    CHECK(fields.kept("integer", number("9223372036854775808")) == "out_of_range");
    CHECK(fields.kept("integer", number("1.5")) == "too_precise");
    CHECK(fields.kept("integer", number("1e3")) == "1000");
    CHECK(fields.kept("integer", text("-42")) == "-42");
    CHECK(fields.kept("integer", text("010")) == "not_a_number");
    CHECK(fields.kept("integer", text("many")) == "not_a_number");
    CHECK(fields.kept("integer", number("0"), {{"min", 1}}) == "out_of_range");
    CHECK(fields.kept("integer", number("1"), {{"min", 1}, {"max", 1}}) == "1");
}

TEST_CASE("decimals keep every one of their 18 digits", "[fields]") {
    const Fields fields;
    CHECK(fields.kept("decimal", number("99999999999999.99")) == "out_of_range");
    CHECK(fields.kept("decimal", number("999999999999.999999")) == R"("999999999999.999999")");
    CHECK(fields.kept("decimal", number("-999999999999.999999")) == R"("-999999999999.999999")");
    CHECK(fields.kept("decimal", number("1000000000000")) == "out_of_range");
    CHECK(fields.kept("decimal", number("0.1234567")) == "too_precise");
    CHECK(fields.kept("decimal", text("12.50")) == R"("12.5")");
    CHECK(fields.kept("decimal", number("-0.0")) == R"("0")");
    CHECK(fields.kept("decimal", number("7")) == R"("7")");
    CHECK(fields.kept("decimal", number("0.3"), {{"min", 0.3}, {"max", 0.3}}) == R"("0.3")");
    CHECK(fields.kept("decimal", number("0.300001"), {{"max", 0.3}}) == "out_of_range");
    const json most{{"max", "999999999999.999998"}};
    CHECK(fields.kept("decimal", number("999999999999.999998"), most) == R"("999999999999.999998")");
    CHECK(fields.kept("decimal", number("999999999999.999999"), most) == "out_of_range");
}

TEST_CASE("booleans, dates and times are kept as they are meant", "[fields]") {
    const Fields fields;
    CHECK(fields.kept("boolean", truth(true)) == "true");
    CHECK(fields.kept("boolean", text("false")) == "false");
    CHECK(fields.kept("date", text("2024-02-29")) == R"("2024-02-29")");
    CHECK(fields.kept("date", text("2023-02-29")) == "not_a_date");
    CHECK(fields.kept("date", text("1899-12-31"), {{"min", "1900-01-01"}}) == "out_of_range");
    CHECK(fields.kept("datetime", text("2026-11-20T11:30:00.5+02:00")) == R"("2026-11-20T09:30:00.500Z")");
    CHECK(fields.kept("datetime", text("yesterday")) == "not_a_time");
    CHECK(fields.kept("datetime", text("2026-01-01T00:00:00Z"), {{"max", "2025-12-31T23:59:59Z"}}) ==
          "out_of_range");
}

TEST_CASE("what is outside of a range hears what is inside", "[fields]") {
    const Fields fields;
    const auto said = [&](const std::string& type, const model::FieldInput& input, const json& options) {
        const auto outcome = fields.field(type, options)->validate(input);
        return std::get<model::Invalid>(outcome).detail;
    };
    CHECK(said("integer", number("9"), {{"min", 15}, {"max", 55}}) == "Must be from 15 to 55.");
    CHECK(said("decimal", number("0.4"), {{"max", 0.3}}) == "Must be at most 0.3.");
    CHECK(said("decimal", number("0.4"), {{"max", "0.30"}}) == "Must be at most 0.30.");
    CHECK(said("date", text("1899-12-31"), {{"min", "1900-01-01"}}) == "Must be at least 1900-01-01.");
    CHECK(said("datetime", text("2026-01-01T00:00:00Z"), {{"max", "2025-12-31T23:59:59Z"}}) ==
          "Must be at most 2025-12-31T23:59:59Z.");
}

TEST_CASE("a choice is one of the choices, letter by letter", "[fields]") {
    const Fields fields;
    const json options{{"choices", {"gold", "Silver"}}};
    CHECK(fields.kept("single_choice", text("gold"), options) == R"("gold")");
    CHECK(fields.kept("single_choice", text("silver"), options) == "not_a_choice");
    CHECK(fields.kept("multi_choice", text("Silver"), options) == R"("Silver")");
    const auto refusal = [&fields](const json& choices) {
        const auto outcome = fields.field("single_choice", {{"choices", choices}})->validate(text("silver"));
        return std::get<model::Invalid>(outcome).detail;
    };
    CHECK(refusal({"gold", "Silver"}) == "Must be one of: gold, Silver.");
    CHECK(refusal({std::string(200, 'a'), std::string(200, 'b')}) == "Is none of the choices.");
    CHECK(fields.manager.registry().fieldType("multi_choice")->isSet());
    CHECK_FALSE(fields.manager.registry().fieldType("single_choice")->isSet());
}

TEST_CASE("a tag loses the white space at its ends", "[fields]") {
    const Fields fields;
    CHECK(fields.kept("tags", text(" vip \u00A0")) == R"("vip")");
    CHECK(fields.kept("tags", text(" ")) == "empty");
    CHECK(fields.kept("tags", text("a\nb")) == "control_character");
    CHECK(fields.kept("tags", text("яяя"), {{"max_length", 2}}) == "too_long");
}

TEST_CASE("what a field shows is taken again, and stays as it is", "[fields]") {
    const Fields fields;
    const std::vector<std::pair<std::string, FieldInput>> given{
        {"text", text(" a ")},
        {"long_text", text(" a\r\n")},
        {"integer", number("1e3")},
        {"decimal", number("-1.250")},
        {"boolean", text("true")},
        {"date", text("2024-02-29")},
        {"tags", text(" vip ")},
        {"datetime", text("2026-11-20T11:30:00+02:00")},
        {"country", text("ua")},
        {"language", text("ZH-cmn-hans")},
        {"time_zone", text("Asia/Calcutta")},
        {"url", text("HTTP://Bücher.example./ä")},
        {"json", test::document(R"({"a":[1,5e-1,"x"],"b":{}})")}};
    for (const auto& [type, input] : given) {
        CAPTURE(type);
        CHECK(fields.keepsWhatItShows(type, input));
    }
}

TEST_CASE("every field that the core has built in finds its type", "[fields]") {
    const Fields fields;
    for (const auto& builtIn : model::builtInFields()) {
        CAPTURE(builtIn.key);
        const auto* type = fields.manager.registry().fieldType(builtIn.type);
        REQUIRE(type != nullptr);
        CHECK_NOTHROW(type->prepare(json::parse(builtIn.options)));
    }
}

}  // namespace
}  // namespace kith::plugins
