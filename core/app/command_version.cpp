// SPDX-License-Identifier: Apache-2.0
#include <kith/version.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "core/app/command.hpp"

namespace kith::app {

void declareVersion(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& version = addCommand(parent, invocation, "version",
                               "Say the version, and that of the plugin boundary", "kith version");
    version.callback([&chosen] {
        chosen = [](const Invocation& called) {
            called.out << "kith " KITH_VERSION ", plugin boundary " << KITH_ABI_MAJOR << '.' << KITH_ABI_MINOR
                       << '\n';
        };
    });
}

}  // namespace kith::app
