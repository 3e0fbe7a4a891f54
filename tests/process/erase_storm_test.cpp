// SPDX-License-Identifier: Apache-2.0
// Clients of several servers observe, merge, delete, restore and erase the same people at once.
#include <catch2/catch.hpp>

#include <iostream>
#include <memory>

#include "tests/process/soundness.hpp"
#include "tests/process/storm.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using kith::test::Storm;

TEST_CASE("people end while others observe and merge them, and of the others nothing is lost", "[process]") {
    constexpr std::size_t kServers = 3;
    constexpr std::size_t kClients = 12;
    constexpr int kCalls = 100;
    const auto engine = test::eachEngine();
    const test::TestDatabase database(engine);
    const std::vector<std::string> settings{"identity.types={email: {limit: 1000}}",
                                            "identity.max_merges=999"};
    std::vector<std::unique_ptr<KithServer>> servers;
    std::vector<const KithServer*> all;
    for (std::size_t i = 0; i < (engine == storage::Engine::Sqlite ? 1 : kServers); ++i) {
        servers.push_back(std::make_unique<KithServer>(database.url(), settings));
        all.push_back(servers.back().get());
    }
    const auto key = servers.front()->key("write");
    const auto seed = std::random_device()();
    std::cout << "erase storm on " << storage::engineName(engine) << ", seed " << seed << "\n";
    CAPTURE(seed);
    std::mt19937 random(seed);

    Storm storm("storm", test::kErasing);
    auto client = servers.back()->client(key);
    storm.begin(client);
    test::StormClients(storm, all, key, kClients, kCalls, random).finish();
    CHECK(storm.errors() == std::multiset<std::string>{});
    CHECK(storm.cutOff() == 0);
    CHECK(storm.erased() > 0);
    storm.verify(*servers.back(), key);
    for (const auto& server : servers) CHECK(server->stop().code == 0);
    CHECK(test::violations(database.url(), settings) == std::vector<std::string>{});
}
