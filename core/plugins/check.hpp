// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/plugins/descriptor.hpp"

namespace kith::plugins {

/// The extensions that this server offers to plugins, by id.
[[nodiscard]] const std::vector<std::string>& offeredExtensions();

/// What `kith plugin check FILE` says of a file: what the plugin declares, and a sentence for each reason to
/// refuse it. Loads the library and reads its descriptor; calls none of its functions.
[[nodiscard]] Reading check(const std::filesystem::path& file);

}  // namespace kith::plugins
