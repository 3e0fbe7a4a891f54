// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/keeper.hpp"

#include <thread>

#include "tests/catalogue/catalogue_bench.hpp"
#include "tests/support/test_catalogue.hpp"

using namespace kith;
using test::CatalogueBench;
using test::configuredField;

TEST_CASE("a server sees what another one has changed when it looks", "[catalogue]") {
    CatalogueBench on;
    auto known = test::testCatalogue();
    catalogue::Keeper keeper(known, *on.database, on.registry(), on.plugins.logger);
    on.put(configuredField("shoe", "integer"));
    CHECK(known.definitions()->field("shoe") == nullptr);
    keeper.refresh();
    const auto first = known.definitions();
    REQUIRE(first->field("shoe") != nullptr);
    CHECK(first->field("shoe")->kind == model::ValueKind::Integer);
    CHECK_FALSE(first->field("shoe")->inUse);

    keeper.refresh();
    CHECK(known.definitions() == first);
    auto archived = on.field("shoe");
    archived.archivedAt = test::kThen;
    on.put(archived);
    keeper.refresh();
    CHECK(known.definitions()->field("shoe")->archived);
    CHECK_FALSE(first->field("shoe")->archived);
}

TEST_CASE("a field that can't be defined is left out and told, the others are there", "[catalogue]") {
    CatalogueBench on;
    auto known = test::testCatalogue();
    catalogue::Keeper keeper(known, *on.database, on.registry(), on.plugins.logger);
    on.put(configuredField("place", "map"));
    on.put(configuredField("tier", "single_choice", "{}"));
    on.put(configuredField("hat", "integer"));
    keeper.refresh();
    const auto definitions = known.definitions();
    CHECK(definitions->field("place") == nullptr);
    CHECK(definitions->field("tier") == nullptr);
    CHECK(definitions->field("hat") != nullptr);
    CHECK(on.plugins.logged().find("event=field_left_out field=place type=map") != std::string::npos);
}

TEST_CASE("what others change is seen without being asked for", "[catalogue]") {
    CatalogueBench on;
    auto known = test::testCatalogue();
    catalogue::Keeper keeper(known, *on.database, on.registry(), on.plugins.logger,
                             {.interval = std::chrono::milliseconds{1}});
    keeper.start();
    on.put(configuredField("shoe", "integer"));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (known.definitions()->field("shoe") == nullptr) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::yield();
    }
    keeper.stop();
}
