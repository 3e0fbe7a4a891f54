// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>

namespace kith::storage {

class SqliteLog;

/// SOCI's backend for SQLite, which compiles a statement once per connection, however often it is prepared:
/// what a plugin prepares for every call costs several times its execution to compile.
[[nodiscard]] const soci::backend_factory& keepingSqlite();

/// The connection behind a session opened with it; null if it is closed.
[[nodiscard]] sqlite_api::sqlite3* sqliteConnectionOf(soci::session& session) noexcept;

/// Keeps what looks after the connection's log until the connection is closed.
void keepWith(soci::session& session, std::unique_ptr<SqliteLog> log) noexcept;

}  // namespace kith::storage
