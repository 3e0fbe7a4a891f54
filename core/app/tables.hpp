// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/plugins/registry.hpp"
#include "core/storage/database.hpp"

namespace kith::app {

/// What became of the tables of the core or of one plugin.
struct MigratedTables {
    std::string component;
    std::size_t applied = 0;
    int version = 0;
};

/// Brings the core's tables to their newest form. Throws what storage::migrate throws.
MigratedTables migrateCore(storage::Session& writer, base::Time now);

/// The core's first, then those of each plugin.
std::vector<MigratedTables> migrateAll(storage::Session& writer, const plugins::Registry& plugins,
                                       base::Time now);

/// The loaded plugins that have tables, by name.
std::vector<std::string> pluginsWithTables(const plugins::Registry& loaded);

}  // namespace kith::app
