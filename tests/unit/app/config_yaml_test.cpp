// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_yaml.hpp"

#include <catch2/catch.hpp>

using kith::app::Node;
using kith::app::parseYaml;
using kith::app::Problems;
using kith::app::Style;

namespace {
std::vector<std::string> problemsOf(const std::string& text) {
    Problems problems;
    static_cast<void>(parseYaml(text, "f", true, problems));
    std::vector<std::string> found;
    for (const auto& violation : problems.sorted()) found.push_back(violation.pointer + ' ' + violation.code);
    return found;
}
}  // namespace

TEST_CASE("a syntax error has its line and column", "[config]") {
    CHECK(problemsOf("a: [1, 2\nb: 3\n").front().starts_with("f:2:"));
    CHECK(problemsOf("a: 'open").front().starts_with("f:1:"));
}

TEST_CASE("a syntax error is told in words of our own", "[config]") {
    const std::vector<std::pair<std::string, std::string>> all = {
        {"a: [1, 2\nb: 3\n", "a [ is not closed, or a comma is missing"},
        {"a: {b: 1\n", "a { is not closed, or a comma is missing"},
        {"a: ]\n", "a } or ] closes nothing"},
        {"a: 'open", "a quote is not closed"},
        {"a:\n  b: 1\n- c\n", "this does not fit the block before; look at the indentation"},
        {"a:\n  - b\n  c: 1\n", "this does not fit the block before; look at the indentation"},
        {"a: b: c\n", "no value can stand here; a text that holds a colon is quoted"},
        {"a: \"\\q\"\n", "this can't be read"},
    };
    for (const auto& [text, sentence] : all) {
        CAPTURE(text);
        Problems problems;
        static_cast<void>(parseYaml(text, "f", true, problems));
        REQUIRE_FALSE(problems.empty());
        CHECK(problems.sorted()[0].detail == "not valid YAML: " + sentence);
    }
}

TEST_CASE("a tab in the indentation is named, where it stands", "[config]") {
    const std::vector<std::pair<std::string, std::string>> all = {
        {"a:\n\tb: 1\n", "f:2:1"},         {"\ta: 1\n", "f:1:1"},         {"a:\n  b:\n  \tc: 1\n", "f:3:3"},
        {"a:\n\t\"b\": 1\n", "f:2:1"},     {"a:\n\t? b\n", "f:2:1"},      {"a:\n  b:\n\t- c\n", "f:3:1"},
        {"a:\n  b: 1\n\tc: 2\n", "f:3:1"}, {"a:\r\n\tb: 1\r\n", "f:2:1"},
    };
    for (const auto& [text, place] : all) {
        CAPTURE(text);
        Problems problems;
        static_cast<void>(parseYaml(text, "f", true, problems));
        REQUIRE(problems.sorted().size() == 1);
        CHECK(problems.sorted()[0].pointer == place);
        CHECK(problems.sorted()[0].detail == "not valid YAML: lines are indented with blanks, not with tabs");
    }
    CHECK(problemsOf("a: {\n\tb: 1}\n").empty());
    CHECK(problemsOf("a: [\n\tb, ]]\n").size() == 1);
}

TEST_CASE("a text that yaml-cpp reads for ever is refused", "[config]") {
    for (const char* text : {",", ",a: 1", ",,,,,,00\": 1\n", "a: 1\n,b"}) {
        INFO(text);
        CHECK_FALSE(problemsOf(text).empty());
    }
}

TEST_CASE("a duplicate key is refused at every depth and names the first", "[config]") {
    Problems problems;
    static_cast<void>(parseYaml("a:\n  b: 1\n  c: 2\n  b: 3\n", "f", true, problems));
    REQUIRE(problems.sorted().size() == 1);
    CHECK(problems.sorted()[0].pointer == "f:4:3");
    CHECK(problems.sorted()[0].code == "duplicate_key");
    CHECK(problems.sorted()[0].detail.find("f:2:3") != std::string::npos);
    CHECK(problemsOf("[{x: 1, x: 2}]") == std::vector<std::string>{"f:1:9 duplicate_key"});
}

TEST_CASE("anchors, aliases, tags and second documents are refused", "[config]") {
    CHECK(problemsOf("a: &x 1\nb: *x\n") == std::vector<std::string>{"f:1:4 syntax", "f:2:4 syntax"});
    CHECK(problemsOf("a: !!str 5\n") == std::vector<std::string>{"f:1:4 syntax"});
    CHECK(problemsOf("a: 1\n---\nb: 2\n") == std::vector<std::string>{"f:2:1 syntax"});
    CHECK(problemsOf("? [a, b]\n: 1\n") == std::vector<std::string>{"f:1:3 syntax"});
}

TEST_CASE("nesting without end is an error and not a crash", "[config]") {
    CHECK(problemsOf(std::string(100'000, '[')).size() == 1);
    CHECK(problemsOf(std::string(100'000, '{')).size() == 1);
}

TEST_CASE("an empty file is an empty configuration", "[config]") {
    Problems problems;
    const auto root = parseYaml("# nothing\n", "f", true, problems);
    CHECK(problems.empty());
    CHECK(root.kind == Node::Kind::Null);
}

TEST_CASE("the tree keeps how a scalar was written and where", "[config]") {
    Problems problems;
    const auto root = parseYaml("a: 010\nb:\n  - '010'\n", "f", true, problems);
    REQUIRE(problems.empty());
    const auto* plain = root.find("a");
    REQUIRE(plain != nullptr);
    CHECK(plain->value.text == "010");
    CHECK(plain->value.style == Style::Plain);
    const auto* list = root.find("b");
    REQUIRE(list != nullptr);
    REQUIRE(list->value.items.size() == 1);
    CHECK(list->value.items[0].style == Style::Quoted);
    CHECK(list->value.items[0].position.text() == "f:3:5");
}
