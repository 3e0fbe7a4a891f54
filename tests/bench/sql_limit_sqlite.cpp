// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include <map>
#include <stdexcept>

#include "tests/bench/sql_limit.hpp"

namespace kith::bench {
namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

std::string insertInto(const Rows& rows) {
    std::string names;
    std::string marks;
    for (const auto& column : rows.columns) {
        names += (names.empty() ? "" : ", ") + column;
        marks += marks.empty() ? "?" : ", ?";
    }
    return "INSERT INTO " + rows.table + " (" + names + ") VALUES (" + marks + ")";
}

/// In process a row costs least as an execution of a prepared statement: several rows in one VALUES are no
/// faster, and json_each over a whole group is slower.
class SqliteLimit final : public SqlLimit {
public:
    explicit SqliteLimit(const std::string& file) {
        sqlite3* opened = nullptr;
        const int result = sqlite3_open(file.c_str(), &opened);
        database_.reset(opened);
        if (result != SQLITE_OK) fail();
        for (const auto* pragma :
             {"PRAGMA busy_timeout = 10000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
              "PRAGMA secure_delete = ON", "PRAGMA cache_size = -65536"})
            run(pragma);
    }

    void write(std::span<const Rows> group) override {
        run("BEGIN IMMEDIATE");
        for (const auto& rows : group) insert(rows);
        run("COMMIT");
    }

private:
    [[noreturn]] void fail() const { throw std::runtime_error(sqlite3_errmsg(database_.get())); }

    void run(const char* sql) {
        if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }

    sqlite3_stmt* prepared(const Rows& rows) {
        auto& statement = statements_[rows.table];
        if (statement) return statement.get();
        sqlite3_stmt* made = nullptr;
        const auto sql = insertInto(rows);
        if (sqlite3_prepare_v3(database_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) !=
            SQLITE_OK)
            fail();
        statement.reset(made);
        return made;
    }

    void insert(const Rows& rows) {
        auto* const statement = prepared(rows);
        for (std::size_t row = 0; row < rows.count(); ++row) {
            for (std::size_t column = 0; column < rows.columns.size(); ++column)
                bind(statement, static_cast<int>(column) + 1, rows.at(row, column));
            if (sqlite3_step(statement) != SQLITE_DONE) fail();
            sqlite3_reset(statement);
        }
    }

    static void bind(sqlite3_stmt* statement, int at, const Value& value) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            sqlite3_bind_int64(statement, at, *number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            sqlite3_bind_text(statement, at, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
        } else {
            sqlite3_bind_null(statement, at);
        }
    }

    std::unique_ptr<sqlite3, CloseDatabase> database_;
    std::map<std::string, Statement> statements_;
};

}  // namespace

std::unique_ptr<SqlLimit> connectSqlite(const std::string& file) {
    return std::make_unique<SqliteLimit>(file);
}

}  // namespace kith::bench
