// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kith::phone {

struct Config {
    std::string defaultRegion;  ///< Upper case; empty: none.
};

/// Reads options that passed the schema. Throws Failure for a region without a numbering plan.
[[nodiscard]] Config readConfig(std::string_view options);

}  // namespace kith::phone
