// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cstdlib>

#include "core/plugins/check.hpp"
#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

/// `pointer code` of each violation; of a refusal as a whole, its sentence.
Words wordsOf(const base::Error& error) {
    Words words;
    for (const auto& each : error.violations()) words.push_back(each.pointer + ' ' + each.code);
    if (words.empty()) words.push_back(error.detail());
    return words;
}

// Hidden: template_test.sh builds the plugin first, and then runs this case by its tag.
TEST_CASE("the template of a plugin does what its page says", "[.][template]") {
    const char* file = std::getenv("KITH_TEMPLATE_PLUGIN");
    REQUIRE(file != nullptr);
    REQUIRE(check(file).defects == std::vector<std::string>{});

    test::Workbench bench;
    PluginSettings settings;
    settings.file = file;
    settings.required = true;
    settings.options = {{"max_length", 20}};
    bench.run({settings});
    const auto& registry = bench.manager.registry();
    REQUIRE(registry.migrations().size() == 1);
    for (const auto& step : *registry.migrations()[0].steps) bench.services.sql << step.shared;

    const std::string path = "/channels/guestbook/entries";
    const auto answer =
        bench.ask(path, test::request(R"({"id": "e1", "email": "ann@example.com", "text": "Hello"})"));
    CHECK(answer.status == 200);
    REQUIRE(bench.services.observed.size() == 1);
    const auto& seen = bench.services.observed[0];
    CHECK(json::parse(seen.json).at("id") == "e1");
    CHECK(seen.payload == "Hello");
    CHECK(seen.attested);

    const auto errorsOf = [&](std::string_view body) {
        try {
            static_cast<void>(bench.ask(path, test::request(body)));
        } catch (const base::Error& error) {
            CHECK(error.code() == base::ErrorCode::InvalidInput);
            return wordsOf(error);
        }
        return Words{"taken"};
    };
    for (const auto* noObject : {"", "[]", "7"})
        CHECK(errorsOf(noObject) == Words{"Must be an object of JSON."});
    CHECK(errorsOf("{}") == Words{"/id required", "/email required", "/text required"});
    CHECK(errorsOf(R"({"id": 5, "email": null, "text": []})") ==
          Words{"/id wrong_type", "/email required", "/text wrong_type"});
    CHECK(errorsOf(R"({"id": "e2", "email": "a", "text": "a\u0000b"})") == Words{"/text control_character"});
    CHECK(errorsOf(R"({"id": "e2", "email": "a", "text": "far longer than twenty"})") ==
          Words{"/text too_long"});
    CHECK(bench.services.observed.size() == 1);
    bench.services.rejection = R"({"result": "rejected", "problem": {"status": 400, "code": "invalid_input",
        "errors": [{"pointer": "/identifiers/0/value", "code": "invalid_email", "detail": "No address."}]}})";
    CHECK(errorsOf(R"({"id": "e2", "email": "ann", "text": "Hello"})") == Words{"/email invalid_email"});

    model::Observation observation;
    observation.origin = std::make_shared<const model::Origin>();
    const std::vector<pipeline::ParticipantItem> items{{{1}, {1}, {7}, "Hello", &observation},
                                                       {{1}, {1}, {8}, "Again", &observation}};
    auto& channel = *registry.channels().at(0);
    channel.apply(bench.services.sql, items);
    const std::vector<model::Person> people{{.id = {1}, .homes = {{1}}}, {.id = {2}, .homes = {{2}}}};
    CHECK(channel.panel(bench.services.sql, people) ==
          std::vector<json>{json{{"entries", 2}}, json(nullptr)});
}

}  // namespace
}  // namespace kith::plugins
