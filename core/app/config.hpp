// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
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

/// Looks for what the settings alone don't show; runs although other problems were found.
using FurtherCheck = std::function<void(const Checked&, Problems&)>;

/// Error{Configuration} with all of them; there is at least one.
[[nodiscard]] base::Error errorOf(const Problems& problems);

/// Defaults, over them the file, over it the `KITH_…` variables, over them the `--set` arguments in their
/// order. Throws base::Error (Configuration) with every problem of all of them, each violation's pointer
/// being `file:line:column`, or the variable or argument.
[[nodiscard]] Configuration loadConfiguration(const std::filesystem::path& file,
                                              const Environment& environment,
                                              std::span<const std::string> arguments,
                                              const FurtherCheck& further = {});

}  // namespace kith::app
