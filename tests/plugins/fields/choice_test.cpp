// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/fields/support/fields.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;
using test::Fields;
using test::text;

json choicesOf(const char* choices) {
    return {{"choices", json::parse(choices)}};
}

TEST_CASE("a choice with labels is chosen by its value alone", "[fields]") {
    const Fields fields;
    const auto options = choicesOf(
        R"([{"value": "gold", "labels": {"en": "Gold", "uk": "Золото", "zh-Hans": "金"}}, "silver", {"value": "tin"}])");
    for (const auto* type : {"single_choice", "multi_choice"}) {
        CAPTURE(type);
        for (const auto* value : {"gold", "silver", "tin"}) {
            CAPTURE(value);
            CHECK(fields.kept(type, text(value), options) == json(value).dump());
            CHECK(fields.keepsWhatItShows(type, text(value), options));
        }
        for (const auto* none : {"Gold", "Золото", "en", ""}) {
            CAPTURE(none);
            CHECK(fields.kept(type, text(none), options) == "not_a_choice");
        }
    }
    const auto refusal = fields.field("single_choice", options)->validate(text("Gold"));
    CHECK(std::get<model::Invalid>(refusal).detail == "Must be one of: gold, silver, tin.");
}

TEST_CASE("choices and labels that can't be told apart or shown are told with their place", "[fields]") {
    const Fields fields;
    struct Row {
        const char* choices;
        const char* pointer;
    };
    for (const auto& row : std::vector<Row>{
             {R"(["gold", {"value": "gold"}])", "/choices/1"},
             {R"([{"value": "gold", "labels": {"en": "A"}}, {"value": "gold", "labels": {"uk": "B"}}])",
              "/choices/1"},
             {R"([{"value": " gold"}])", "/choices/0/value"},
             {R"([{"value": ""}])", "/choices/0/value"},
             {R"([{"labels": {"en": "Gold"}}])", "/choices/0"},
             {R"([{"value": "gold", "label": "Gold"}])", "/choices/0/label"},
             {R"([{"value": "gold", "labels": ["Gold"]}])", "/choices/0/labels"},
             {R"([{"value": "gold", "labels": {"en": ""}}])", "/choices/0/labels/en"},
             {R"([{"value": "gold", "labels": {"en": "Gold "}}])", "/choices/0/labels/en"},
             {R"([{"value": "gold", "labels": {"en": "Go\nld"}}])", "/choices/0/labels/en"},
             {R"([{"value": "gold", "labels": {"en-us": "Gold"}}])", "/choices/0/labels/en-us"},
             {R"(["tin", {"value": "gold", "labels": {"en": "Gold", "iw": "x"}}])", "/choices/1/labels/iw"},
             {R"([{"value": "gold", "labels": {"english": "Gold"}}])", "/choices/0/labels/english"},
             {R"([{"value": "gold", "labels": {"a/b": "Gold"}}])", "/choices/0/labels/a~1b"},
             {R"([5])", "/choices/0"},
             {R"([["gold"]])", "/choices/0"},
         }) {
        CAPTURE(row.choices);
        CHECK(fields.wrongOption("single_choice", choicesOf(row.choices)).pointer == row.pointer);
    }
    const auto written =
        fields.wrongOption("single_choice", choicesOf(R"([{"value": "gold", "labels": {"en-us": "Gold"}}])"));
    CHECK(written.detail == "The canonical tag of this language is en-US.");
}

TEST_CASE("a choice has labels in at most 50 languages, each of at most 200 characters", "[fields]") {
    const Fields fields;
    const auto wrong = [&fields](const json& labels) {
        const auto choice = json{{"value", "a"}, {"labels", labels}};
        return fields.wrongOption("single_choice", {{"choices", json::array({choice})}}).pointer;
    };
    auto labels = json::object();
    for (int i = 0; i < 50; ++i) labels["en-x-a" + std::to_string(i)] = std::string(200, 'a');
    CHECK(wrong(labels) == "nothing");
    labels["uk"] = "a";
    CHECK(wrong(labels) == "/choices/0/labels");
    CHECK(wrong({{"uk", std::string(201, 'a')}}) == "/choices/0/labels/uk");
}

}  // namespace
}  // namespace kith::plugins
