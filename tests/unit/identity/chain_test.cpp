// SPDX-License-Identifier: Apache-2.0
#include "core/identity/chain.hpp"

#include <array>
#include <set>

#include <catch2/catch.hpp>

using namespace kith;
using namespace kith::identity;

namespace {

/// That an observation carried two identifiers.
using Seen = std::array<Carrying, 2>;

Seen seen(std::int64_t a, std::int64_t b, std::int64_t observation, std::int64_t at = 0) {
    return {Carrying{{a}, base::fromMillis(at), {observation}},
            Carrying{{b}, base::fromMillis(at), {observation}}};
}

std::optional<std::vector<Hop>> chain(const std::vector<Seen>& all, std::int64_t from, std::int64_t to) {
    std::vector<Carrying> carried;
    for (const auto& each : all) carried.insert(carried.end(), each.begin(), each.end());
    return shortestChain(carried, {from}, {to});
}

Hop hop(std::int64_t from, std::int64_t to, std::int64_t observation) {
    return {{from}, {to}, {observation}};
}

using Hops = std::vector<Hop>;

std::set<std::int64_t> linked(const std::vector<Seen>& all, std::int64_t from) {
    std::vector<Carrying> carried;
    for (const auto& each : all) carried.insert(carried.end(), each.begin(), each.end());
    std::set<std::int64_t> found;
    for (const auto id : linkedWith(carried, {from})) found.insert(id.value);
    return found;
}

}  // namespace

TEST_CASE("what chains lead to is linked, and nothing else", "[identity]") {
    const std::vector all{seen(1, 2, 10), seen(2, 3, 11), seen(4, 5, 12)};
    CHECK(linked({}, 1) == std::set<std::int64_t>{1});
    CHECK(linked(all, 3) == std::set<std::int64_t>{1, 2, 3});
    CHECK(linked(all, 5) == std::set<std::int64_t>{4, 5});
}

TEST_CASE("what nothing links has no chain", "[identity]") {
    CHECK_FALSE(chain({}, 1, 2));
    CHECK_FALSE(chain({seen(1, 3, 10), seen(2, 4, 11)}, 1, 2));
}

TEST_CASE("an identifier is linked to itself by nothing", "[identity]") {
    CHECK(chain({}, 1, 1) == Hops{});
    CHECK(chain({seen(1, 2, 10)}, 1, 1) == Hops{});
}

TEST_CASE("a chain goes from the first to the second whichever way pairs are written", "[identity]") {
    const std::vector all{seen(1, 2, 10), seen(2, 3, 11)};
    CHECK(chain(all, 1, 3) == Hops{hop(1, 2, 10), hop(2, 3, 11)});
    CHECK(chain(all, 3, 1) == Hops{hop(3, 2, 11), hop(2, 1, 10)});
}

TEST_CASE("what one observation carried is one step apart", "[identity]") {
    CHECK(chain({seen(1, 2, 10), seen(1, 3, 10)}, 2, 3) == Hops{hop(2, 3, 10)});
}

TEST_CASE("the shortest chain wins over newer ones, and of its observations the newest", "[identity]") {
    const std::vector all{seen(1, 2, 10, 900), seen(2, 3, 11, 900), seen(3, 4, 12, 900), seen(1, 5, 13, 100),
                          seen(4, 5, 14, 100), seen(4, 5, 15, 300), seen(4, 5, 16, 200)};
    CHECK(chain(all, 1, 4) == Hops{hop(1, 5, 13), hop(5, 4, 15)});
}

TEST_CASE("a long chain in a ring is found, and ends", "[identity]") {
    std::vector<Seen> ring;
    for (int i = 0; i < 1'000; ++i) ring.push_back(seen(i, (i + 1) % 1'000, 5'000 + i));
    CHECK(chain(ring, 0, 400)->size() == 400);
    CHECK(chain(ring, 0, 600)->size() == 400);
}
