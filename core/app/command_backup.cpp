// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "core/app/command.hpp"
#include "core/app/open_database.hpp"
#include "core/storage/backup.hpp"

namespace kith::app {
namespace {

bool isSecretParameter(std::string_view text) {
    return text.starts_with("password=") || text.starts_with("sslpassword=");
}

/// `postgresql://user:secret@host/database?password=secret` without the secrets.
std::string withoutPassword(std::string url) {
    const auto start = url.find("//") + 2;
    // As libpq reads it: a `?` before the first `@` is part of the password.
    if (const auto at = url.find_first_of("@/", start); at != std::string::npos && url[at] == '@') {
        const auto host = url.rfind('@', url.find_first_of("/?", at));
        const auto colon = url.find(':', start);
        if (colon < host) url.erase(colon, host - colon);
    }
    for (auto at = url.find('?'); at != std::string::npos; at = url.find('&', at + 1)) {
        while (at != std::string::npos && isSecretParameter(std::string_view(url).substr(at + 1)))
            url.erase(at + 1, url.find('&', at + 1) - at);
    }
    return url;
}

/// As one word of a shell.
std::string quoted(const std::string& text) {
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

void backUp(const Invocation& called, const std::string& file) {
    const auto settings = called.settings();
    const auto address = storage::parseDatabaseUrl(settings.database.url);
    if (address.engine == storage::Engine::Postgresql) {
        const auto url = quoted(withoutPassword(settings.database.url));
        throw base::Error(
            base::ErrorCode::Configuration,
            "PostgreSQL copies its databases itself, also while kith runs; nothing was copied. Copy with\n"
            "  pg_dump --format=custom --file=" +
                quoted(file) + " --dbname=" + url +
                "\nand bring a copy back into an empty database with\n  pg_restore --no-owner --dbname=" +
                url + " " + quoted(file) + "\nA password comes from PGPASSWORD or ~/.pgpass.");
    }
    storage::backUpSqlite(openDatabase(settings.database, IfMissing::Refuse), file);
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
