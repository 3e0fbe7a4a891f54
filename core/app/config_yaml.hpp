// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/app/config_node.hpp"

namespace kith::app {

/// Reads YAML text into a tree. Syntax errors, duplicate keys, keys that are no plain text, anchors, aliases,
/// tags and a second document are added to `problems`; after a syntax error the tree is Invalid.
/// With `lines` positions carry line and column, without only `source` (for text from the command line).
[[nodiscard]] Node parseYaml(const std::string& text, std::string_view source, bool lines,
                             Problems& problems);

}  // namespace kith::app
