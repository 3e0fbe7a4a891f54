// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tests/property/plain_model.hpp"
#include "tests/support/history_generator.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/picture.hpp"

namespace kith::test {

/// Each checks some invariants of IDENTITY.md on one history and says in words what does not hold; empty if
/// all is well. `seed` decides about orders, batches and repetitions; `facts` is told what happened in the
/// history, counted by the plain model.

/// Written one by one, the program and the plain model agree on every outcome and on the whole picture, and
/// 1 to 7 hold after every observation. For any history; a quarter of the seeds gives tight limits and caps.
[[nodiscard]] std::string followsThePlainModel(const std::vector<Item>& history, std::uint64_t seed,
                                               HistoryFacts* facts = nullptr);

/// In the same order, groups of any size give what single writes give. For any history.
[[nodiscard]] std::string batchesChangeNothing(const std::vector<Item>& history, std::uint64_t seed);

/// 8: what comes again is a duplicate and changes nothing. For any history.
[[nodiscard]] std::string repeatsChangeNothing(const std::vector<Item>& history, std::uint64_t seed);

/// 11: two profiles merged by hand and taken apart again are what they were, row by row, and may not become
/// one by themselves. For any history; `merged` is told whether there were two that could merge.
[[nodiscard]] std::string takingBackRestores(const std::vector<Item>& history, std::uint64_t seed,
                                             bool* merged);

/// 9: any order and batching, with repetitions, gives the picture of the plain model. For a safe set.
[[nodiscard]] std::string ordersChangeNothing(const std::vector<Item>& safe, std::uint64_t seed,
                                              HistoryFacts* facts = nullptr);

/// 9 and 10 for a safe set with bridges: the same partition of unique and linking identifiers, and a moving
/// identifier is with the person of the newest observation carrying it beside one of those.
[[nodiscard]] std::string bridgesKeepPeopleApart(const std::vector<Item>& safe, std::uint64_t seed,
                                                 HistoryFacts* facts = nullptr);

/// 10: which moving identifier is not with the person that its newest observation names; empty if all are.
[[nodiscard]] std::string misplacedMoving(const Picture& picture, const std::vector<Item>& items);

/// The facts as they are stored, with where each came from; identifiers and people stand in pictures.
[[nodiscard]] std::string factsOf(const MemoryStore& store);

/// Versions count what was written.
[[nodiscard]] Picture withoutVersions(Picture picture);

[[nodiscard]] Item decisionOf(const char* kind, int first, int second = 0);

/// How many items from `at` on are written as one group, of a random size, when there are so many profiles:
/// one that an edit within it names is there already. A decision is one, as it is for the program.
[[nodiscard]] std::size_t groupFrom(std::span<const Item> items, std::size_t at, std::size_t people,
                                    Dice& dice);

}  // namespace kith::test
