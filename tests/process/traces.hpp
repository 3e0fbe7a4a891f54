// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/storage/session.hpp"

namespace kith::test {

/// Those columns of all tables, as `table.column`, in which a row has one of the texts, whatever letters are
/// capital.
[[nodiscard]] std::set<std::string> columnsWith(storage::Session& session,
                                                const std::vector<std::string>& texts);

/// Where one of the texts stands in the bytes, whatever letters are capital: each place with what is around.
[[nodiscard]] std::vector<std::string> placesOf(const std::vector<std::string>& texts,
                                                const std::string& bytes);

/// The content of each file in a folder and in those below it.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> filesIn(const std::filesystem::path& folder);

}  // namespace kith::test
