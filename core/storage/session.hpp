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
#include "core/storage/dialect.hpp"
#include "core/storage/statement.hpp"

namespace kith::storage {

/// One connection with the statements prepared on it. Statements are prepared once, on first use, and kept.
/// Everything that the database refuses becomes Error{Storage} (Error{Timeout} for a statement or a lock that
/// took too long) without the database's message. Used by one thread at a time.
///
/// SQL may hold `{rows name type, …}` once: the FROM item that yields the rows of the JSON parameter `:rows`,
/// written by RowWriter; the types are `bigint` and `text`.
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

    /// Runs a text once, unprepared and as it stands: a migration's statement, a savepoint.
    void runOnce(const std::string& sql);

    /// Runs `work(soci::session&)` with SOCI's errors translated as for every other call.
    void withRaw(const std::function<void(soci::session&)>& work);

    void beginRead();
    void beginWrite();
    void commit();
    void rollback() noexcept;
    [[nodiscard]] bool inTransaction() noexcept;

    [[nodiscard]] const Dialect& dialect() const noexcept { return dialect_; }
    [[nodiscard]] soci::session& raw() noexcept { return session_; }
    /// Why the last call that threw did so.
    [[nodiscard]] const Fault& lastFault() const noexcept { return fault_; }
    /// Connects again if the connection was lost. Throws Error{Storage}.
    void repair();

private:
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
    [[noreturn]] void throwTranslated(const soci::soci_error& error, std::string_view sql);
    Statement& prepared(std::string_view sql, std::span<const Slot::Kind> parameters,
                        std::span<const Slot::Kind> columns);
    void forget(std::string_view sql) noexcept;
    void connect();

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
    std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements_;
    Fault fault_;
};

/// A transaction that is rolled back unless it was committed.
class Transaction {
public:
    enum class Mode { Read, Write };
    Transaction(Session& session, Mode mode) : session_(session) {
        if (mode == Mode::Write)
            session_.beginWrite();
        else
            session_.beginRead();
    }
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
