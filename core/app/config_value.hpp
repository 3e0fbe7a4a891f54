// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/app/config_node.hpp"
#include "core/app/config_setting.hpp"

namespace kith::app {

/// Reads a scalar by its setting: text, whole numbers, booleans, durations (milliseconds), sizes (bytes),
/// choices. Null after adding a problem that names `path`.
[[nodiscard]] nlohmann::json readScalar(const Setting& setting, const Node& node, const std::string& path,
                                        Problems& problems);

/// A scalar that `options` hold and no setting describes (a plugin's option), read by its shape.
[[nodiscard]] nlohmann::json readUntyped(const Setting& options, const Node& node, Problems& problems);

/// Adds that `path` holds another kind of value than its setting wants.
void addWrongType(const Setting& setting, const Node& node, const std::string& path, Problems& problems,
                  std::string_view hint = {});

}  // namespace kith::app
