// SPDX-License-Identifier: Apache-2.0
#include "core/storage/dialect_postgresql.hpp"

#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/storage/postgresql_failure.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

PGconn* connectionOf(soci::session& session) noexcept {
    // SOCI exports no type information of its backends; the session was opened by this dialect.
    const auto* backend = static_cast<soci::postgresql_session_backend*>(session.get_backend());
    return backend == nullptr ? nullptr : backend->conn_;
}

void dropNotice(void* /*context*/, const char* /*message*/) {}

Fault::Kind kindOf(std::string_view state) noexcept {
    if (state == "40001" || state == "40P01") return Fault::Kind::Deadlock;
    if (state == "23505") return Fault::Kind::Unique;
    if (state == "57014" || state == "55P03") return Fault::Kind::Timeout;
    if (state.starts_with("08") || state.starts_with("57P")) return Fault::Kind::Lost;
    return Fault::Kind::Other;
}

// Rows are only ever found by key or in the order of an index, and statements are planned once, often against
// tables that are still empty: without these a plan made then would scan them when they have grown. (What
// stands in an OR or a CASE is `(SELECT 1 … LIMIT 1) IS NOT NULL` and no EXISTS, for which PostgreSQL may
// read all that any row might ask for; `canonical_id + 0` keeps a lookup by id from the indexes over lists.)
constexpr std::string_view kPlans =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
    "SET plan_cache_mode = force_generic_plan;";

// SOCI sends a prepared statement, which can't hold several commands; these hold no values.
void runSettings(PGconn* connection, const std::string& settings) {
    PGresult* const result = PQexec(connection, settings.c_str());
    const bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!good) throw soci::soci_error("the connection's settings were refused");
}

// In another encoding most texts can't be stored; SQL_ASCII takes them for bytes, without any letters.
void requireUtf8(PGconn* connection) {
    const char* const encoding = PQparameterStatus(connection, "server_encoding");
    if (encoding == nullptr || std::string_view(encoding) == "UTF8") return;
    throw base::Error(
        base::ErrorCode::Storage,
        fmt::format("The database is in {}, and kith's has to be in UTF-8: make another one, such as with "
                    "`createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 --owner=kith NAME`.",
                    encoding));
}

}  // namespace

void PostgresqlDialect::open(soci::session& session, const ConnectionSettings& settings,
                             SessionRole role) const {
    session.open(*soci::factory_postgresql(), settings.connectString);
    PGconn* const connection = connectionOf(session);
    PQsetErrorVerbosity(connection, PQERRORS_TERSE);
    PQsetNoticeProcessor(connection, dropNotice, nullptr);
    requireUtf8(connection);
    if (!watchFailures(connection)) throw soci::soci_error("the connection can't be watched");
    const auto timeout = settings.statementTimeout.count();
    runSettings(connection,
                fmt::format("SET statement_timeout = {}; SET idle_in_transaction_session_timeout = {}; "
                            "SET jit = off; SET client_encoding = 'UTF8'; SET timezone = 'UTC'; "
                            "SET standard_conforming_strings = on; SET synchronous_commit = on; "
                            "SET default_transaction_isolation = 'read committed'; "
                            "SET default_transaction_read_only = {}; {}",
                            timeout, timeout, role == SessionRole::Reader ? "on" : "off", kPlans));
    // Our connections are kept, however little there is to do; older servers never end an idle one.
    constexpr int kFirstWithLimit = 140'000;
    if (PQserverVersion(connection) >= kFirstWithLimit)
        runSettings(connection, "SET idle_session_timeout = 0");
}

// What libpq says of a connect string that it can't read may hold any part of it, so only its sentence about
// a server that it talked to is passed on: it names the address and the reason.
std::string PostgresqlDialect::whyUnreachable(const soci::soci_error& error,
                                              const ConnectionSettings& /*settings*/) const {
    const auto message = error.get_error_message();
    const auto begin = message.find("connection to server");
    if (begin == std::string::npos) return "postgresql: the URL, or the name of its host, leads nowhere";
    return "postgresql: " + message.substr(begin, message.find('\n', begin) - begin);
}

void PostgresqlDialect::beginWrite(soci::session& session) const {
    session.begin();
}

void PostgresqlDialect::beginSnapshot(soci::session& session) const {
    session << "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
}

bool PostgresqlDialect::inTransaction(soci::session& session) const noexcept {
    PGconn* const connection = connectionOf(session);
    return connection != nullptr && PQtransactionStatus(connection) != PQTRANS_IDLE &&
           PQstatus(connection) == CONNECTION_OK;
}

std::optional<Fault> PostgresqlDialect::abortedBy(soci::session& session) const noexcept {
    PGconn* const connection = connectionOf(session);
    if (connection == nullptr || PQtransactionStatus(connection) != PQTRANS_INERROR) return std::nullopt;
    const auto state = lastFailure(connection);
    return Fault{kindOf(state), state};
}

// What can't be sent any more fails while the status is still good, if the server left a word before it went:
// reading finds the end.
bool PostgresqlDialect::isLost(soci::session& session) const noexcept {
    PGconn* const connection = connectionOf(session);
    return connection == nullptr || PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK;
}

// A socket that was given up is none, and poll() has no word of it.
bool PostgresqlDialect::isQuiet(soci::session& session) const noexcept {
    PGconn* const connection = connectionOf(session);
    if (connection == nullptr || PQstatus(connection) != CONNECTION_OK) return false;
    pollfd socket{PQsocket(connection), POLLIN, 0};
    return ::poll(&socket, 1, 0) == 0;
}

// A migration goes over everything that there is, once: it takes the time that it takes, also to wait for
// another server's, and is planned for whole tables.
void PostgresqlDialect::lockForMigration(soci::session& session) const {
    runSettings(
        connectionOf(session),
        "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; "
        "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on");
    session << "SELECT pg_advisory_xact_lock(hashtext('kith migration'))";
}

bool PostgresqlDialect::lockMaintenance(soci::session& session) const {
    int locked = 0;
    session << "SELECT CAST(pg_try_advisory_xact_lock(hashtext('kith maintenance')) AS integer)",
        soci::into(locked);
    return locked == 1;
}

// Tried one after the other, so that few writers use few stripes.
std::string_view PostgresqlDialect::counterStripe() const noexcept {
    return "SELECT COALESCE((SELECT s.stripe FROM generate_series(0, 31) AS s(stripe)"
           " WHERE pg_try_advisory_xact_lock(hashtext('kith counters'), s.stripe) LIMIT 1), 0)";
}

std::string_view PostgresqlDialect::listObjects() const noexcept {
    return "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
           " AND relkind IN ('r', 'i', 'v', 'm', 'S', 'p')";
}

Fault PostgresqlDialect::faultOf(const soci::soci_error& error, soci::session& session) const noexcept {
    if (isLost(session)) return {Fault::Kind::Lost, "closed"};
    const auto* refused = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    if (refused == nullptr) return {Fault::Kind::Other, "client"};
    std::string state = refused->sqlstate();
    // What the transaction had failed of before, and somebody went on regardless.
    if (state == kAborted) state = lastFailure(connectionOf(session));
    return {kindOf(state), state};
}

std::string PostgresqlDialect::expandSchema(std::string_view sql) const {
    return replaceMarks(sql, {{"{id}", "bigint"}, {"{binary}", "COLLATE \"C\""}, {"{clustered}", ""}});
}

// An array per column is read twice as fast as jsonb_to_recordset reads the same rows.
std::string PostgresqlDialect::rowSource(std::span<const RowColumn> columns) const {
    std::string names;
    std::string arrays;
    for (const auto& column : columns) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
        arrays += fmt::format("{}CAST(:{} AS {}[])", arrays.empty() ? "" : ", ", column.name,
                              column.isText ? "text" : "bigint");
    }
    return fmt::format("unnest({}) AS given({})", arrays, names);
}

std::string PostgresqlDialect::insertSource(std::span<const RowColumn> columns) const {
    std::string names;
    for (const auto& column : columns) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
    }
    return fmt::format("({}) SELECT {} FROM {}", names, names, rowSource(columns));
}

std::string PostgresqlDialect::rowValue(std::string_view column) const {
    return fmt::format("given.{}", column);
}

// A hash of everybody's ids has to fit; work_mem counts twice for it.
void PostgresqlDialect::planForSets(soci::session& session) const {
    runSettings(
        connectionOf(session),
        "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on;"
        " SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL work_mem = '64MB'");
}

// NOT IN would ask the set anew for each row once it fits no hash table; this is an anti-join.
std::string PostgresqlDialect::notIn(std::string_view id, std::string_view set) const {
    return fmt::format("NOT EXISTS (SELECT 1 FROM ({}) AS x WHERE x.id = {})", set, id);
}

std::string PostgresqlDialect::jsonRows(std::string_view parameter, std::string_view name,
                                        std::span<const RowColumn> columns) const {
    std::string list;
    for (const auto& column : columns) {
        list +=
            fmt::format("{}{} {}", list.empty() ? "" : ", ", column.name, column.isText ? "text" : "bigint");
    }
    return fmt::format("jsonb_to_recordset(CAST({} AS jsonb)) AS {}({})", parameter, name, list);
}

std::string PostgresqlDialect::jsonMember(std::string_view object,
                                          std::span<const std::string> parameters) const {
    auto member = fmt::format("CAST({} AS jsonb)", object);
    for (const auto& name : parameters) member += fmt::format(" -> CAST({} AS text)", name);
    return fmt::format(
        "(SELECT jsonb_typeof(j.member) AS kind, j.member #>> '{{}}' AS value FROM (SELECT {} AS member) AS "
        "j) AS m",
        member);
}

std::string PostgresqlDialect::lockRows(std::string_view table) const {
    return fmt::format(" FOR UPDATE OF {}", table);
}

}  // namespace kith::storage
