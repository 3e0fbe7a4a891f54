// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::telegram {

struct Bot {
    std::string name;
    std::string username;  ///< Empty if not configured.
    std::string secretToken;
};

struct Config {
    std::vector<Bot> bots;  ///< By name.

    /// Null if no bot has that name.
    [[nodiscard]] const Bot* find(std::string_view name) const noexcept;
};

/// Reads options that passed options.json. Throws kith::sdk::Failure for two bots of one name.
[[nodiscard]] Config readConfig(std::string_view options);

}  // namespace kith::telegram
