// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/property/history_file.hpp"
#include "tests/support/history_generator.hpp"

namespace kith::test {

/// Says what does not hold for a history; empty if all is well.
using HistoryProperty = std::function<std::string(const std::vector<Item>&, std::uint64_t)>;

/// How many a property is checked on: each time, and with KITH_SOAK. KITH_HISTORIES is instead of both.
struct Histories {
    int usual = 1'000;
    int soak = 10'000;
};

/// A history that a property failed for, made as short and as simple as it still fails.
struct FoundHistory {
    std::string failure;
    History history;
    std::filesystem::path file;  ///< Where it was written.
};

/// The first of so many random histories of 5 to 40 observations about a few people, with at most 6 values of
/// any type, that the property fails for; printed, line by line, and written to a file. RC_PARAMS gives
/// RapidCheck's seed.
[[nodiscard]] std::optional<FoundHistory> findFailing(const HistoryShape& shape,
                                                      const HistoryProperty& property, Histories histories);

/// What does not hold for the history of such a file; that it is another property's than that of this name,
/// too. What depends on threads may hold when it is run once more. Throws as readHistory.
[[nodiscard]] std::string failureAgain(const std::filesystem::path& file, const std::string& name,
                                       const HistoryProperty& property);

/// Checks that there is none. With KITH_HISTORY, the file of a failing one, that history alone is checked
/// again, by the test case that it failed in; any other one fails. Returns whether all of the random ones
/// were checked, so that their shares say something.
bool holdsForHistories(const HistoryShape& shape, const HistoryProperty& property, Histories histories = {});

}  // namespace kith::test
