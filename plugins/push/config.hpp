// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace kith::push {

struct Config {
    std::set<std::string> deadTokenErrors;  ///< What providers answer for a token that is dead for good.
};

/// Reads options that passed options.json.
[[nodiscard]] Config readConfig(std::string_view options);

}  // namespace kith::push
