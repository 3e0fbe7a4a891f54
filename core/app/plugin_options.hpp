// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/app/config_check.hpp"

namespace kith::app {

/// What is done about a plugin that can't be loaded and an identifier type that no plugin brings: a server
/// starts without them, as far as it may.
enum class Lenience { PassOver, Tell };

/// Holds the options of plugins and fields against the schemas that the plugins declare, and the fields'
/// types and the categories' channels against those that they bring, unless one of them can't be read. Reads
/// the plugins' descriptors and runs none of their code.
void checkPluginOptions(const Checked& checked, const std::filesystem::path& pluginDirectory,
                        Lenience lenience, Problems& problems);

/// How it is told that a plugin can't be loaded.
[[nodiscard]] std::string notLoaded(const std::string& plugin, bool required, const std::string& reason);

}  // namespace kith::app
