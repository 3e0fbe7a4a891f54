// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace kith::app {

/// `config/kith.yaml` beside the sources for a program that runs where it was built, else
/// `etc/kith/kith.yaml` of the tree that it was installed into, if there is one, else /etc/kith/kith.yaml.
[[nodiscard]] std::filesystem::path defaultConfiguration();

/// Where plugins are looked for by name: where the build put them, else in the tree that
/// the program was installed into.
[[nodiscard]] std::filesystem::path defaultPluginDirectory();

/// The files of the web console: what the build made, else those of the tree that the program was installed
/// into. They need not be there.
[[nodiscard]] std::filesystem::path defaultConsoleDirectory();

}  // namespace kith::app
