// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "core/app/catalogue_builder.hpp"
#include "core/app/catalogue_diff.hpp"
#include "core/app/command.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/app/open_database.hpp"
#include "core/app/tables.hpp"

namespace kith::app {
namespace {

/// What the configuration says of fields, groups and categories, in the database.
void provisionCatalogue(const Invocation& called, const Configuration& configuration,
                        const Settings& settings, OfflinePlugins& plugins, storage::Session& writer,
                        base::Time now) {
    placed(configuration, [&] {
        const model::ExternalIdSource externalId;
        // Whatever is wrong with the configuration is said before anything is written.
        static_cast<void>(buildCatalogue(settings, externalId, plugins.manager(), plugins.log()));
        for (const auto& change :
             catalogue::provision(writer, wantedOf(settings), plugins.manager().registry(), now))
            called.err << "kith: " << catalogue::changeName(change.kind) << ' ' << change.what << ' '
                       << change.key << '\n';
    });
}

void migrate(const Invocation& called) {
    const auto configuration = called.configurationOfPlugins();
    const auto settings = called.settings(configuration);
    const auto more = categoriesOfApi(storedCatalogue(settings.database).categories);
    const auto plugins = placed(configuration, [&] {
        return std::make_unique<OfflinePlugins>(settings.plugins, settings.categories, settings.baseUrl,
                                                called.err, more);
    });
    const auto database = openDatabase(settings.database, IfMissing::Create);
    const auto writer = database.openWriter();
    const auto now = base::SystemClock().now();
    for (const auto& tables : migrateAll(*writer, plugins->manager().registry(), now))
        called.out << tables.component << ": version " << tables.version << ", " << tables.applied
                   << " applied\n";
    provisionCatalogue(called, configuration, settings, *plugins, *writer, now);
}

}  // namespace

void declareMigrate(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& command = addCommand(parent, invocation, "migrate",
                               "Bring the tables of the core and of every plugin to their newest form",
                               "kith migrate --set database.url=postgresql://kith@db/kith");
    command.callback([&chosen] { chosen = migrate; });
}

}  // namespace kith::app
