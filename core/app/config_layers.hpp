// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/app/config_node.hpp"
#include "core/app/config_reference.hpp"

namespace kith::app {

/// The environment variable that sets a path: `http.listen` is `KITH_HTTP_LISTEN`.
[[nodiscard]] std::string variableFor(std::string_view path);

/// Every path that has a variable: each scalar of the schema, and each list or map as a whole (as YAML).
[[nodiscard]] std::vector<std::string> variablePaths();

/// Lays the `KITH_…` variables over the tree. Returns a sentence for each that sets nothing: those are no
/// errors, because container platforms invent variables from service names.
std::vector<std::string> applyVariables(Node& root, const Environment& environment, Problems& problems);

/// Lays one `path=value` over the tree. Entries of a list are addressed by index, or by their name, key or
/// id.
void applyArgument(Node& root, std::string_view argument, Problems& problems);

}  // namespace kith::app
