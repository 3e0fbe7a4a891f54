// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/storage/session.hpp"

namespace kith::test {

/// Of all columns of all tables, as `table.column`, what their rows hold that has one of the texts in it,
/// whatever letters are capital. A column without is left out.
[[nodiscard]] std::map<std::string, std::set<std::string>> valuesWith(storage::Session& session,
                                                                      const std::vector<std::string>& texts);

/// Where one of the texts stands in the bytes, whatever letters are capital: each place with what is around.
[[nodiscard]] std::vector<std::string> placesOf(const std::vector<std::string>& texts,
                                                const std::string& bytes);

/// The content of each file in a folder and in those below it.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> filesIn(const std::filesystem::path& folder);

}  // namespace kith::test
