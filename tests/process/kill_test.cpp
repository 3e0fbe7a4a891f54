// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>

#include "tests/process/alone.hpp"
#include "tests/process/load.hpp"
#include "tests/process/soundness.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using kith::test::NumberedObservations;

namespace {

constexpr int kClients = 16;
constexpr std::size_t kLeastBetweenKills = 60;
constexpr std::size_t kMostBetweenKills = 240;

/// Sends the numbers from `first` on again: what was there is a duplicate, the rest is accepted now.
void replay(test::ApiClient client, const NumberedObservations& observations, int first,
            const std::set<int>& there) {
    for (int number = first; number < observations.sent(); ++number) {
        const auto answer = client.post("/v1/observations", NumberedObservations::observation(number));
        REQUIRE(answer.status == 200);
        const bool duplicate = nlohmann::json::parse(answer.body).at("result") == "duplicate";
        INFO("observation " << number);
        REQUIRE(duplicate == there.contains(number));
    }
}

}  // namespace

TEST_CASE("a server that is killed under load loses nothing acknowledged and keeps nothing half",
          "[process]") {
    const auto engine = test::eachEngine();
    const int rounds = std::getenv("KITH_SOAK") != nullptr ? 20 : 3;
    // One person gets more cookies here than anybody has.
    const std::vector<std::string> settings{"identity.types={cookie: {limit: 1000}}"};
    const test::TestDatabase database(engine);
    const auto key = KithServer(database.url(), settings).key("write");
    const auto seed = std::random_device()();
    std::cout << "kill -9 on " << storage::engineName(engine) << ", seed " << seed << "\n";
    std::mt19937 random(seed);
    NumberedObservations observations;
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(seed, round);
        const int first = observations.sent();
        const auto enough = observations.acknowledged().size() +
                            std::uniform_int_distribution(kLeastBetweenKills, kMostBetweenKills)(random);
        {
            KithServer server(database.url(), settings);
            const test::Load load(server, key, observations, kClients);
            REQUIRE(observations.waitForAcknowledged(enough));
            server.process().send(SIGKILL);
            CHECK(server.process().wait().signal == SIGKILL);
        }
        test::waitUntilAlone(database);
        CHECK(test::violations(database.url()) == std::vector<std::string>{});
        const KithServer again(database.url(), settings);
        const auto there = observations.verify(again, key);
        replay(again.client(key), observations, first, there);
        CHECK(observations.verify(again, key).size() == static_cast<std::size_t>(observations.sent()));
    }
}
