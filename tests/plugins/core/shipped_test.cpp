// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <set>

#include "core/plugins/check.hpp"
#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

TEST_CASE("every plugin that is delivered passes the check, and none takes what another has", "[plugins]") {
    Registry registry({"external_id"}, {});
    std::vector<std::unique_ptr<Plugin>> loaded;
    test::Workbench bench;
    std::set<int> orders;
    std::size_t count = 0;
    const Surroundings surroundings{bench.services, bench.logger, bench.clock, bench.tokens, ""};
    for (const auto& entry : std::filesystem::directory_iterator(test::shippedPlugins())) {
        CAPTURE(entry.path());
        auto reading = check(entry.path());
        CHECK(reading.defects == std::vector<std::string>{});
        CHECK(reading.descriptor.id == entry.path().stem());
        CHECK(registry.collisions(reading.descriptor) == std::vector<std::string>{});
        for (const auto& type : reading.descriptor.identifierTypes) CHECK(orders.insert(type.order).second);
        registry.add(*loaded.emplace_back(
            std::make_unique<Plugin>(surroundings, std::move(reading.descriptor), std::string("{}"))));
        ++count;
    }
    CHECK(count > 0);
}

}  // namespace
}  // namespace kith::plugins
