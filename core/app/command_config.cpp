// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <ostream>

#include "core/app/command.hpp"

namespace kith::app {

void declareConfig(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& config = *parent.add_subcommand("config", "Look at the configuration");
    auto& check =
        addCommand(config, invocation, "check", "Say everything that is wrong with the configuration",
                   "kith config check --config /etc/kith/kith.yaml");
    check.callback([&chosen] {
        chosen = [](const Invocation& called) {
            static_cast<void>(called.configuration());
            called.out << "the configuration is good\n";
        };
    });
}

}  // namespace kith::app
