// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/bulk.hpp"
#include "core/storage/dialect.hpp"
#include "core/storage/made_sql.hpp"
#include "core/storage/statement.hpp"

namespace kith::storage {

class BulkWrite;
template <class Row, class... Columns>
class BulkRead;

/// One connection with the statements prepared on it. Statements are prepared once, on first use, and kept.
/// Everything that the database refuses becomes Error{Storage} (Error{Timeout} for a statement or a lock that
/// took too long) without the database's message. Used by one thread at a time.
///
/// A statement for many rows holds one of two marks, with the types `bigint` and `text`. `{rows name type,
/// …}` is the FROM item `given` that yields them; joined by CROSS JOIN and WHERE, so that SQLite begins with
/// it.
/// In a query, `{lateral} (SELECT …)` in FROM is a subquery run for each of them, which reads it as `{row
/// name}`.
/// `{insert name type, …}` follows `INSERT INTO table` and stands for the names and the rows. Rows are run in
/// the order given, some perhaps before run() is called. `{lock table}` at the end of a SELECT keeps its rows
/// of that table locked until the transaction's end. `{binary}` behind a text in ORDER BY is for a column
/// that was not made with it (see Migration): by its bytes.
class Session {
public:
    /// Connects. Throws Error{Storage}.
    Session(const Dialect& dialect, ConnectionSettings settings, SessionRole role);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Runs a statement without rows; how many rows it touched.
    template <class... Values>
    std::int64_t execute(std::string_view sql, Values&&... values) {
        return guarded(sql, [&] {
            auto& statement = bound<>(sql, std::forward<Values>(values)...);
            return statement.run();
        });
    }

    /// Calls `row(columns...)` for each row; the columns' types are given: each<ProfileId, std::string>(…).
    template <class... Columns, class Row, class... Values>
    void each(std::string_view sql, Row&& row, Values&&... values) {
        guarded(sql, [&] {
            auto& statement = bound<Columns...>(sql, std::forward<Values>(values)...);
            statement.open();
            while (statement.fetch())
                readRow<Columns...>(statement, row, std::index_sequence_for<Columns...>{});
        });
    }

    /// The first row, if there is one.
    template <class... Columns, class... Values>
    [[nodiscard]] std::optional<std::tuple<Columns...>> first(std::string_view sql, Values&&... values) {
        std::optional<std::tuple<Columns...>> found;
        each<Columns...>(
            sql,
            [&](Columns... columns) {
                if (!found) found.emplace(std::move(columns)...);
            },
            std::forward<Values>(values)...);
        return found;
    }

    /// The same for a statement whose text was made at run time, with the constants that it names. Not kept.
    template <class... Columns, class Row>
    void eachMade(const std::string& sql, const MadeSql& made, Row&& row) {
        static constexpr std::array<Slot::Kind, sizeof...(Columns)> kColumns{Carried<Columns>::kKind...};
        guarded({}, [&] {
            const auto statement = prepareMade(sql, made, kColumns);
            statement->open();
            while (statement->fetch())
                readRow<Columns...>(*statement, row, std::index_sequence_for<Columns...>{});
        });
    }

    /// A statement without rows of its own, to be run for many: `add(values...)` per row, then `run()`, which
    /// says how many rows it touched. One at a time per statement.
    [[nodiscard]] BulkWrite bulk(std::string_view sql);

    /// A query for many rows: `add(values...)` per row, then `run()`; calls `row(columns...)` for each row
    /// found.
    template <class... Columns, class Row>
    [[nodiscard]] BulkRead<Row, Columns...> lookup(std::string_view sql, Row row);

    /// Runs a text once, unprepared and as it stands: a migration's statement, a savepoint.
    void runOnce(const std::string& sql);

    /// Runs `work(soci::session&)` with SOCI's errors translated as for every other call. What else it throws
    /// is a fault if the connection was lost or a statement spoiled the transaction: a plugin's work tells
    /// only that it failed, and here stands why.
    void withRaw(const std::function<void(soci::session&)>& work);

    /// Unless a transaction is open already.
    void beginRead();
    /// For a reader of many tables. Unless a lease is such a transaction already.
    void beginSnapshot();
    /// Inside of a transaction: until its end, what is made at run time is planned for sets of many rows.
    void planForSets();
    /// Connects again first if the connection was lost, and forgets the last fault.
    void beginWrite();
    void commit();
    void rollback() noexcept;
    [[nodiscard]] bool inTransaction() noexcept;
    /// See Dialect::isQuiet.
    [[nodiscard]] bool isQuiet() noexcept { return dialect_.isQuiet(session_); }
    /// To be called when a plugin has had a reading session, which the lease goes on with: ends what it began
    /// and left open.
    void settle() noexcept;

    [[nodiscard]] const Dialect& dialect() const noexcept { return dialect_; }
    [[nodiscard]] soci::session& raw() noexcept { return session_; }
    /// Why the last call that threw did so.
    [[nodiscard]] const Fault& lastFault() const noexcept { return fault_; }
    /// Connects again if the connection was lost. Throws Error{Storage}.
    void repair();

private:
    friend class BulkWrite;
    template <class Row, class... Columns>
    friend class BulkRead;

    template <class... Columns, class... Values>
    Statement& bound(std::string_view sql, Values&&... values) {
        static constexpr std::array<Slot::Kind, sizeof...(Values)> kParameters{
            Carried<std::decay_t<Values>>::kKind...};
        static constexpr std::array<Slot::Kind, sizeof...(Columns)> kColumns{Carried<Columns>::kKind...};
        auto& statement = prepared(sql, kParameters, kColumns);
        std::size_t index = 0;
        (Carried<std::decay_t<Values>>::write(statement.parameter(index++), std::forward<Values>(values)),
         ...);
        return statement;
    }

    template <class... Columns, class Row, std::size_t... Index>
    static void readRow(Statement& statement, Row& row, std::index_sequence<Index...> /*indexes*/) {
        (requireValue<Columns>(statement.column(Index)), ...);
        row(Carried<Columns>::read(statement.column(Index))...);
    }

    template <class Column>
    static void requireValue(const Slot& slot) {
        if constexpr (!kNullable<Column>) {
            if (slot.state == soci::i_null) throwUnexpectedNull();
        }
    }

    template <class Work>
    auto guarded(std::string_view sql, Work work) {
        try {
            return work();
        } catch (const soci::soci_error& error) {
            throwTranslated(error, sql);
        } catch (...) {
            // The statement may stand in the middle of its rows, which would keep a read lock.
            forget(sql);
            throw;
        }
    }

    [[noreturn]] static void throwUnexpectedNull();
    [[noreturn]] void throwFault() const;
    [[noreturn]] void throwTranslated(const soci::soci_error& error, std::string_view sql);
    Statement& prepared(std::string_view sql, std::span<const Slot::Kind> parameters,
                        std::span<const Slot::Kind> columns);
    [[nodiscard]] std::unique_ptr<Statement> prepareMade(const std::string& sql, const MadeSql& made,
                                                         std::span<const Slot::Kind> columns);
    BulkRows preparedRows(std::string_view sql, std::span<const Slot::Kind> columns);
    void forget(std::string_view sql) noexcept;
    void connect();

    struct Prepared {
        std::unique_ptr<Statement> statement;
        std::size_t rowColumns = 0;
    };

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };

    const Dialect& dialect_;
    ConnectionSettings settings_;
    SessionRole role_;
    soci::session session_;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;
    Fault fault_;
};

class BulkWrite {
public:
    BulkWrite(Session& session, std::string_view sql, BulkRows rows)
        : session_(session), sql_(sql), rows_(rows) {}

    template <class... Values>
    void add(const Values&... values) {
        session_.guarded(sql_, [&] {
            if (rows_.put(values...)) touched_ += rows_.statement().run();
        });
    }
    std::int64_t run() {
        session_.guarded(sql_, [&] {
            if (rows_.finish()) touched_ += rows_.statement().run();
            rows_.reset();
        });
        return std::exchange(touched_, 0);
    }

private:
    Session& session_;
    std::string_view sql_;
    BulkRows rows_;
    std::int64_t touched_ = 0;
};

template <class Row, class... Columns>
class BulkRead {
public:
    BulkRead(Session& session, std::string_view sql, BulkRows rows, Row row)
        : session_(session), sql_(sql), rows_(rows), row_(std::move(row)) {}

    template <class... Values>
    void add(const Values&... values) {
        session_.guarded(sql_, [&] {
            if (rows_.put(values...)) read();
        });
    }
    void run() {
        session_.guarded(sql_, [&] {
            if (rows_.finish()) read();
            rows_.reset();
        });
    }

private:
    void read() {
        auto& statement = rows_.statement();
        statement.open();
        while (statement.fetch()) {
            Session::readRow<Columns...>(statement, row_, std::index_sequence_for<Columns...>{});
        }
    }

    Session& session_;
    std::string_view sql_;
    BulkRows rows_;
    Row row_;
};

inline BulkWrite Session::bulk(std::string_view sql) {
    return guarded(sql, [&] { return BulkWrite(*this, sql, preparedRows(sql, {})); });
}

template <class... Columns, class Row>
BulkRead<Row, Columns...> Session::lookup(std::string_view sql, Row row) {
    static constexpr std::array<Slot::Kind, sizeof...(Columns)> kColumns{Carried<Columns>::kKind...};
    return guarded(sql, [&] {
        return BulkRead<Row, Columns...>(*this, sql, preparedRows(sql, kColumns), std::move(row));
    });
}

/// A writing transaction that is rolled back unless it was committed.
class Transaction {
public:
    explicit Transaction(Session& session) : session_(session) { session_.beginWrite(); }
    ~Transaction() {
        if (open_) session_.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() {
        session_.commit();
        open_ = false;
    }

private:
    Session& session_;
    bool open_ = true;
};

}  // namespace kith::storage
