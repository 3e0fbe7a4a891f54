// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "core/app/config_node.hpp"

namespace kith::app {

/// The process's environment as it was at the start.
using Environment = std::map<std::string, std::string, std::less<>>;

/// Replaces `${env:NAME}` and `${file:PATH}` in every value below `node` (not in keys); `$${` stands for a
/// plain `${`. A file's last line break is cut. What stands for the password in a URL of PostgreSQL is
/// percent-encoded there, so that it may be any text. What can't be resolved is added to `problems`, which
/// never hold the values themselves; a node that held a reference is marked secret.
void expandReferences(Node& node, const Environment& environment, Problems& problems);

}  // namespace kith::app
