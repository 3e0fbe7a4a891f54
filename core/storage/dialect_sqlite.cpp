// SPDX-License-Identifier: Apache-2.0
#include "core/storage/dialect_sqlite.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/storage/sql_text.hpp"
#include "core/storage/sqlite_log.hpp"
#include "core/storage/sqlite_session.hpp"

namespace kith::storage {
namespace {

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

// Pages kept in memory per connection. A group that touches more than the writer keeps writes pages twice;
// what a reader doesn't keep is copied from the system for every read.
constexpr int kReaderKiB = 32 * 1'024;
constexpr int kWriterKiB = 64 * 1'024;

// For how long all writing may stand so that the log can begin anew: a few requests.
constexpr std::chrono::milliseconds kLongestLogWait{1'000};

/// SQLite answers which mode it has, and stays in another one without a word where it can't have this one.
void requireLog(soci::session& session) {
    std::string mode;
    session << "PRAGMA journal_mode = WAL", soci::into(mode);
    if (mode == "wal") return;
    throw soci::soci_error(fmt::format(
        "its journal mode stays '{}' where it has to be 'wal': its file system may lack shared memory, as"
        " those do that go over a network (NFS)",
        mode));
}

}  // namespace

void SqliteDialect::open(soci::session& session, const ConnectionSettings& settings, SessionRole role) const {
    session.open(keepingSqlite(), settings.connectString);
    session << fmt::format("PRAGMA busy_timeout = {}", settings.busyTimeout.count());
    // Of a file that is made now, wherever SQLite was built to do otherwise.
    session << "PRAGMA auto_vacuum = NONE";
    requireLog(session);
    session << "PRAGMA synchronous = FULL";
    session << "PRAGMA secure_delete = ON";
    session << "PRAGMA foreign_keys = ON";
    session << "PRAGMA temp_store = MEMORY";
    session << fmt::format("PRAGMA cache_size = -{}", role == SessionRole::Reader ? kReaderKiB : kWriterKiB);
    if (role == SessionRole::Reader) {
        session << "PRAGMA query_only = ON";
        return;
    }
    const SqliteLog::Limits limits{settings.logLimit, std::min(settings.busyTimeout, kLongestLogWait),
                                   settings.busyTimeout};
    keepWith(session, std::make_unique<SqliteLog>(session, limits));
}

std::string SqliteDialect::whyUnreachable(const soci::soci_error& error,
                                          const ConnectionSettings& settings) const {
    return fmt::format("sqlite {}: {}", settings.connectString, error.get_error_message());
}

void SqliteDialect::beginWrite(soci::session& session) const {
    session << "BEGIN IMMEDIATE";
}

// It sees what its first statement saw.
void SqliteDialect::beginSnapshot(soci::session& session) const {
    session.begin();
}

bool SqliteDialect::inTransaction(soci::session& session) const noexcept {
    auto* const connection = sqliteConnectionOf(session);
    return connection != nullptr && sqlite_api::sqlite3_get_autocommit(connection) == 0;
}

// What undoes the transaction ends it, and then there is nothing to commit. Nor is anybody in its way: it
// has the only lock since it began.
std::optional<Fault> SqliteDialect::abortedBy(soci::session& /*session*/) const noexcept {
    return std::nullopt;
}

bool SqliteDialect::isLost(soci::session& session) const noexcept {
    return sqliteConnectionOf(session) == nullptr;
}

// There is no server that could end it.
bool SqliteDialect::isQuiet(soci::session& /*session*/) const noexcept {
    return true;
}

// BEGIN IMMEDIATE already keeps every other writer out.
void SqliteDialect::lockForMigration(soci::session& /*session*/) const {}

// A file is served by one process.
bool SqliteDialect::lockMaintenance(soci::session& /*session*/) const {
    return true;
}

// There is one writer.
std::string_view SqliteDialect::counterStripe() const noexcept {
    return "SELECT 0";
}

std::string_view SqliteDialect::listObjects() const noexcept {
    return "SELECT name FROM sqlite_master WHERE type IN ('table', 'index', 'view', 'trigger')"
           " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
}

Fault SqliteDialect::faultOf(const soci::soci_error& /*error*/, soci::session& session) const noexcept {
    auto* const connection = sqliteConnectionOf(session);
    if (connection == nullptr) return {Fault::Kind::Lost, "closed"};
    const int extended = sqlite_api::sqlite3_extended_errcode(connection);
    return {kindOf(extended), std::to_string(extended)};
}

std::string SqliteDialect::expandSchema(std::string_view sql) const {
    return replaceMarks(sql, {{"{id}", "integer"}, {"{binary}", ""}, {"{clustered}", "WITHOUT ROWID"}});
}

// In process nothing is gained by sending many rows at once, and JSON costs more than it saves: a prepared
// statement per row stores 150,000 rows a second, json_each over the whole group 95,000.
std::string SqliteDialect::rowSource(std::span<const RowColumn> columns) const {
    std::string values;
    for (const auto& column : columns) {
        values += fmt::format("{}:{} AS {}", values.empty() ? "" : ", ", column.name, column.name);
    }
    return fmt::format("(SELECT {}) AS given", values);
}

std::string SqliteDialect::insertSource(std::span<const RowColumn> columns) const {
    std::string names;
    std::string values;
    for (const auto& column : columns) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
        values += fmt::format("{}:{}", values.empty() ? "" : ", ", column.name);
    }
    return fmt::format("({}) VALUES ({})", names, values);
}

// The one row is bound to the statement.
std::string SqliteDialect::rowValue(std::string_view column) const {
    return fmt::format(":{}", column);
}

void SqliteDialect::planForSets(soci::session& /*session*/) const {}

// The set is read once, into a table of its own.
std::string SqliteDialect::notIn(std::string_view id, std::string_view set) const {
    return fmt::format("{} NOT IN ({})", id, set);
}

std::string SqliteDialect::jsonRows(std::string_view parameter, std::string_view name,
                                    std::span<const RowColumn> columns) const {
    std::string list;
    for (const auto& column : columns) {
        list += fmt::format("{}json_extract(value, '$.{}') AS {}", list.empty() ? "" : ", ", column.name,
                            column.name);
    }
    return fmt::format("(SELECT {} FROM json_each({})) AS {}", list, parameter, name);
}

// What is no object has no members; to look for them in a text would be an error.
std::string SqliteDialect::jsonMember(std::string_view object,
                                      std::span<const std::string> parameters) const {
    std::string from;
    std::string where;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto name = i + 1 == parameters.size() ? std::string("j") : fmt::format("j{}", i);
        const auto within = i == 0 ? std::string(object)
                                   : fmt::format("CASE j{0}.type WHEN 'object' THEN j{0}.value END", i - 1);
        from += fmt::format("{}json_each({}) AS {}", i == 0 ? "" : " CROSS JOIN ", within, name);
        where += fmt::format("{}{}.key = {}", i == 0 ? "" : " AND ", name, parameters[i]);
    }
    return fmt::format(
        "(SELECT CASE j.type WHEN 'integer' THEN 'number' WHEN 'real' THEN 'number' WHEN 'text' THEN 'string'"
        " WHEN 'true' THEN 'boolean' WHEN 'false' THEN 'boolean' ELSE j.type END AS kind,"
        " CASE j.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE j.value END AS value"
        " FROM {} WHERE {}) AS m",
        from, where);
}

std::string SqliteDialect::lockRows(std::string_view /*table*/) const {
    return {};
}

}  // namespace kith::storage
