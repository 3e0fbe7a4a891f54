// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/app/config_check.hpp"

namespace kith::app {

/// Holds the options of plugins and fields against the schemas that the plugins declare, and the fields'
/// types against those that they bring. Reads the plugins' descriptors and runs none of their code; what is
/// wrong with a plugin itself is told when it is loaded.
void checkPluginOptions(const Checked& checked, const std::filesystem::path& pluginDirectory,
                        Problems& problems);

}  // namespace kith::app
