// SPDX-License-Identifier: Apache-2.0
#include "core/storage/migrate.hpp"

#include <set>

#include <fmt/format.h>

#include "core/storage/core_migrations.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::string_view kCore = "core";

constexpr const char* kVersionTable =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    " component text NOT NULL PRIMARY KEY,"
    " version bigint NOT NULL,"
    " applied_at bigint NOT NULL)";

std::set<std::string> objectsOf(Session& session) {
    std::set<std::string> names;
    session.each<std::string>(session.dialect().listObjects(),
                              [&](std::string name) { names.insert(std::move(name)); });
    return names;
}

void requirePrefix(const std::string& component, const std::set<std::string>& before,
                   const std::set<std::string>& after) {
    const std::string prefix = component + "_";
    for (const auto& name : after) {
        if (before.contains(name) || name.starts_with(prefix)) continue;
        throw Error(ErrorCode::Plugin,
                    fmt::format("A migration of the plugin {} makes {}, whose name does not begin with {}.",
                                component, name, prefix));
    }
}

void apply(Session& session, const MigrationSet& set, const Migration& migration) {
    for (const auto& statement : splitStatements(migration.sql)) {
        try {
            session.runOnce(session.dialect().expandSchema(statement));
        } catch (const Error& error) {
            throw Error(ErrorCode::Storage,
                        fmt::format("Migration {} of {} failed; the database is unchanged.",
                                    migration.version, set.component),
                        error.context());
        }
    }
}

void requireNumbered(const MigrationSet& set) {
    int expected = 1;
    for (const auto& migration : set.migrations) {
        if (migration.version != expected++) {
            throw Error(ErrorCode::Internal,
                        fmt::format("The migrations of {} are not numbered 1, 2, 3.", set.component));
        }
    }
}

}  // namespace

MigrationSet coreMigrations(Engine engine) {
    MigrationSet set{std::string{kCore}, {}};
    for (const auto& [version, sql] : embeddedMigrations(engine)) {
        // Parts of one version: what both engines share, then what only this one has.
        if (!set.migrations.empty() && set.migrations.back().version == version) {
            set.migrations.back().sql += sql;
        } else {
            set.migrations.push_back({version, std::string{sql}});
        }
    }
    return set;
}

int schemaVersion(Session& session, std::string_view component) {
    const auto row = session.first<std::int64_t>(
        "SELECT version FROM schema_version WHERE component = :component", component);
    return row ? static_cast<int>(std::get<0>(*row)) : 0;
}

std::vector<std::string> pluginsWithTables(Session& session) {
    std::vector<std::string> plugins;
    session.each<std::string>(
        "SELECT component FROM schema_version WHERE component <> :core ORDER BY component {binary}",
        [&](std::string name) { plugins.push_back(std::move(name)); }, kCore);
    return plugins;
}

std::size_t migrate(Session& session, const MigrationSet& set, base::Time now) {
    requireNumbered(set);
    Transaction transaction(session);
    session.withRaw([&](soci::session& raw) { session.dialect().lockForMigration(raw); });
    session.runOnce(kVersionTable);
    const int have = schemaVersion(session, set.component);
    const int newest = set.migrations.empty() ? 0 : set.migrations.back().version;
    if (have > newest) {
        throw Error(ErrorCode::Storage,
                    fmt::format("The database is newer than this program: {} is at version {}, and this "
                                "program knows {}. Start a newer one.",
                                set.component, have, newest));
    }
    const auto before = objectsOf(session);
    std::size_t applied = 0;
    for (const auto& migration : set.migrations) {
        if (migration.version <= have) continue;
        apply(session, set, migration);
        ++applied;
    }
    if (set.component != kCore) requirePrefix(set.component, before, objectsOf(session));
    if (applied > 0) {
        session.execute(
            "INSERT INTO schema_version (component, version, applied_at) VALUES (:component, :version, :at)"
            " ON CONFLICT (component) DO UPDATE SET version = excluded.version,"
            " applied_at = excluded.applied_at",
            set.component, newest, now);
    }
    transaction.commit();
    return applied;
}

}  // namespace kith::storage
