// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <utility>

#include <kith/sdk.hpp>

#include "core/storage/dialect.hpp"
#include "core/storage/migrate.hpp"

namespace kith::test {

/// What a plugin brings, as the server takes it on that engine.
inline storage::MigrationSet migrationsOf(std::string plugin, std::span<const kith_migration> steps,
                                          storage::Engine engine) {
    storage::MigrationSet set{std::move(plugin), {}};
    for (const auto& step : steps) {
        const auto& own = engine == storage::Engine::Sqlite ? step.sqlite : step.postgresql;
        set.migrations.push_back({static_cast<int>(step.number),
                                  std::string(sdk::view(step.shared.size == 0 ? own : step.shared))});
    }
    return set;
}

}  // namespace kith::test
