// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <ostream>

#include "core/app/catalogue_builder.hpp"
#include "core/app/command.hpp"
#include "core/app/offline_plugins.hpp"

namespace kith::app {

void declareConfig(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& config = *parent.add_subcommand("config", "Look at the configuration");
    auto& check =
        addCommand(config, invocation, "check", "Say everything that is wrong with the configuration",
                   "kith config check --config /etc/kith/kith.yaml");
    check.callback([&chosen] {
        chosen = [](const Invocation& called) {
            const auto configuration = called.configurationOfPlugins();
            const auto settings = called.settings(configuration);
            placed(configuration, [&] {
                OfflinePlugins plugins(settings.plugins, settings.baseUrl, called.err);
                const model::ExternalIdSource externalId;
                static_cast<void>(buildCatalogue(settings, externalId, plugins.manager(), plugins.log()));
            });
            called.out << "the configuration is good\n";
        };
    });
}

}  // namespace kith::app
