// SPDX-License-Identifier: Apache-2.0
// A server is killed while clients merge, or end, the same people; on PostgreSQL another one goes on.
#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <list>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/process/alone.hpp"
#include "tests/process/soundness.hpp"
#include "tests/process/storm.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using kith::test::Storm;

namespace {

constexpr std::size_t kServers = 2;  ///< On PostgreSQL; a SQLite file has one.
constexpr std::size_t kClients = 12;
constexpr std::size_t kLeastBetweenKills = 20;
constexpr std::size_t kMostBetweenKills = 200;
/// Acknowledged afterwards, by the other one: more than there are clients of the killed one, each of whom may
/// still have an answer to read.
constexpr std::size_t kAfterKill = 20;

/// Rounds of each storm on each database: 20 kills all in all, 200 with KITH_SOAK.
int rounds() {
    return std::getenv("KITH_SOAK") != nullptr ? 50 : 5;
}

/// Kills one of the servers, whichever, while clients call both. The other goes on until it is stopped.
void killOne(Storm& storm, const test::TestDatabase& database, const std::vector<std::string>& settings,
             const std::string& key, std::mt19937& random) {
    const bool alone = storage::parseDatabaseUrl(database.url()).engine == storage::Engine::Sqlite;
    std::vector<std::unique_ptr<KithServer>> servers;
    std::vector<const KithServer*> all;
    for (std::size_t i = 0; i < (alone ? 1 : kServers); ++i) {
        servers.push_back(std::make_unique<KithServer>(database.url(), settings));
        all.push_back(servers.back().get());
    }
    auto client = servers.front()->client(key);
    storm.begin(client);
    const auto killed = std::uniform_int_distribution<std::size_t>(0, servers.size() - 1)(random);
    CAPTURE(killed);
    {
        const test::StormClients clients(storm, all, key, kClients, std::numeric_limits<int>::max(), random);
        REQUIRE(storm.waitForAcknowledged(
            std::uniform_int_distribution(kLeastBetweenKills, kMostBetweenKills)(random)));
        auto& process = servers[killed]->process();
        process.send(SIGKILL);
        CHECK(process.wait().signal == SIGKILL);
        if (!alone) REQUIRE(storm.waitForAcknowledged(storm.acknowledged() + kAfterKill));
    }
    CHECK(storm.cutOff() <= kClients / servers.size());
    for (std::size_t i = 0; i < servers.size(); ++i) {
        if (i != killed) CHECK(servers[i]->stop().code == 0);
    }
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
        killOne(storm, database, settings, key, random);
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
    std::size_t erased = 0;
    for (const auto& storm : storms) erased += storm.erased();
    // Of the erased no merge is kept, so only where nobody is do merges show what the storms did.
    if (calls.erase > 0) {
        CHECK(erased > 0);
    } else {
        CHECK_FALSE(nlohmann::json::parse(server.client(key).get("/v1/merges").body).at("items").empty());
    }
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
