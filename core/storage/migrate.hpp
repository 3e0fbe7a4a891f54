// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// One step of a schema. Its statements may hold `{id}` (the type of an id that is a table's whole primary
/// key), `{binary}` (behind a text column: compared by bytes) and `{clustered}` (behind a table: kept in the
/// order of its primary key, where the engine can).
struct Migration {
    int version = 0;  ///< 1, 2, 3, … without gaps.
    std::string sql;  ///< Any number of statements.
};

/// The schema of one component: `core`, or a plugin by its name, whose tables and indexes all begin with
/// `<name>_`.
struct MigrationSet {
    std::string component;
    std::vector<Migration> migrations;  ///< In order of their versions.
};

/// The core's own, of that engine.
[[nodiscard]] MigrationSet coreMigrations(Engine engine);

/// Brings a component's tables to its newest version in one transaction, and records it. Doing it again does
/// nothing; two programs at once wait for each other. Returns how many migrations were applied. Throws
/// Error{Storage} if the database is newer than the set or a migration fails (nothing is changed then), and
/// Error{Plugin} if a plugin's migration makes something outside of its prefix.
std::size_t migrate(Session& session, const MigrationSet& set, base::Time now);

/// The version of a component's tables; 0 if it has none.
[[nodiscard]] int schemaVersion(Session& session, std::string_view component);

/// The plugins that have tables, by name.
[[nodiscard]] std::vector<std::string> pluginsWithTables(Session& session);

}  // namespace kith::storage
