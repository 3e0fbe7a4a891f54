// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "core/model/external_id.hpp"
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
    const Surroundings surroundings{bench.services, bench.logger, bench.clock, bench.tokens, "", {}};
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

TEST_CASE("every identifier type has the class, the limit and the place in matching that it is promised",
          "[plugins]") {
    using enum model::IdentifierClass;
    struct Promise {
        std::string name;
        model::IdentifierClass cls;
        std::uint32_t limit;
        bool operator==(const Promise&) const = default;
    };
    // In matching order.
    const std::vector<Promise> promised{{"external_id", Unique, 1}, {"email", Linking, 5},
                                        {"phone", Linking, 5},      {"telegram", Linking, 3},
                                        {"push_token", Moving, 20}, {"web_push", Moving, 20},
                                        {"device_id", Moving, 20},  {"cookie", Moving, 100}};

    std::map<int, Promise> found;
    for (const auto& type : model::ExternalIdSource().types())
        found.emplace(type.order, Promise{type.type, type.cls, type.limit});
    for (const auto& entry : std::filesystem::directory_iterator(test::shippedPlugins())) {
        for (const auto& type : check(entry.path()).descriptor.identifierTypes)
            found.emplace(type.order, Promise{type.name, type.cls, type.limit});
    }
    std::vector<Promise> declared;
    for (const auto& [order, each] : found) declared.push_back(each);
    CHECK(declared == promised);
}

}  // namespace
}  // namespace kith::plugins
