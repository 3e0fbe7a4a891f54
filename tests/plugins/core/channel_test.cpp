// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;
using test::Workbench;

struct Grouped : Workbench {
    Grouped() {
        run({Workbench::plugin("probe")});
        auto origin = std::make_shared<model::Origin>();
        origin->attested = true;
        observation.origin = origin;
        observation.identifiers.push_back({{"email", "ann@example.com"}, "Ann@Example.com", nullptr});
    }

    [[nodiscard]] pipeline::ParticipantItem item(std::string_view payload, std::int64_t home) const {
        return {.profile = {home},
                .home = {home},
                .observation = {5},
                .payload = payload,
                .source = &observation};
    }
    [[nodiscard]] PluginChannel& channel() const { return *manager.registry().channels().at(0); }

    model::Observation observation;
};

TEST_CASE("an item whose statement fails is an error without the statement's values", "[plugins]") {
    Grouped grouped;
    const std::vector items{grouped.item("bad", 1)};
    try {
        grouped.channel().apply(grouped.services.sql, items);
        FAIL("nothing was thrown");
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::Storage);
        CHECK(error.context().find("bad") == std::string::npos);
    }
}

TEST_CASE("a plugin can't observe inside the transaction", "[plugins]") {
    Grouped grouped;
    const std::vector items{grouped.item("observe", 1)};
    CHECK_THROWS_AS(grouped.channel().apply(grouped.services.sql, items), base::Error);
    CHECK(grouped.services.observed.empty());
}

TEST_CASE("a group is applied with what each item resolved to", "[plugins]") {
    Grouped grouped;
    auto moved = grouped.item("one", 1);
    moved.profile = {7};
    const std::vector items{moved, grouped.item("two", 2)};
    grouped.channel().apply(grouped.services.sql, items);
    CHECK(grouped.services.rows("one of 7 at 1 by 5 email:ann@example.com") == 1);
    CHECK(grouped.services.rows("two of 2 at 2 by 5 email:ann@example.com") == 1);
    const std::vector<pipeline::ParticipantMerge> merges{{.survivor = {7}, .absorbed = {1}}};
    grouped.channel().merged(grouped.services.sql, merges);
    CHECK(grouped.services.rows("1 is 7") == 1);
    grouped.channel().undone(grouped.services.sql, merges);
    CHECK(grouped.services.rows("1 left 7") == 1);
}

TEST_CASE("a panel sees all homes of each person, and may say nothing", "[plugins]") {
    Grouped grouped;
    const std::vector items{grouped.item("one", 1), grouped.item("two", 2), grouped.item("three", 3)};
    grouped.channel().apply(grouped.services.sql, items);
    const std::vector<model::Person> people{{.id = {1}, .homes = {{1}, {2}}}, {.id = {9}, .homes = {{9}}}};
    CHECK(grouped.channel().panel(grouped.services.sql, people) ==
          std::vector<json>{json{{"rows", 2}}, json(nullptr)});
}

TEST_CASE("members are added to activities, and none is replaced", "[plugins]") {
    Grouped grouped;
    const model::Person person{.id = {1}, .homes = {{1}, {2}}};
    auto activities = json::parse(R"([{"id": "a", "status": "delivered"}, {"id": "b"}])");
    grouped.channel().annotate(grouped.services.sql, person, activities);
    CHECK(activities == json::parse(R"([{"id": "a", "status": "delivered", "homes": 2}, {"id": "b"}])"));

    auto broken = json::parse(R"([{"id": "broken"}])");
    grouped.channel().annotate(grouped.services.sql, person, broken);
    CHECK(broken == json::parse(R"([{"id": "broken"}])"));
    CHECK(grouped.services.calls.at("probe.annotate.plugin") == 1);
}

TEST_CASE("a person's rows are removed as long as there are any", "[plugins]") {
    Grouped grouped;
    const std::vector items{grouped.item("one", 1), grouped.item("two", 2), grouped.item("two", 2),
                            grouped.item("three", 3)};
    grouped.channel().apply(grouped.services.sql, items);
    const model::Person person{.id = {1}, .homes = {{1}, {2}}};
    CHECK(grouped.channel().erase(grouped.services.sql, person, 1) == 1);
    CHECK(grouped.channel().erase(grouped.services.sql, person, 1) == 2);
    CHECK(grouped.channel().erase(grouped.services.sql, person, 1) == 0);
    CHECK(grouped.services.rows("three of 3 at 3 by 5 email:ann@example.com") == 1);
    grouped.manager.stop();
    CHECK_THROWS_AS(grouped.channel().erase(grouped.services.sql, person, 1), base::Error);
}

TEST_CASE("what is held about a person is told part by part", "[plugins]") {
    Grouped grouped;
    const std::vector items{grouped.item("one", 1), grouped.item("two", 2), grouped.item("two", 2)};
    grouped.channel().apply(grouped.services.sql, items);
    const model::Person person{.id = {1}, .homes = {{1}, {2}}};
    REQUIRE(grouped.channel().exports());
    const auto first = grouped.channel().exported(grouped.services.sql, person, "");
    CHECK(first.lists == nlohmann::ordered_json{{"rows", {{{"count", 1}}}}});
    const auto second = grouped.channel().exported(grouped.services.sql, person, first.next);
    CHECK(second.lists == nlohmann::ordered_json{{"rows", {{{"count", 2}}}}});
    CHECK(second.next.empty());
}

TEST_CASE("a plugin that does not tell what it holds as it has to fails, and never for ever", "[plugins]") {
    Grouped grouped;
    const std::string how = GENERATE("throw", "number", "member", "circle", "nothing");
    CAPTURE(how);
    const model::Person person{.id = {1}, .homes = {{1}}, .identifiers = {{{"email", how}, how}}};
    const auto cursor = how == "circle" ? "again" : "";
    CHECK_THROWS_AS(grouped.channel().exported(grouped.services.sql, person, cursor), base::Error);
}

TEST_CASE("a plugin of an older minor erases nothing and tells nothing", "[plugins]") {
    Workbench bench;
    bench.run({Workbench::plugin("no_erase")});
    auto& channel = *bench.manager.registry().channels().at(0);
    const model::Person person{.id = {1}, .homes = {{1}}};
    CHECK(channel.erase(bench.services.sql, person, 1) == 0);
    CHECK_FALSE(channel.exports());
}

TEST_CASE("a type of one plugin is an endpoint of another's channel", "[plugins]") {
    Workbench bench;
    bench.run({Workbench::plugin("tiny"), Workbench::plugin("probe")});
    const auto& source = *bench.manager.registry().identifierSources().at(0);
    const auto rule = source.types().at(0);
    CHECK(rule.channel == "probe");
    CHECK(rule.cls == model::IdentifierClass::Linking);
    CHECK(rule.normalizerVersion == 2);
    CHECK(source.blockedValues("badge").size() == 2);
    CHECK(std::get<std::string>(source.normalize("badge", "ab12")) == "AB12");
    CHECK(std::get<model::Invalid>(source.normalize("badge", "a b")).code == "not_a_badge");
}

}  // namespace
}  // namespace kith::plugins
