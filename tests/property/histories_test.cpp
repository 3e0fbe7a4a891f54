// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/property/history_shares.hpp"
#include "tests/property/invariants.hpp"
#include "tests/property/random_history.hpp"

using namespace kith::test;

namespace {
const HistoryShape kAnything{.edits = true, .tokens = true};
const HistoryShape kDecided{.edits = true, .decisions = true, .tokens = true};
const HistoryShape kEnding{
    .nameless = false, .edits = true, .decisions = true, .tokens = true, .lives = true};
const HistoryShape kAttestedOnly{.claims = false, .mishaps = false};
}  // namespace

TEST_CASE("the program does what the plain model does, and keeps its structure", "[property]") {
    HistoryShares shares;
    const bool allChecked =
        holdsForHistories(kAnything, [&](const std::vector<Item>& history, std::uint64_t seed) {
            HistoryFacts facts;
            auto failure = followsThePlainModel(history, seed, &facts);
            shares.add(facts);
            return failure;
        });
    if (!allChecked) return;
    shares.print();
    CHECK(shares.merging() >= 20);
    CHECK(shares.moving() >= 20);
    CHECK(shares.absorbing() >= 20);
}

TEST_CASE("what people decide beside it has the plain model's effects too", "[property]") {
    HistoryShares shares;
    const bool allChecked =
        holdsForHistories(kDecided, [&](const std::vector<Item>& history, std::uint64_t seed) {
            HistoryFacts facts;
            auto failure = followsThePlainModel(history, seed, &facts);
            shares.add(facts);
            return failure;
        });
    if (!allChecked) return;
    shares.print();
    CHECK(shares.mergedByHand() >= 20);
    CHECK(shares.takenBack() >= 15);
}

TEST_CASE("who is deleted, restored and erased among it all is as the plain model says", "[property]") {
    HistoryShares shares;
    const bool allChecked =
        holdsForHistories(kEnding, [&](const std::vector<Item>& history, std::uint64_t seed) {
            HistoryFacts facts;
            auto failure = followsThePlainModel(history, seed, &facts);
            shares.add(facts);
            return failure;
        });
    if (!allChecked) return;
    shares.print();
    CHECK(shares.deleted() >= 40);
    CHECK(shares.restored() >= 15);
    CHECK(shares.erased() >= 20);
}

TEST_CASE("a merge by hand that is taken back leaves both sides as they were", "[property]") {
    int histories = 0;
    int merged = 0;
    holdsForHistories(kDecided, [&](const std::vector<Item>& history, std::uint64_t seed) {
        bool didMerge = false;
        auto failure = takingBackRestores(history, seed, &didMerge);
        ++histories;
        merged += didMerge ? 1 : 0;
        return failure;
    });
    if (histories >= 100) CHECK(100 * merged >= 20 * histories);
}

TEST_CASE("groups of any size give what single writes give", "[property]") {
    holdsForHistories(kDecided, batchesChangeNothing);
    holdsForHistories(kEnding, batchesChangeNothing);
}

TEST_CASE("what comes again changes nothing", "[property]") {
    holdsForHistories(kDecided, repeatsChangeNothing);
    holdsForHistories(kEnding, repeatsChangeNothing);
}

TEST_CASE("orders and batches don't show in people, fields, subscriptions, states and statuses",
          "[property]") {
    HistoryShares shares;
    const bool allChecked =
        holdsForHistories(kAttestedOnly, [&](const std::vector<Item>& history, std::uint64_t seed) {
            const auto safe = keepSafe(history, false);
            HistoryFacts facts;
            auto failure = ordersChangeNothing(safe, seed, &facts);
            shares.add(facts);
            shares.addSafe(safe, history);
            return failure;
        });
    if (!allChecked) return;
    shares.print();
    CHECK(shares.mostlySafe() >= 90);
    CHECK(shares.safeItems() >= 75);
    CHECK(shares.safeActivities() >= 60);
    CHECK(shares.merging() >= 30);
    CHECK(shares.absorbing() >= 40);
}

TEST_CASE("moving identifiers that connect people keep them apart and end with the newest", "[property]") {
    HistoryShares shares;
    const bool allChecked =
        holdsForHistories(kAttestedOnly, [&](const std::vector<Item>& history, std::uint64_t seed) {
            const auto safe = keepSafe(history, true);
            HistoryFacts facts;
            auto failure = bridgesKeepPeopleApart(safe, seed, &facts);
            shares.add(facts);
            shares.addSafe(safe, history);
            return failure;
        });
    if (!allChecked) return;
    shares.print();
    CHECK(shares.mostlySafe() >= 90);
    CHECK(shares.safeItems() >= 85);
    CHECK(shares.safeActivities() >= 70);
    CHECK(shares.moving() >= 40);
    CHECK(shares.merging() >= 35);
    CHECK(shares.absorbing() >= 40);
}
