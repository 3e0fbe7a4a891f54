// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/support/history_item.hpp"
#include "tests/support/memory_store.hpp"

namespace kith::test {

/// Invariants 1 to 7, read off the tables. `accepted` is what was written so far, in any order, but for what
/// was written about people who were erased;
/// `claimedConsents` is how many of the consents that were only claimed are to be kept, which depends on who
/// was known when they came.
[[nodiscard]] std::string brokenStructure(const MemoryStore& store, const model::IdentifierRules& rules,
                                          const std::vector<model::Observation>& accepted,
                                          std::size_t claimedConsents);

/// How many the tables hold.
[[nodiscard]] std::size_t claimedConsentsIn(const MemoryStore& store);

}  // namespace kith::test
