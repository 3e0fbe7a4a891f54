// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/app/config_check.hpp"
#include "core/app/config_reference.hpp"

namespace kith::app {

/// The whole configuration, checked, with every default filled in.
struct Configuration {
    Checked checked;
    std::vector<std::string> warnings;  ///< Sentences for the operator; nothing in them is secret.
};

/// Defaults, over them the file, over it the `KITH_…` variables, over them the `--set` arguments in their
/// order. Throws base::Error (Configuration) with every problem of all of them, each violation's pointer
/// being `file:line:column`, or the variable or argument.
[[nodiscard]] Configuration loadConfiguration(const std::filesystem::path& file,
                                              const Environment& environment,
                                              std::span<const std::string> arguments);

}  // namespace kith::app
