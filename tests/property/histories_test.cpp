// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <sstream>

#include "tests/property/invariants.hpp"
#include "tests/property/random_history.hpp"

using namespace kith::test;

namespace {
const HistoryShape kAnything{.edits = true};
const HistoryShape kAttestedOnly{.claims = false, .mishaps = false};
}  // namespace

TEST_CASE("the program does what the plain model does, and keeps its structure", "[property]") {
    int histories = 0;
    int merging = 0;
    int moving = 0;
    int absorbing = 0;
    int refusing = 0;
    holdsForHistories(kAnything, [&](const std::vector<Item>& history, std::uint64_t seed) {
        HistoryFacts facts;
        auto failure = followsThePlainModel(history, seed, &facts);
        ++histories;
        merging += facts.linkingMerges >= 2 ? 1 : 0;
        moving += facts.moves > 0 ? 1 : 0;
        absorbing += facts.absorptions > 0 ? 1 : 0;
        refusing += facts.refusals > 0 ? 1 : 0;
        return failure;
    });
    const auto percent = [&](int part) { return 100 * part / histories; };
    std::cout << "of " << histories << " histories " << percent(merging) << " % had two or more merges, "
              << percent(moving) << " % a move, " << percent(absorbing) << " % an absorption, "
              << percent(refusing) << " % a refusal\n";
    CHECK(percent(merging) >= 20);
    CHECK(percent(moving) >= 20);
    CHECK(percent(absorbing) >= 20);
}

TEST_CASE("groups of any size give what single writes give", "[property]") {
    holdsForHistories(kAnything, batchesChangeNothing);
}

TEST_CASE("what comes again changes nothing", "[property]") {
    holdsForHistories(kAnything, repeatsChangeNothing);
}

TEST_CASE("orders and batches don't show in people, fields, subscriptions, states and statuses",
          "[property]") {
    holdsForHistories(kAttestedOnly, [](const std::vector<Item>& history, std::uint64_t seed) {
        return ordersChangeNothing(keepSafe(history, false), seed);
    });
}

TEST_CASE("moving identifiers that connect people keep them apart and end with the newest", "[property]") {
    holdsForHistories(kAttestedOnly, [](const std::vector<Item>& history, std::uint64_t seed) {
        return bridgesKeepPeopleApart(keepSafe(history, true), seed);
    });
}
