// SPDX-License-Identifier: Apache-2.0
#include "core/app/tables.hpp"

#include "core/storage/migrate.hpp"

namespace kith::app {
namespace {

MigratedTables apply(storage::Session& writer, const storage::MigrationSet& set, base::Time now) {
    MigratedTables tables{set.component, storage::migrate(writer, set, now)};
    tables.version = storage::schemaVersion(writer, set.component);
    return tables;
}

}  // namespace

MigratedTables migrateCore(storage::Session& writer, base::Time now) {
    return apply(writer, storage::coreMigrations(writer.dialect().engine()), now);
}

std::vector<MigratedTables> migrateAll(storage::Session& writer, const plugins::Registry& plugins,
                                       base::Time now) {
    std::vector<MigratedTables> all{migrateCore(writer, now)};
    const bool isSqlite = writer.dialect().engine() == storage::Engine::Sqlite;
    for (const auto& plugin : plugins.migrations()) {
        storage::MigrationSet set{std::string(plugin.plugin), {}};
        for (const auto& step : *plugin.steps) {
            const auto& own = isSqlite ? step.sqlite : step.postgresql;
            set.migrations.push_back(
                {static_cast<int>(step.number), step.shared.empty() ? own : step.shared});
        }
        all.push_back(apply(writer, set, now));
    }
    return all;
}

std::vector<std::string> pluginsWithTables(const plugins::Registry& loaded) {
    std::vector<std::string> plugins;
    for (const auto& plugin : loaded.migrations()) plugins.emplace_back(plugin.plugin);
    return plugins;
}

}  // namespace kith::app
