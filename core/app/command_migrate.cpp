// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "core/app/command.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/app/open_database.hpp"
#include "core/app/tables.hpp"

namespace kith::app {
namespace {

void migrate(const Invocation& called) {
    const auto configuration = called.configurationOfPlugins();
    const auto settings = called.settings(configuration);
    const auto plugins = placed(configuration, [&] {
        return std::make_unique<OfflinePlugins>(settings.plugins, settings.categories, settings.baseUrl,
                                                called.err);
    });
    const auto database = openDatabase(settings.database, IfMissing::Create);
    const auto writer = database.openWriter();
    for (const auto& tables : migrateAll(*writer, plugins->manager().registry(), base::SystemClock().now()))
        called.out << tables.component << ": version " << tables.version << ", " << tables.applied
                   << " applied\n";
}

}  // namespace

void declareMigrate(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& command = addCommand(parent, invocation, "migrate",
                               "Bring the tables of the core and of every plugin to their newest form",
                               "kith migrate --set database.url=postgresql://kith@db/kith");
    command.callback([&chosen] { chosen = migrate; });
}

}  // namespace kith::app
