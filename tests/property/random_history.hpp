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

/// Checks a property on random histories of 5 to 40 observations; a failing one is made as short as it still
/// fails, and printed with what it did. How many histories: KITH_HISTORIES, for a longer run. RC_PARAMS
/// gives RapidCheck's seed, or reproduces a failure.
void holdsForHistories(const HistoryShape& shape, const HistoryProperty& property);

}  // namespace kith::test
