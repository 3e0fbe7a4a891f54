// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace soci {
class session;
class soci_error;
}  // namespace soci

namespace kith::storage {

enum class Engine { Sqlite, Postgresql };

[[nodiscard]] std::string_view engineName(Engine engine) noexcept;

/// What a connection is for; decides its limits and how its statements are planned.
enum class SessionRole { Reader, Writer };

struct ConnectionSettings {
    std::string connectString;  ///< Of the engine's SOCI backend. May hold a password: never logged.
    std::chrono::milliseconds statementTimeout{30'000};  ///< PostgreSQL: any one statement.
    std::chrono::milliseconds busyTimeout{10'000};       ///< SQLite: waiting for the one writer.
    std::int64_t logLimit = std::int64_t{64} << 20U;     ///< SQLite: bytes of the write-ahead log.
};

/// Why a statement failed, as far as anybody has to know. Never holds the database's own message: it quotes
/// bound values, and those are personal data.
struct Fault {
    enum class Kind {
        None,
        Deadlock,  ///< A deadlock, a serialization failure or a stale snapshot: the same again may succeed.
        Busy,      ///< SQLite: the one lock was not to be had in time, for whatever would be written.
        Unique,    ///< A unique index refused; in a group, another writer was faster.
        Timeout,   ///< The statement ran for too long.
        Lost,      ///< The connection is gone.
        Other,
    };
    Kind kind = Kind::None;
    std::string code;  ///< SQLSTATE, or SQLite's extended result code.
    /// Of a lost connection: no transaction had begun on it, so nothing was done.
    bool beforeBegin = false;
    bool unreachable = false;  ///< Of a lost connection: no other one could be made.
};

/// Whether another writer was in the way, so that the same again may succeed.
[[nodiscard]] bool isConflict(Fault::Kind kind) noexcept;

/// A column of a bulk statement's rows.
struct RowColumn {
    std::string_view name;
    bool isText = false;
};

/// Everything in which the two engines differ that is not a migration. Stateless; one object per engine.
class Dialect {
public:
    virtual ~Dialect() = default;
    [[nodiscard]] static const Dialect& of(Engine engine) noexcept;

    [[nodiscard]] virtual Engine engine() const noexcept = 0;
    /// Connects, and sets what every connection of that role has. Throws soci::soci_error, and
    /// Error{Storage} of a database that is there and can't be kith's.
    virtual void open(soci::session& session, const ConnectionSettings& settings, SessionRole role) const = 0;
    /// Why open() threw, in words for the operator, without a password.
    [[nodiscard]] virtual std::string whyUnreachable(const soci::soci_error& error,
                                                     const ConnectionSettings& settings) const = 0;
    /// Begins a transaction that is going to write: no other one is waited for later.
    virtual void beginWrite(soci::session& session) const = 0;
    /// Begins a transaction all of whose statements see one state of the database.
    virtual void beginSnapshot(soci::session& session) const = 0;
    /// Whether a reading lease is one transaction, so that all its statements see one state. Where not, a
    /// server would have to be asked twice more for it.
    [[nodiscard]] virtual bool leaseIsTransaction() const noexcept = 0;
    [[nodiscard]] virtual bool inTransaction(soci::session& session) const noexcept = 0;
    /// What failed in the transaction so that committing it would undo it without a word, if anything did.
    [[nodiscard]] virtual std::optional<Fault> abortedBy(soci::session& session) const noexcept = 0;
    [[nodiscard]] virtual bool isLost(soci::session& session) const noexcept = 0;
    /// Whether nothing came from the server since the last statement. What comes unasked is mostly that it
    /// ends the connection. Asks nobody, and costs next to nothing.
    [[nodiscard]] virtual bool isQuiet(soci::session& session) const noexcept = 0;
    /// Takes the lock under which migrations run, inside a transaction, until its end.
    virtual void lockForMigration(soci::session& session) const = 0;
    /// Takes the lock under which the database is maintained, inside a transaction, until its end; false if
    /// another server holds it.
    [[nodiscard]] virtual bool lockMaintenance(soci::session& session) const = 0;
    /// The SQL that takes, inside a transaction and until its end, a stripe of the counters that no other one
    /// adds to, and tells its number. If all are taken it is the first, whose rows are waited for.
    [[nodiscard]] virtual std::string_view counterStripe() const noexcept = 0;
    /// The SQL that lists the names of all tables and indexes.
    [[nodiscard]] virtual std::string_view listObjects() const noexcept = 0;
    [[nodiscard]] virtual Fault faultOf(const soci::soci_error& error,
                                        soci::session& session) const noexcept = 0;
    /// A migration's statement with its marks replaced; see Migration.
    [[nodiscard]] virtual std::string expandSchema(std::string_view sql) const = 0;
    /// The FROM item `given` with the rows of a bulk statement, and what follows `INSERT INTO table` to
    /// insert them; see Session.
    [[nodiscard]] virtual std::string rowSource(std::span<const RowColumn> columns) const = 0;
    [[nodiscard]] virtual std::string insertSource(std::span<const RowColumn> columns) const = 0;
    /// What makes a subquery of FROM see the row given, and that row's column in there; see Session.
    [[nodiscard]] virtual std::string_view lateral() const noexcept = 0;
    [[nodiscard]] virtual std::string rowValue(std::string_view column) const = 0;
    /// Inside of a transaction: until its end, statements are planned for sets of many rows, each time anew.
    virtual void planForSets(soci::session& session) const = 0;
    /// The condition that no row of `set`, a query of one column `id` without NULL, has the value of `id`.
    [[nodiscard]] virtual std::string notIn(std::string_view id, std::string_view set) const = 0;
    /// The function of a text and another one that is 0 if the first does not hold the second.
    [[nodiscard]] virtual std::string_view position() const noexcept = 0;
    /// A FROM item `name`: the objects of a JSON array, bound as `parameter`, as rows.
    [[nodiscard]] virtual std::string jsonRows(std::string_view parameter, std::string_view name,
                                               std::span<const RowColumn> columns) const = 0;
    /// A FROM item `m(kind, value)`: a member of a JSON object, or of NULL, by the names of the objects that
    /// hold it and its own, which are bound as `parameters`. `kind` is as jsonb_typeof has it; `value` of a
    /// string is its text, of a number what can be cast to one, and of a boolean `true` or `false`.
    [[nodiscard]] virtual std::string jsonMember(std::string_view object,
                                                 std::span<const std::string> parameters) const = 0;
    /// Behind a text in ORDER BY: by its bytes.
    [[nodiscard]] virtual std::string_view byBytes() const noexcept = 0;
    /// Whether all rows of a bulk statement travel as one array per column, or each in an execution of its
    /// own.
    [[nodiscard]] virtual bool sendsArrays() const noexcept = 0;
    /// Behind a SELECT in the group's transaction: locks its rows of that table until the end.
    [[nodiscard]] virtual std::string lockRows(std::string_view table) const = 0;
};

}  // namespace kith::storage
