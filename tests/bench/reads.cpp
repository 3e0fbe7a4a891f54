// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tests/bench/bench_database.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/http_message.hpp"
#include "tests/bench/kith_server.hpp"
#include "tests/bench/sql_limit.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t kGroup = 1'000;
constexpr std::size_t kClients = 16;
constexpr unsigned kNode = 2;

void fill(storage::Engine engine, const BenchDatabase& database, std::span<const Sample> people) {
    const base::SystemClock clock;
    base::IdGenerator ids(clock, kNode);
    const auto sql = SqlLimit::connect(engine, database.url());
    for (std::size_t at = 0; at < people.size(); at += kGroup) {
        const auto count = std::min(kGroup, people.size() - at);
        sql->write(rowsOf(people.subspan(at, count), ids, {1}, clock.now()));
    }
}

}  // namespace

void benchReads(storage::Engine engine, const Sizes& sizes, Report& report) {
    const std::string on{storage::engineName(engine)};
    report.progress("reading profiles from " + on);
    const BenchDatabase database(engine);
    const auto people = samples(0, sizes.people);
    fill(engine, database, people);
    const KithServer kith(database.url());
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < sizes.reads; ++i) {
        const auto& person = people[i * 7'919 % people.size()];
        requests.push_back(getRequest("/v1/profiles/email:" + person.email, kith.key()));
    }
    const test::TemporaryFolder folder;
    const BareServer bare(folder.write("body", HttpClient(kith.port()).exchange(requests.front())));

    SideBySide rates;
    for (int i = 0; i <= sizes.repetitions; ++i) {
        const auto limit = requestsPerSecond(bare.port(), kClients, requests);
        const auto ours = requestsPerSecond(kith.port(), kClients, requests);
        if (i > 0) rates.add(ours, limit);
    }
    const auto aim = engine == storage::Engine::Sqlite ? std::optional(0.4) : std::nullopt;
    report.add({on + ": profiles, HTTP, against a bare Poco handler", "/s", rates, aim});
}

}  // namespace kith::bench
