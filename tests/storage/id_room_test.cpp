// SPDX-License-Identifier: Apache-2.0
// No id comes twice, whatever the clocks of those say that make them.
#include "core/storage/id_room.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <string>

#include "core/base/error.hpp"
#include "core/base/id_time.hpp"
#include "core/storage/node_lease.hpp"
#include "core/storage/setting_store.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"

using namespace kith;
using namespace kith::storage;
using namespace std::chrono_literals;
using test::eachEngine;
using test::ManualClock;
using test::MigratedDatabase;

namespace {

constexpr base::Time kStart = base::Time{1'795'000'000'000ms};

/// A server on a machine with a clock of its own, from its start to its end.
struct Server {
    Server(const Database& database, base::Time now)
        : clock(now), lease(NodeLease::take(database)), ids(clock) {
        next();
    }

    /// As for a write.
    std::int64_t next() {
        lease->renew(ids, clock.now());
        first = std::min(first, ids.next());
        last = ids.next();
        return last;
    }

    ManualClock clock;
    std::unique_ptr<NodeLease> lease;
    base::IdGenerator ids;
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = 0;
};

}  // namespace

TEST_CASE("what is kept of ids and can't be read stops them", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    const auto kept =
        GENERATE(as<std::string>{}, "soon", "17950000000000x", "-1", " 1", "99999999999999999999");
    writer->execute("INSERT INTO setting (name, value) VALUES ('ids_of_node_0', :value)", kept);
    const auto lease = NodeLease::take(*database);
    const ManualClock clock(kStart);
    base::IdGenerator ids(clock);
    CHECK_THROWS_AS(lease->renew(ids, kStart), base::Error);
    CHECK_THROWS_AS(ids.next(), base::Error);
    CHECK(readSetting(*writer, "ids_of_node_0") == kept);
}

TEST_CASE("a server that starts again with its clock set back makes greater ids", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto back = GENERATE(std::chrono::milliseconds{0}, 1s, 1h, 24h * 365);
    std::int64_t before = 0;
    {
        Server server(*database, kStart);
        server.clock.advance(7s);
        before = server.next();
    }
    const Server again(*database, kStart + 7s - back);
    CHECK(again.lease->node() == 0);
    CHECK(again.first > before);
}

TEST_CASE("whoever takes the node of a server that died goes on after all that it can have made",
          "[storage]") {
    MigratedDatabase database(Engine::Postgresql);
    Server dead(*database, kStart);
    dead.clock.advance(15s);
    REQUIRE(dead.next() > 0);
    test::PostgresServer::instance().disconnectAll(database.url());
    Server taker(*database, kStart - 1h);
    REQUIRE(taker.lease->node() == 0);
    // It has not heard that it is dead, and prepares what it will want to write.
    std::int64_t late = 0;
    for (const auto passed : {1s, 10s, 3'600s}) {
        dead.clock.advance(passed);
        for (int i = 0; i < 3'000; ++i) late = dead.ids.next();
    }
    CHECK(taker.first > late);
    // Then it has another node.
    dead.next();
    CHECK(dead.lease->node() == 1);
    CHECK(dead.last > late);
}

TEST_CASE("a server whose clock is set back goes on with greater ids, and so does who follows it",
          "[storage]") {
    MigratedDatabase database(eachEngine());
    std::int64_t last = 0;
    {
        Server server(*database, kStart);
        last = server.last;
        for (const auto step : {-1h, 0h, -1h}) {
            server.clock.advance(step);
            for (int i = 0; i < 10; ++i) {
                const auto id = server.next();
                REQUIRE(id > last);
                last = id;
            }
        }
    }
    CHECK(Server(*database, kStart - 3h).first > last);
}

TEST_CASE("ids keep to the clock as long as it goes on, and ask the database but now and then", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto reader = database->openWriter();
    Server server(*database, kStart);
    std::set<std::string> written;
    for (int second = 1; second <= 100; ++second) {
        server.clock.advance(1s);
        const auto id = server.next();
        CHECK(id >= base::firstIdAt(kStart + second * 1s));
        CHECK(id < base::firstIdAt(kStart + second * 1s + 1ms));
        written.insert(readSetting(*reader, "ids_of_node_0").value_or(""));
    }
    CHECK(written.size() <= 12);
    // After a night without a write, too.
    server.clock.advance(8h);
    CHECK(server.next() >= base::firstIdAt(kStart + 8h));
}

TEST_CASE("ids of a server that is killed again and again stay near the clock", "[storage]") {
    MigratedDatabase database(eachEngine());
    std::int64_t last = 0;
    for (int i = 0; i < 50; ++i) {
        const Server server(*database, kStart + i * 1s);
        REQUIRE(server.first > last);
        last = server.last;
        CHECK(last < base::firstIdAt(kStart + i * 1s + kServerRoom + 2s));
    }
}

TEST_CASE("commands beside a server, at once and with any clock, make ids of their own", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    constexpr unsigned kNode = base::IdGenerator::kMaxNode;
    std::set<std::int64_t> made;
    base::Time latest{};
    for (const auto now : {kStart, kStart, kStart - 1s, kStart - 1h, kStart + 1s}) {
        const ManualClock clock(now);
        base::IdGenerator ids(clock);
        base::IdGenerator other(clock);
        giveRoom(*writer, kNode, ids, now, 50ms);
        giveRoom(*writer, kNode, other, now, 50ms);
        for (int i = 0; i < 3'000; ++i) {
            REQUIRE(made.insert(ids.next()).second);
            REQUIRE(made.insert(other.next()).second);
        }
        latest = other.reached();
    }
    CHECK(latest < kStart + 2s);
}
