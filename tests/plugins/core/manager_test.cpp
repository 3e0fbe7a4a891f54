// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

using Catch::Matchers::Contains;
using test::Workbench;

base::Error thrownBy(const std::function<void()>& work) {
    try {
        work();
    } catch (const base::Error& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return {base::ErrorCode::Internal, ""};
}

TEST_CASE("a plugin that can't be loaded is listed, and the rest runs", "[plugins]") {
    Workbench bench;
    bench.run({Workbench::plugin("missing_symbol"), Workbench::plugin("tiny")});
    const auto statuses = bench.manager.statuses();
    REQUIRE(statuses.size() == 2);
    CHECK(statuses[0].name == "missing_symbol");
    CHECK(statuses[0].state == PluginState::Failed);
    CHECK_THAT(statuses[0].reasons.at(0), Contains("undefined symbol"));
    CHECK(statuses[1].state == PluginState::Running);
    CHECK(bench.manager.registry().identifierSources().size() == 1);
}

TEST_CASE("a required plugin that can't be loaded stops the start", "[plugins]") {
    Workbench bench;
    auto settings = Workbench::plugin("wrong_major");
    settings.required = true;
    const auto error = thrownBy([&] { bench.manager.load({settings, Workbench::plugin("tiny")}); });
    CHECK(error.code() == base::ErrorCode::Plugin);
    CHECK_THAT(error.detail(), Contains("wrong_major is required") && Contains("another major"));
}

TEST_CASE("a plugin that calls itself otherwise than configured is refused", "[plugins]") {
    Workbench bench;
    auto settings = Workbench::plugin("tiny");
    settings.name = "email";
    bench.manager.load({settings});
    CHECK(bench.manager.statuses().at(0).reasons.at(0) == "It calls itself tiny, not email.");
}

TEST_CASE("wrong options of several plugins are reported together, with their places", "[plugins]") {
    Workbench bench;
    auto probe = Workbench::plugin("probe");
    probe.pointer = "/plugins/load/0/options";
    probe.options = {{"level", "high"}, {"levle", 3}};
    auto throws = Workbench::plugin("throws");
    throws.pointer = "/plugins/load/1/options";
    throws.options = {{"at", "refuse"}};
    const auto error = thrownBy([&] { bench.manager.load({probe, throws}); });
    CHECK(error.code() == base::ErrorCode::Configuration);
    REQUIRE(error.violations().size() == 3);
    CHECK(error.violations()[0].pointer == "/plugins/load/0/options/level");
    CHECK_THAT(error.violations()[1].detail, Contains("Did you mean level?"));
    CHECK(error.violations()[2] ==
          base::Violation{"/plugins/load/1/options/at", "refused", "This can't be refused."});
}

TEST_CASE("what two plugins both bring is refused the second time", "[plugins]") {
    Workbench bench;
    bench.manager.load({Workbench::plugin("good"), Workbench::plugin("older_minor")});
    const auto second = bench.manager.statuses().at(1);
    CHECK(second.state == PluginState::Failed);
    CHECK(second.reasons ==
          std::vector<std::string>{"There is a plugin plain already.",
                                   "The identifier type plain is there already.",
                                   "The channel plain is there already.",
                                   "The route POST /channels/plain/echo is there already."});
}

TEST_CASE("a route of the core can't be taken", "[plugins]") {
    Descriptor descriptor;
    descriptor.id = "taker";
    descriptor.routes.resize(1);
    descriptor.routes[0].method = "GET";
    descriptor.routes[0].path = "/v1/profiles/{anything}";
    descriptor.identifierTypes.resize(1);
    descriptor.identifierTypes[0].name = "external_id";
    const Workbench bench;
    CHECK(bench.manager.registry().collisions(descriptor).size() == 2);
}

TEST_CASE("an older plugin works without the functions that it does not have", "[plugins]") {
    Workbench bench;
    bench.run({Workbench::plugin("older_minor")});
    const auto answer = bench.ask("/channels/plain/echo", test::request("hello"));
    CHECK(answer.status == 200);
    CHECK(answer.body == "hello");
    auto activities = nlohmann::json::array({{{"id", "a"}}});
    bench.manager.registry().channel("plain")->annotate(bench.services.sql, {}, activities);
    CHECK(activities == nlohmann::json::array({{{"id", "a"}}}));
    const auto& source = *bench.manager.registry().identifierSources().at(0);
    CHECK(std::get<std::string>(source.normalize("plain", "as it is")) == "as it is");
}

TEST_CASE("a plugin whose constructor throws is failed, and its library stays open", "[plugins]") {
    Workbench bench;
    auto settings = Workbench::plugin("throws");
    settings.options = {{"at", "create"}};
    bench.run({settings});
    const auto status = bench.manager.statuses().at(0);
    CHECK(status.state == PluginState::Failed);
    CHECK_THAT(status.reasons.at(0), Contains("create: it threw std::runtime_error"));
    CHECK_THAT(status.reasons.at(0) + bench.logged(), !Contains("nobody may see"));
    CHECK(bench.manager.registry().channels().empty());
}

TEST_CASE("a plugin whose start throws is failed, and its routes answer that it does not run", "[plugins]") {
    Workbench bench;
    auto settings = Workbench::plugin("throws");
    settings.options = {{"at", "start"}};
    bench.run({settings});
    CHECK(bench.manager.statuses().at(0).name == "thrower");
    CHECK(bench.manager.statuses().at(0).state == PluginState::Failed);
    const auto error = thrownBy([&] { (void)bench.ask("/channels/thrower/it", test::request("")); });
    CHECK(error.code() == base::ErrorCode::Unavailable);

    // Nothing else of it is called either: each of these would throw, or be counted as failed.
    auto& channel = *bench.manager.registry().channels().at(0);
    const auto before = bench.services.calls;
    model::Observation observation;
    observation.origin = std::make_shared<const model::Origin>();
    channel.apply(bench.services.sql,
                  std::vector<pipeline::ParticipantItem>{{{}, {}, {}, "p", &observation}});
    channel.merged(bench.services.sql, std::vector<pipeline::ParticipantMerge>(1));
    CHECK(channel.panel(bench.services.sql, std::vector<model::Person>(1)).at(0).is_null());
    CHECK_FALSE(channel.annotates());
    CHECK(bench.services.calls == before);
}

TEST_CASE("a required plugin whose start throws stops the start", "[plugins]") {
    Workbench bench;
    auto settings = Workbench::plugin("throws");
    settings.options = {{"at", "start"}};
    settings.required = true;
    bench.manager.load({settings});
    CHECK(thrownBy([&] { bench.manager.start(); }).code() == base::ErrorCode::Plugin);
}

TEST_CASE("plugins start in the order of the configuration and end in reverse", "[plugins]") {
    std::ostringstream log;
    test::FakeServices services;
    const test::ManualClock clock(base::fromMillis(0));
    base::Log logger(log, clock, base::LogLevel::Info);
    const Tokens tokens("a secret of the deployment");
    {
        Manager manager({services, logger, clock, tokens, "", {}}, {}, {});
        manager.load({Workbench::plugin("throws"), Workbench::plugin("probe")});
        manager.start();
        CHECK(manager.statuses().at(0).state == PluginState::Running);
        manager.stop();
        manager.stop();
        CHECK(manager.statuses().at(0).state == PluginState::Stopped);
    }
    const auto lines = log.str();
    const auto started = lines.find("probe_started");
    const auto stopped = lines.find("probe_stopped");
    const auto throwerStopped = lines.find("plugin_stop_failed");
    const auto destroyed = lines.find("thrower_destroyed");
    REQUIRE(destroyed != std::string::npos);
    CHECK(started < stopped);
    CHECK(stopped < throwerStopped);
    CHECK(throwerStopped < destroyed);
    CHECK(lines.find("probe_stopped", stopped + 1) == std::string::npos);
}

TEST_CASE("each call that throws is an error of ours, whether the plugin uses the kit or not", "[plugins]") {
    const std::string plugin = GENERATE("throws", "throws_raw");
    CAPTURE(plugin);
    Workbench bench;
    bench.run({Workbench::plugin(plugin)});
    const auto& registry = bench.manager.registry();
    const auto& source = *registry.identifierSources().at(0);
    auto& channel = *registry.channels().at(0);
    model::Observation observation;
    observation.origin = std::make_shared<const model::Origin>();
    const pipeline::ParticipantItem item{{}, {}, {}, "p", &observation};
    const pipeline::ParticipantMerge merge{};
    const model::Person person{};

    const std::vector<std::function<void()>> calls{
        [&] { (void)source.normalize(source.types().at(0).type, "x"); },
        [&] { (void)registry.routes().at(0).handle(test::request("")); },
        [&] { channel.apply(bench.services.sql, std::span(&item, 1)); },
        [&] { channel.merged(bench.services.sql, std::span(&merge, 1)); },
        [&] { channel.undone(bench.services.sql, std::span(&merge, 1)); },
        [&] { (void)channel.erase(bench.services.sql, person, 1); },
        [&] { (void)channel.exported(bench.services.sql, person, ""); },
    };
    for (const auto& call : calls) {
        const auto error = thrownBy(call);
        CHECK(error.code() == base::ErrorCode::Plugin);
        CHECK_THAT(error.detail(), Contains("failed") && !Contains("nobody may see"));
        CHECK_THAT(error.context(), Contains("it threw") && !Contains("nobody may see"));
    }
    CHECK(channel.panel(bench.services.sql, std::span(&person, 1)) == std::vector<nlohmann::json>(1));
    auto activities = nlohmann::json::array({nlohmann::json::object()});
    channel.annotate(bench.services.sql, person, activities);
    CHECK(activities.at(0).empty());
    CHECK_THAT(bench.logged(), !Contains("nobody may see"));
}

TEST_CASE("a field type that throws is an error of ours", "[plugins]") {
    Workbench bench;
    bench.run({Workbench::plugin("throws")});
    const auto& type = *bench.manager.registry().fieldType("thrown");
    CHECK(thrownBy([&] { (void)type.prepare({{"at", "prepare"}}); }).code() == base::ErrorCode::Plugin);
    const auto wrong = thrownBy([&] { (void)type.prepare({{"other", 1}}); });
    CHECK(wrong.code() == base::ErrorCode::Configuration);
    CHECK(wrong.violations().at(0).pointer == "/other");
    const auto validator = type.prepare(nlohmann::json::object());
    const auto error = thrownBy([&] {
        (void)validator->validate({model::FieldInput::Kind::Text, false, "x"});
    });
    CHECK(error.code() == base::ErrorCode::Plugin);
}

TEST_CASE("what a plugin throws on purpose keeps its status and its sentence", "[plugins]") {
    Workbench bench;
    bench.run({Workbench::plugin("throws")});
    const auto error = thrownBy([&] { (void)bench.ask("/channels/thrower/conflict", test::request("")); });
    CHECK(error.code() == base::ErrorCode::Conflict);
    CHECK(error.detail() == "That name is taken.");
    CHECK(bench.services.calls.at("thrower.handle.conflict") == 1);
    CHECK(thrownBy([&] { (void)bench.ask("/channels/thrower/number", test::request("")); }).code() ==
          base::ErrorCode::Plugin);
}

}  // namespace
}  // namespace kith::plugins
