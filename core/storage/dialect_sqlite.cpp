// SPDX-License-Identifier: Apache-2.0
#include "core/storage/dialect_sqlite.hpp"

#include <algorithm>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fmt/format.h>

#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

sqlite_api::sqlite3* connectionOf(soci::session& session) noexcept {
    // SOCI exports no type information of its backends; the session was opened by this dialect.
    const auto* backend = static_cast<soci::sqlite3_session_backend*>(session.get_backend());
    return backend == nullptr ? nullptr : backend->conn_;
}

Fault::Kind kindOf(int extended) noexcept {
    constexpr int kPrimaryMask = 0xff;
    if (extended == SQLITE_BUSY_SNAPSHOT) return Fault::Kind::Deadlock;
    if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY) {
        return Fault::Kind::Unique;
    }
    switch (extended & kPrimaryMask) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Fault::Kind::Busy;
        case SQLITE_INTERRUPT:
            return Fault::Kind::Timeout;
        default:
            return Fault::Kind::Other;
    }
}

}  // namespace

void SqliteDialect::open(soci::session& session, const ConnectionSettings& settings, SessionRole role) const {
    session.open(*soci::factory_sqlite3(), settings.connectString);
    session << fmt::format("PRAGMA busy_timeout = {}", settings.busyTimeout.count());
    session << "PRAGMA journal_mode = WAL";
    session << "PRAGMA synchronous = FULL";
    session << "PRAGMA secure_delete = ON";
    session << "PRAGMA foreign_keys = ON";
    session << "PRAGMA temp_store = MEMORY";
    if (role == SessionRole::Reader) session << "PRAGMA query_only = ON";
}

void SqliteDialect::beginWrite(soci::session& session) const {
    session << "BEGIN IMMEDIATE";
}

bool SqliteDialect::inTransaction(soci::session& session) const noexcept {
    auto* const connection = connectionOf(session);
    return connection != nullptr && sqlite_api::sqlite3_get_autocommit(connection) == 0;
}

// BEGIN IMMEDIATE already keeps every other writer out.
void SqliteDialect::lockForMigration(soci::session& /*session*/) const {}

std::string_view SqliteDialect::listObjects() const noexcept {
    return "SELECT name FROM sqlite_master WHERE type IN ('table', 'index', 'view', 'trigger')"
           " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
}

Fault SqliteDialect::faultOf(const soci::soci_error& /*error*/, soci::session& session) const noexcept {
    auto* const connection = connectionOf(session);
    if (connection == nullptr) return {Fault::Kind::Lost, "closed"};
    const int extended = sqlite_api::sqlite3_extended_errcode(connection);
    return {kindOf(extended), std::to_string(extended)};
}

std::string SqliteDialect::expandSchema(std::string_view sql) const {
    return replaceMarks(sql, {{"{id}", "integer"}, {"{binary}", ""}, {"{clustered}", "WITHOUT ROWID"}});
}

std::string SqliteDialect::rowSource(std::string_view parameter, std::string_view columns) const {
    // A row is a JSON array; its members come in the order of the columns.
    std::string list;
    for (std::size_t index = 0; !columns.empty(); ++index) {
        const auto comma = columns.find(',');
        auto column = columns.substr(0, comma);
        columns = comma == std::string_view::npos ? std::string_view{} : columns.substr(comma + 1);
        column.remove_prefix(std::min(column.find_first_not_of(" \n"), column.size()));
        const auto name = column.substr(0, column.find(' '));
        list += fmt::format("{}value ->> {} AS {}", index == 0 ? "" : ", ", index, name);
    }
    return fmt::format("(SELECT {} FROM json_each(:{}))", list, parameter);
}

}  // namespace kith::storage
