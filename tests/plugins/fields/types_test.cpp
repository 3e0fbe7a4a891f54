// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/model/field.hpp"
#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

using model::FieldInput;
using nlohmann::json;
using Kind = model::FieldInput::Kind;

/// The types through the boundary, as the server uses them.
struct Fields : test::Workbench {
    Fields() {
        PluginSettings settings;
        settings.file = test::shippedPlugins() / "fields.so";
        settings.required = true;
        run({settings});
    }

    [[nodiscard]] std::unique_ptr<model::FieldValidator> field(const std::string& type,
                                                               const json& options = json::object()) const {
        return manager.registry().fieldType(type)->prepare(options);
    }

    /// What is kept, as the API shows it, or the code of what is wrong.
    [[nodiscard]] std::string kept(const std::string& type, const FieldInput& input,
                                   const json& options = json::object()) const {
        const auto outcome = field(type, options)->validate(input);
        if (const auto* invalid = std::get_if<model::Invalid>(&outcome)) return invalid->code;
        return std::get<model::FieldValue>(outcome).toJson().dump();
    }

    [[nodiscard]] std::string wrongOption(const std::string& type, const json& options) const {
        try {
            (void)field(type, options);
        } catch (const base::Error& error) {
            CHECK(error.code() == base::ErrorCode::Configuration);
            REQUIRE_FALSE(error.violations().empty());
            return error.violations().front().pointer;
        }
        return "nothing";
    }
};

FieldInput text(std::string_view value) {
    return {Kind::Text, false, value};
}
FieldInput number(std::string_view token) {
    return {Kind::Number, false, token};
}
FieldInput truth(bool value) {
    return {Kind::Boolean, value, {}};
}
const FieldInput kArray{Kind::Json, false, "[1]"};

TEST_CASE("a value of another kind is refused by every type", "[fields]") {
    const Fields fields;
    for (const auto* type : {"text", "integer", "decimal", "boolean", "date", "datetime", "tags"}) {
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
}

TEST_CASE("options that a type can't work with are told with their place", "[fields]") {
    const Fields fields;
    CHECK(fields.wrongOption("text", {{"min_length", 10}, {"max_length", 5}}) == "/max_length");
    CHECK(fields.wrongOption("text", {{"max_length", 1001}}) == "/max_length");
    CHECK(fields.wrongOption("text", {{"pattern", "a"}}) == "/pattern");
    CHECK(fields.wrongOption("integer", {{"min", 1.5}}) == "/min");
    CHECK(fields.wrongOption("integer", {{"min", 2}, {"max", 1}}) == "/max");
    CHECK(fields.wrongOption("decimal", {{"max", 0.0000001}}) == "/max");
    CHECK(fields.wrongOption("boolean", {{"min", 1}}) == "/min");
    CHECK(fields.wrongOption("date", {{"min", "2026-02-30"}}) == "/min");
    CHECK(fields.wrongOption("datetime", {{"max", "2026-01-01"}}) == "/max");
    CHECK(fields.wrongOption("single_choice", json::object()).empty());
    CHECK(fields.wrongOption("single_choice", {{"choices", json::array()}}) == "/choices");
    CHECK(fields.wrongOption("multi_choice", {{"choices", {"a", "b", "a"}}}) == "/choices/2");
    CHECK(fields.wrongOption("multi_choice", {{"choices", {"a", " b"}}}) == "/choices/1");
    CHECK(fields.wrongOption("tags", {{"max_length", 0}}) == "/max_length");
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
        {"text", text(" a ")},         {"integer", number("1e3")},
        {"decimal", number("-1.250")}, {"boolean", text("true")},
        {"date", text("2024-02-29")},  {"datetime", text("2026-11-20T11:30:00+02:00")},
        {"tags", text(" vip ")}};
    for (const auto& [type, input] : given) {
        CAPTURE(type);
        const auto rule = fields.field(type);
        const auto first = std::get<model::FieldValue>(rule->validate(input));
        const auto shown = first.toJson();
        const auto again = shown.is_string() ? shown.get<std::string>() : shown.dump();
        const auto kind = shown.is_number() ? Kind::Number : Kind::Text;
        CHECK(std::get<model::FieldValue>(rule->validate({kind, false, again})) == first);
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
