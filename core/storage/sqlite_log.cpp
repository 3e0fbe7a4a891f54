// SPDX-License-Identifier: Apache-2.0
#include "core/storage/sqlite_log.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kith::storage {
namespace {

/// As SQLite does it where nobody else looks after the log.
constexpr int kPagesAtOnce = 1'000;

int asMillis(std::chrono::milliseconds time) noexcept {
    return static_cast<int>(time.count());
}

}  // namespace

SqliteLog::SqliteLog(soci::session& session, const Limits& limits) : limits_(limits) {
    int pageSize = 0;
    session << "PRAGMA page_size", soci::into(pageSize);
    mostPages_ = nextRestart_ = static_cast<int>(std::max<std::int64_t>(limits_.bytes / pageSize, 1));
    // A log that begins anew keeps its file's size, unless told otherwise.
    session << fmt::format("PRAGMA journal_size_limit = {}", limits_.bytes);
    sqlite_api::sqlite3_wal_hook(sqliteConnectionOf(session), &onCommit, this);
}

// The commit has been made, whatever comes of this.
int SqliteLog::onCommit(void* self, sqlite_api::sqlite3* connection, const char* database, int pages) {
    static_cast<SqliteLog*>(self)->shorten(connection, database, pages);
    return SQLITE_OK;
}

void SqliteLog::shorten(sqlite_api::sqlite3* connection, const char* database, int pages) {
    if (pages < mostPages_) nextRestart_ = mostPages_;
    if (pages >= nextRestart_) {
        sqlite_api::sqlite3_busy_timeout(connection, asMillis(limits_.wait));
        const int result = sqlite_api::sqlite3_wal_checkpoint_v2(connection, database,
                                                                 SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
        sqlite_api::sqlite3_busy_timeout(connection, asMillis(limits_.busyTimeout));
        nextRestart_ = result == SQLITE_OK ? mostPages_ : pages + mostPages_;
    } else if (pages >= kPagesAtOnce) {
        sqlite_api::sqlite3_wal_checkpoint_v2(connection, database, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                              nullptr);
    }
}

}  // namespace kith::storage
