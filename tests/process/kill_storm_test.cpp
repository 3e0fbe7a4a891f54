// SPDX-License-Identifier: Apache-2.0
// A server is killed while clients merge, or end, the same people.
#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <list>

#include "tests/process/alone.hpp"
#include "tests/process/soundness.hpp"
#include "tests/process/storm.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using kith::test::Storm;

namespace {

constexpr std::size_t kClients = 12;
constexpr std::size_t kLeastBetweenKills = 20;
constexpr std::size_t kMostBetweenKills = 200;

/// Rounds of each storm on each database: 20 kills all in all, 200 with KITH_SOAK.
int rounds() {
    return std::getenv("KITH_SOAK") != nullptr ? 50 : 5;
}

void killIn(const std::string& name, const test::StormCalls& calls) {
    const auto engine = test::eachEngine();
    const std::vector<std::string> settings{"identity.types={email: {limit: 1000}}",
                                            "identity.max_merges=999"};
    const test::TestDatabase database(engine);
    const auto key = KithServer(database.url(), settings).key("write");
    const auto seed = std::random_device()();
    std::cout << "kill -9 in a storm (" << name << ") on " << storage::engineName(engine) << ", seed " << seed
              << "\n";
    std::mt19937 random(seed);
    std::list<Storm> storms;
    for (int round = 0; round < rounds(); ++round) {
        CAPTURE(name, seed, round);
        auto& storm = storms.emplace_back(name + std::to_string(round), calls);
        {
            KithServer server(database.url(), settings);
            auto client = server.client(key);
            storm.begin(client);
            const test::StormClients clients(storm, {&server}, key, kClients, std::numeric_limits<int>::max(),
                                             random);
            REQUIRE(storm.waitForAcknowledged(
                std::uniform_int_distribution(kLeastBetweenKills, kMostBetweenKills)(random)));
            server.process().send(SIGKILL);
            CHECK(server.process().wait().signal == SIGKILL);
        }
        CHECK(storm.errors() == std::multiset<std::string>{});
        test::waitUntilAlone(database);
        CHECK(test::violations(database.url(), settings) == std::vector<std::string>{});
        KithServer again(database.url(), settings);
        storm.verify(again, key);
        CHECK(again.stop().code == 0);
        CHECK(test::violations(database.url(), settings) == std::vector<std::string>{});
    }
    // Nor did a later kill take anything of an earlier round.
    const KithServer server(database.url(), settings);
    Storm::verifyAll(storms, server, key);
}

}  // namespace

TEST_CASE("a server that is killed in a storm of merges keeps every invariant and what it acknowledged",
          "[process]") {
    killIn("merge", test::kMerging);
}

TEST_CASE("a server that is killed in a storm of erasures keeps what it acknowledged and ends who was erased",
          "[process]") {
    killIn("erase", test::kErasing);
}
