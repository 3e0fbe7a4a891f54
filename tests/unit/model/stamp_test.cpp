// SPDX-License-Identifier: Apache-2.0
#include "core/model/stamp.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <memory>

using namespace kith;
using model::Stamp;

namespace {

/// What a statement is compared by, the most important first.
using Rank = std::array<int, 6>;

Stamp stampOf(const Rank& rank) {
    auto origin = std::make_shared<model::Origin>();
    origin->sourceName = std::string(1, static_cast<char>('a' + rank[2]));
    origin->observationId = std::string(1, static_cast<char>('a' + rank[3]));
    origin->key = base::KeyId{rank[4]};
    origin->contentHash.fill(static_cast<std::uint8_t>(rank[5]));
    return {rank[0] == 1, base::fromMillis(rank[1]), std::move(origin)};
}

}  // namespace

TEST_CASE("statements compare by grade, time, source, id, key and content, in this order", "[model]") {
    for (std::size_t place = 0; place < Rank{}.size(); ++place) {
        // Equal in what comes before, and the other way round in what comes after.
        Rank smaller{};
        Rank greater{};
        greater.at(place) = 1;
        for (std::size_t after = place + 1; after < greater.size(); ++after) smaller.at(after) = 1;
        CAPTURE(place);
        CHECK(stampOf(smaller) < stampOf(greater));
        CHECK_FALSE(stampOf(greater) < stampOf(smaller));
    }
    CHECK(stampOf({}) == stampOf({}));
}

TEST_CASE("an observation's age does not depend on its grade", "[model]") {
    auto claimed = std::make_shared<model::Origin>();
    claimed->observedAt = base::fromMillis(1);
    model::Origin attested = *claimed;
    attested.attested = true;
    CHECK(compareAge(*claimed, attested) == std::strong_ordering::equal);
    attested.observedAt = base::fromMillis(2);
    CHECK(compareAge(*claimed, attested) == std::strong_ordering::less);
}
