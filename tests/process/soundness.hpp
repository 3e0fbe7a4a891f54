// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace kith::test {

/// What `kith check` finds in that database: its lines, or what it said if it could not look.
[[nodiscard]] std::vector<std::string> violations(const std::string& databaseUrl,
                                                  const std::vector<std::string>& settings = {});

}  // namespace kith::test
