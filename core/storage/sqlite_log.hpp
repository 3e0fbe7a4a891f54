// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

#include "core/storage/sqlite_session.hpp"

namespace kith::storage {

/// Keeps the write-ahead log of a SQLite file small. What SQLite does by itself moves the log into the file
/// but begins the log anew only in a moment without readers, which under load never comes. So, once the log
/// is too long, a commit ends with waiting for those who still read from it; new ones read from the file
/// meanwhile. Of one connection, which it outlives.
class SqliteLog {
public:
    struct Limits {
        std::int64_t bytes;
        std::chrono::milliseconds wait;         ///< For the readers; then the log may grow by `bytes` again.
        std::chrono::milliseconds busyTimeout;  ///< Of the connection at any other time.
    };

    /// Throws soci::soci_error.
    SqliteLog(soci::session& session, const Limits& limits);
    SqliteLog(const SqliteLog&) = delete;
    SqliteLog& operator=(const SqliteLog&) = delete;

private:
    static int onCommit(void* self, sqlite_api::sqlite3* connection, const char* database, int pages);
    void shorten(sqlite_api::sqlite3* connection, const char* database, int pages);

    Limits limits_;
    int mostPages_ = 0;
    int nextRestart_ = 0;  ///< At how many pages readers are waited for.
};

}  // namespace kith::storage
