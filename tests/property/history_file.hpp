// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "tests/support/history_item.hpp"

namespace kith::test {

struct History {
    std::vector<Item> items;
    std::uint64_t rest = 0;  ///< Decides about everything else that is random.
};

/// A history that a property failed for, with the name of the test case that checks it.
struct FailedHistory {
    std::string property;
    History history;
};

/// As JSON, with everything that an item holds, so that it can be run again, or changed by hand and then run.
void writeHistory(const std::filesystem::path& file, const FailedHistory& failed);

/// Throws std::runtime_error or a JSON error if the file is none of those.
[[nodiscard]] FailedHistory readHistory(const std::filesystem::path& file);

}  // namespace kith::test
