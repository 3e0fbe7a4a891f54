// SPDX-License-Identifier: Apache-2.0
#include <kith/version.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "core/app/command.hpp"

namespace kith::app {

std::string versionText() {
    return "kith " KITH_VERSION ", plugin boundary " + std::to_string(KITH_ABI_MAJOR) + '.' +
           std::to_string(KITH_ABI_MINOR);
}

void declareVersion(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& version = addCommand(parent, invocation, "version",
                               "Say the version, and that of the plugin boundary", "kith version");
    version.callback(
        [&chosen] { chosen = [](const Invocation& called) { called.out << versionText() << '\n'; }; });
}

}  // namespace kith::app
