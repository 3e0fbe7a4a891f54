// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>

#include "core/api/person.hpp"
#include "tests/plugins/core/support/surroundings.hpp"
#include "tests/support/databases.hpp"

namespace kith::plugins {
namespace {

using nlohmann::json;
using test::Workbench;

/// A profile with a row of the probe's, shown by the breaking channel first and the probe after it.
struct Shown {
    explicit Shown(const std::string& how) : database(test::eachEngine()) {
        auto breaks = Workbench::plugin("breaks");
        breaks.options = {{"how", how}};
        bench.run({breaks, Workbench::plugin("probe")});
        const auto writer = database->openWriter();
        writer->runOnce("CREATE TABLE probe_row (home bigint NOT NULL, payload text NOT NULL)");
        writer->runOnce("INSERT INTO probe_row VALUES (1, 'one')");
        profile.id = {1};
        profile.homes = {{1}};
    }

    Workbench bench;
    test::MigratedDatabase database;
    storage::ProfileView profile;
};

/// A lease on SQLite is one transaction, which is the server's.
bool isAsLeased(storage::Session& session) {
    return session.inTransaction() == (session.dialect().engine() == storage::Engine::Sqlite);
}

TEST_CASE("whatever one channel's panel does, the others show theirs", "[plugins]") {
    const std::string how = GENERATE("throw", "statement", "spoil", "write", "array");
    CAPTURE(how);
    Shown shown(how);
    const auto lease = shown.database->read();
    for (int i = 0; i < 2; ++i) {
        const auto panels = api::readPanels(shown.bench.manager.registry(), *lease, shown.profile);
        REQUIRE(panels.size() == 1);
        CHECK(panels.front().first == "probe");
        CHECK(panels.front().second == json{{"rows", 1}});
        CHECK(isAsLeased(*lease));
    }
    const auto& calls = shown.bench.services.calls;
    CHECK(std::ranges::any_of(calls, [](const auto& call) {
        return call.first.starts_with("breaks.panel.") && call.first != "breaks.panel.ok";
    }));
}

TEST_CASE("a transaction that a panel begins against the rules is refused, or ends with the panel",
          "[plugins]") {
    Shown shown("open");
    const auto lease = shown.database->read();
    const auto refused = lease->dialect().engine() == storage::Engine::Sqlite ? 1U : 0U;
    CHECK(api::readPanels(shown.bench.manager.registry(), *lease, shown.profile).size() == 2 - refused);
    CHECK(isAsLeased(*lease));
}

}  // namespace
}  // namespace kith::plugins
