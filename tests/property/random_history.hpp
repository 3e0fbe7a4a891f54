// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/history_generator.hpp"

namespace kith::test {

/// Says what does not hold for a history; empty if all is well.
using HistoryProperty = std::function<std::string(const std::vector<Item>&, std::uint64_t)>;

/// Checks a property on random histories of 5 to 40 observations about a few people, with at most 6 values of
/// any type. A failing one is made as short and as simple as it still fails, and printed: what it holds, line
/// by line, and what does not hold for it. RC_PARAMS gives RapidCheck's seed, or the history to meet again,
/// as a failing run prints it. How many histories: as given, ten times as many with KITH_SOAK, or
/// KITH_HISTORIES.
void holdsForHistories(const HistoryShape& shape, const HistoryProperty& property, int histories = 1'000);

}  // namespace kith::test
