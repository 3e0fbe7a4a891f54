// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "core/app/command.hpp"
#include "core/storage/backup.hpp"

namespace kith::app {
namespace {

/// `postgresql://user:secret@host/database` without the secret.
std::string withoutPassword(const std::string& url) {
    const auto start = url.find("//") + 2;
    const auto host = url.find('@', start);
    const auto colon = url.find(':', start);
    if (host == std::string::npos || colon > host) return url;
    return url.substr(0, colon) + url.substr(host);
}

void backUp(const Invocation& called, const std::string& file) {
    const auto settings = called.settings();
    const storage::Database database(settings.database);
    if (database.engine() == storage::Engine::Postgresql)
        throw base::Error(base::ErrorCode::Configuration,
                          "PostgreSQL copies itself; call pg_dump --format=custom --file='" + file + "' '" +
                              withoutPassword(settings.database.url) + "'");
    storage::backUpSqlite(database, file);
    called.out << "copied to " << file << "; start from it with --set database.url=sqlite:" << file << '\n';
}

}  // namespace

void declareBackup(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto file = std::make_shared<std::string>();
    auto& command =
        addCommand(parent, invocation, "backup",
                   "Copy the SQLite database while it is in use; on PostgreSQL, name the pg_dump call",
                   "kith backup /var/backups/kith.db");
    command.add_option("FILE", *file, "The copy, which must not exist")->required();
    command.callback(
        [&chosen, file] { chosen = [file](const Invocation& called) { backUp(called, *file); }; });
}

}  // namespace kith::app
