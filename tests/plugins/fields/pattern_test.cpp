// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/fields/support/fields.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;
using test::Fields;
using test::text;

TEST_CASE("a pattern is matched by all of a value, or the value is left out", "[fields]") {
    const Fields fields;
    const json ticket{{"pattern", "[A-Z]{2}-\\d+"}};
    for (const auto* type : {"text", "long_text"}) {
        CAPTURE(type);
        CHECK(fields.kept(type, text("AB-17"), ticket) == R"("AB-17")");
        for (const auto* wrong : {"xAB-17", "AB-17x", "AB-17\n", "ab-17", "AB-"}) {
            CAPTURE(wrong);
            CHECK(fields.kept(type, text(wrong), ticket) == "wrong_form");
        }
    }
    CHECK(fields.kept("text", text("a\nb"), {{"pattern", "a.b"}}) == "wrong_form");
    CHECK(fields.kept("long_text", text("a\nb"), {{"pattern", "(?s)a.b"}}) == R"("a\nb")");
    CHECK(fields.kept("text", text("😀"), {{"pattern", "."}}) == R"("😀")");
    CHECK(fields.kept("text", text("Ї"), {{"pattern", "\\p{Lu}"}}) == R"("Ї")");
    CHECK(fields.kept("text", text(""), {{"min_length", 0}, {"pattern", "a*"}}) == R"("")");
    CHECK(fields.kept("text", text(""), {{"min_length", 0}, {"pattern", "a+"}}) == "wrong_form");
    const auto refusal = fields.field("text", ticket)->validate(text("x"));
    CHECK(std::get<model::Invalid>(refusal).detail ==
          "Must match [A-Z]{2}-\\d+ (a regular expression), all of it.");
}

TEST_CASE("the pattern of a URL is that of its normal form", "[fields]") {
    const Fields fields;
    const json shop{{"pattern", "https://shop\\.example/.*"}};
    CHECK(fields.kept("url", text("HTTPS://Shop.Example/a"), shop) == R"("https://shop.example/a")");
    CHECK(fields.kept("url", text("https://shop.example.evil.example/"), shop) == "wrong_form");
}

TEST_CASE("what is no expression of RE2, or too large a one, is an error of the configuration", "[fields]") {
    const Fields fields;
    for (const auto* type : {"text", "long_text", "url"}) {
        CAPTURE(type);
        const auto open = fields.wrongOption(type, {{"pattern", "(a"}});
        CHECK(open.pointer == "/pattern");
        CHECK(open.detail.find("missing )") != std::string::npos);
        // What makes an engine go back, or makes a program of millions of steps.
        for (const auto* pattern :
             {"(a)\\1", "(?=a)b", "a{1001}", "\\p{L}{1,1000}", "(.*a){1000}b", "((a{0,100}){0,10}){0,10}"}) {
            CAPTURE(pattern);
            CHECK(fields.wrongOption(type, {{"pattern", pattern}}).pointer == "/pattern");
        }
        CHECK(fields.wrongOption(type, {{"pattern", std::string(501, 'a')}}).pointer == "/pattern");
        CHECK(fields.wrongOption(type, {{"pattern", ""}}).pointer == "/pattern");
    }
}

// With an engine that goes back each of these would take longer than anybody waits.
TEST_CASE("a pattern that would keep a backtracking engine busy for ever is matched", "[fields]") {
    const Fields fields;
    const std::string value(4'096, 'a');
    for (const auto* pattern : {"(a+)+b", "(a|aa)+b", "(x+x+|a+a+)+y", "(([a-z])+.)+[A-Z]([a-z])+",
                                "(?:(?:a|b)*(?:a|c)*){100}z", "(.*)*(.*)*(.*)*!"}) {
        CAPTURE(pattern);
        CHECK(fields.kept("long_text", text(value), {{"pattern", pattern}}) == "wrong_form");
    }
    CHECK(fields.kept("long_text", text(value), {{"pattern", "(a+)+"}}).size() == 4'098);
}

}  // namespace
}  // namespace kith::plugins
