// SPDX-License-Identifier: Apache-2.0
#include <libpq-fe.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/bench/sql_limit.hpp"

namespace kith::bench {
namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

bool isText(const Rows& rows, std::size_t column) {
    for (std::size_t row = 0; row < rows.count(); ++row) {
        const auto& value = rows.at(row, column);
        if (!std::holds_alternative<std::monostate>(value)) return std::holds_alternative<std::string>(value);
    }
    return true;
}

void append(std::string& array, const Value& value) {
    if (array.size() > 1) array += ',';
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        array += std::to_string(*number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        array += '"';
        for (const char c : *text) {
            if (c == '"' || c == '\\') array += '\\';
            array += c;
        }
        array += '"';
    } else {
        array += "NULL";
    }
}

std::string arrayOf(const Rows& rows, std::size_t column) {
    std::string array = "{";
    for (std::size_t row = 0; row < rows.count(); ++row) append(array, rows.at(row, column));
    return array + '}';
}

/// One statement a table and group: the rows travel as an array per column, which is read faster than JSON.
class PostgresqlLimit final : public SqlLimit {
public:
    explicit PostgresqlLimit(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) fail();
        run("SET synchronous_commit = on");
    }

    void write(std::span<const Rows> group) override {
        run("BEGIN");
        for (const auto& rows : group)
            if (rows.count() > 0) insert(rows);
        run("COMMIT");
    }

private:
    [[noreturn]] void fail() const { throw std::runtime_error(PQerrorMessage(connection_.get())); }

    void check(const Result& result) const {
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail();
    }
    void run(const char* sql) { check(Result(PQexec(connection_.get(), sql))); }

    /// A column that is NULL in every row does not say its type; of ours these are numbers, the others texts.
    static std::string typeOf(const Rows& rows, std::size_t column) {
        static const std::set<std::string, std::less<>> kNumbers{"endpoint_id", "status", "claim_at",
                                                                 "claim_observation_id"};
        const bool number = kNumbers.contains(rows.columns[column]) || !isText(rows, column);
        return number ? "bigint[]" : "text[]";
    }

    void prepare(const Rows& rows) {
        std::string names;
        std::string arrays;
        for (std::size_t i = 0; i < rows.columns.size(); ++i) {
            names += (i == 0 ? "" : ", ") + rows.columns[i];
            arrays += (i == 0 ? "$" : ", $") + std::to_string(i + 1) + "::" + typeOf(rows, i);
        }
        const auto sql =
            "INSERT INTO " + rows.table + " (" + names + ") SELECT * FROM unnest(" + arrays + ")";
        check(Result(PQprepare(connection_.get(), rows.table.c_str(), sql.c_str(), 0, nullptr)));
        prepared_.insert(rows.table);
    }

    void insert(const Rows& rows) {
        if (!prepared_.contains(rows.table)) prepare(rows);
        std::vector<std::string> arrays;
        std::vector<const char*> values;
        for (std::size_t i = 0; i < rows.columns.size(); ++i) arrays.push_back(arrayOf(rows, i));
        for (const auto& array : arrays) values.push_back(array.c_str());
        check(Result(PQexecPrepared(connection_.get(), rows.table.c_str(), static_cast<int>(values.size()),
                                    values.data(), nullptr, nullptr, 0)));
    }

    std::unique_ptr<PGconn, Finish> connection_;
    std::set<std::string> prepared_;
};

}  // namespace

std::unique_ptr<SqlLimit> connectPostgresql(const std::string& url) {
    return std::make_unique<PostgresqlLimit>(url);
}

}  // namespace kith::bench
