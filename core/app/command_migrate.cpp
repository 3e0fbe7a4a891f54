// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "core/app/catalogue_builder.hpp"
#include "core/app/catalogue_diff.hpp"
#include "core/app/command.hpp"
#include "core/app/offline_ids.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/app/open_database.hpp"
#include "core/app/tables.hpp"

namespace kith::app {
namespace {

/// What the configuration says of fields, groups, categories and segments, in the database.
void provisionCatalogue(const Invocation& called, const Configuration& configuration,
                        const Settings& settings, OfflinePlugins& plugins,
                        const storage::Database& database) {
    const base::SystemClock clock;
    OfflineIds ids(database, clock);
    placed(configuration, [&] {
        const model::ExternalIdSource externalId;
        // Whatever is wrong with the configuration is said before anything is written.
        const auto known = buildCatalogue(settings, externalId, plugins.manager(), plugins.log());
        for (const auto& change :
             catalogue::provision(*database.openWriter(), wantedOf(settings),
                                  deploymentOf(known, plugins.manager()), *ids, clock.now()))
            called.err << "kith: " << catalogue::changeName(change.kind) << ' ' << change.what << ' '
                       << change.key << '\n';
    });
}

void migrate(const Invocation& called) {
    const auto configuration = called.configurationOfPlugins();
    const auto settings = called.settings(configuration);
    const auto more = categoriesOfApi(storedCatalogue(settings.database).stored.catalogue.categories);
    const auto plugins = placed(configuration, [&] {
        return std::make_unique<OfflinePlugins>(settings.plugins, settings.categories, settings.baseUrl,
                                                called.err, more);
    });
    const auto database = openDatabase(settings.database, IfMissing::Create);
    for (const auto& tables :
         migrateAll(*database.openWriter(), plugins->manager().registry(), base::SystemClock().now()))
        called.out << tables.component << ": version " << tables.version << ", " << tables.applied
                   << " applied\n";
    provisionCatalogue(called, configuration, settings, *plugins, database);
}

}  // namespace

void declareMigrate(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& command = addCommand(parent, invocation, "migrate",
                               "Bring the tables of the core and of every plugin to their newest form",
                               "kith migrate --set database.url=postgresql://kith@db/kith");
    command.callback([&chosen] { chosen = migrate; });
}

}  // namespace kith::app
