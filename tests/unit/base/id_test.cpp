// SPDX-License-Identifier: Apache-2.0
#include "core/base/id.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <set>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/id_time.hpp"
#include "tests/support/manual_clock.hpp"

using namespace std::chrono_literals;
using kith::base::decodeId;
using kith::base::encodeId;
using kith::base::Error;
using kith::base::firstIdAt;
using kith::base::IdGenerator;
using kith::base::IdRoom;

namespace {
const kith::base::Time kStart = kith::base::fromMillis(1'795'000'000'000);
}

TEST_CASE("an id survives its text form", "[base]") {
    for (const std::int64_t value : {std::int64_t{1}, std::int64_t{31}, std::int64_t{32},
                                     std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max()}) {
        CHECK(encodeId(value).size() == 13);
        CHECK(decodeId(encodeId(value)) == value);
    }
}

TEST_CASE("text forms sort as the ids do", "[base]") {
    CHECK(encodeId(31) < encodeId(32));
    CHECK(encodeId(1) < encodeId(std::numeric_limits<std::int64_t>::max()));
}

TEST_CASE("what is no id does not read as one", "[base]") {
    const auto text = GENERATE(as<std::string>{}, "", "0", "0000000000000", "ZZZZZZZZZZZZZ", "8000000000000",
                               "00000000000U1", "000000000000 1", "00000000000001");
    CHECK_FALSE(decodeId(text));
}

TEST_CASE("lower case and look-alike letters read as the digits they stand for", "[base]") {
    CHECK(decodeId("00000000000ab") == decodeId("00000000000AB"));
    CHECK(decodeId("00000000000il") == decodeId("0000000000011"));
    CHECK(decodeId("O000000000001") == 1);
}

TEST_CASE("ids grow while the clock stands still, runs out of numbers or steps back", "[base]") {
    kith::test::ManualClock clock(kStart);
    IdGenerator ids(clock, 5);
    auto last = ids.next();
    for (int i = 0; i < 10'000; ++i) {
        if (i == 5'000) clock.advance(-1s);
        const auto id = ids.next();
        REQUIRE(id > last);
        last = id;
    }
}

TEST_CASE("two nodes never make the same id", "[base]") {
    kith::test::ManualClock clock(kStart);
    IdGenerator a(clock, 0);
    IdGenerator b(clock, IdGenerator::kMaxNode);
    std::set<std::int64_t> seen;
    for (int i = 0; i < 5'000; ++i) {
        CHECK(seen.insert(a.next()).second);
        CHECK(seen.insert(b.next()).second);
    }
    CHECK_THROWS(IdGenerator(clock, IdGenerator::kMaxNode + 1));
}

TEST_CASE("threads share a generator without repeating an id", "[base]") {
    kith::base::SystemClock clock;
    IdGenerator ids(clock, 1);
    std::vector<std::vector<std::int64_t>> made(4);
    {
        std::vector<std::jthread> threads;
        for (auto& mine : made) {
            threads.emplace_back([&ids, &mine] {
                for (int i = 0; i < 5'000; ++i) mine.push_back(ids.next());
            });
        }
    }
    std::set<std::int64_t> all;
    for (const auto& mine : made) all.insert(mine.begin(), mine.end());
    CHECK(all.size() == 20'000);
}

TEST_CASE("ids grow on when the node changes, and are nobody else's", "[base]") {
    kith::test::ManualClock clock(kStart);
    IdGenerator moved(clock, 5);
    IdGenerator other(clock, 2);
    std::set<std::int64_t> ids;
    std::int64_t last = 0;
    for (const unsigned node : {5U, 7U, 3U, 3U}) {
        moved.moveTo({node, {}, kStart + 1h});
        for (int i = 0; i < 3; ++i) {
            const auto id = moved.next();
            CHECK(id > last);
            last = id;
            ids.insert(id);
            ids.insert(other.next());
        }
    }
    CHECK(ids.size() == 24);
    CHECK_THROWS_AS(moved.moveTo({IdGenerator::kMaxNode + 1, {}, kStart + 1h}), std::invalid_argument);
}

TEST_CASE("without room there are no ids", "[base]") {
    kith::test::ManualClock clock(kStart);
    IdGenerator ids(clock);
    CHECK_THROWS_AS(ids.next(), Error);
    ids.moveTo({3, kStart, kStart});
    CHECK_THROWS_AS(ids.next(), Error);
    constexpr int kInOneMillisecond = 2'048;
    ids.moveTo({3, kStart, kStart + 2ms});
    std::set<std::int64_t> made;
    for (int i = 0; i < 2 * kInOneMillisecond; ++i) made.insert(ids.next());
    CHECK(made.size() == 2 * kInOneMillisecond);
    CHECK(*made.begin() >= firstIdAt(kStart));
    CHECK(*made.rbegin() < firstIdAt(kStart + 2ms));
    CHECK_THROWS_AS(ids.next(), Error);
    ids.moveTo({3, kStart, kStart + 1h});
    CHECK(ids.next() > *made.rbegin());
}

TEST_CASE("ids begin where their room does, wherever the clock is, and follow it in there", "[base]") {
    kith::test::ManualClock clock(kStart - 1h);
    IdGenerator ids(clock);
    ids.moveTo({3, kStart, kStart + 1h});
    CHECK(ids.next() >= firstIdAt(kStart));
    CHECK(ids.reached() == kStart);
    clock.set(kStart + 10min);
    CHECK(ids.next() >= firstIdAt(kStart + 10min));
    CHECK(ids.reached() == kStart + 10min);
}

TEST_CASE("a clock that is past the room leaves ids to count on with", "[base]") {
    kith::test::ManualClock clock(kStart);
    IdGenerator ids(clock);
    ids.moveTo({3, kStart, kStart + 20s});
    auto last = ids.next();
    for (const auto time : {kStart + 18s, kStart + 20s - 1ms, kStart + 20s, kStart + 1h}) {
        clock.set(time);
        for (int i = 0; i < 5'000; ++i) {
            const auto id = ids.next();
            REQUIRE(id > last);
            last = id;
        }
    }
    CHECK(last < firstIdAt(kStart + 20s));
    const IdRoom longer{3, kStart, kStart + 2h};
    ids.moveTo(longer);
    CHECK(ids.room().until == longer.until);
    CHECK(ids.next() >= firstIdAt(kStart + 1h));
}
