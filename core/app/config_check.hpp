// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/app/config_node.hpp"
#include "core/app/config_setting.hpp"

namespace kith::app {

/// The tree after the schema: every setting present (defaults filled in), durations in milliseconds, sizes
/// in bytes; and where each value, by JSON pointer, was written. Defaults have no position.
struct Checked {
    nlohmann::json values;
    std::map<std::string, Position, std::less<>> positions;

    /// The position of a value, or of the nearest one around it that was written down.
    [[nodiscard]] Position positionOf(std::string_view pointer) const;
};

/// Reads the tree by the schema, adding everything that breaks it to `problems`.
[[nodiscard]] Checked check(const Setting& setting, const Node& root, Problems& problems);

}  // namespace kith::app
