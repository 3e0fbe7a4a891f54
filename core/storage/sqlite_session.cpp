// SPDX-License-Identifier: Apache-2.0
#include "core/storage/sqlite_session.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/storage/sqlite_log.hpp"
#include "core/storage/sqlite_pages.hpp"

namespace kith::storage {
namespace {

using soci::details::statement_backend;

/// Far more than the program and its plugins have.
constexpr std::size_t kMaxKept = 500;

/// SOCI's statement does not finalise itself, and a connection with statements left is never closed.
struct Finalize {
    void operator()(statement_backend* statement) const {
        statement->clean_up();
        delete statement;
    }
};
using Compiled = std::unique_ptr<statement_backend, Finalize>;

/// A session is used by one thread at a time, and nobody asks SQLite how much memory it has: so the locks
/// around each of its calls and allocations can go. To be said before the first connection.
void dropNeedlessLocks() {
    static const bool kDropped = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK &&
                                 sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
    static_cast<void>(kDropped);
}

class KeepingSession final : public soci::details::session_backend {
public:
    explicit KeepingSession(soci::details::session_backend* inner) : inner_(inner) {}

    [[nodiscard]] sqlite_api::sqlite3* connection() const noexcept {
        // SOCI exports no type information of its backends; its own factory made this one.
        return static_cast<const soci::sqlite3_session_backend*>(inner_.get())->conn_;
    }

    /// A compiled statement that nobody uses at the moment.
    Compiled take(const std::string& sql, soci::details::statement_type type) {
        if (auto kept = kept_.extract(sql)) return std::move(kept.mapped());
        Compiled statement(inner_->make_statement_backend());
        statement->alloc();
        statement->prepare(sql, type);
        return statement;
    }

    void keep(std::unique_ptr<SqliteLog> log) noexcept { log_ = std::move(log); }

    void giveBack(std::string sql, Compiled statement) {
        auto& sqlite = static_cast<soci::sqlite3_statement_backend&>(*statement);
        // It may stand in the middle of its rows, and what is bound to it ends now.
        sqlite_api::sqlite3_reset(sqlite.stmt_);
        sqlite_api::sqlite3_clear_bindings(sqlite.stmt_);
        sqlite.databaseReady_ = true;
        sqlite.boundByName_ = sqlite.boundByPos_ = false;
        if (kept_.size() < kMaxKept) kept_.emplace(std::move(sql), std::move(statement));
    }

    statement_backend* make_statement_backend() override;

    bool is_connected() override { return inner_->is_connected(); }
    void begin() override { run("BEGIN"); }
    void commit() override { run("COMMIT"); }
    void rollback() override { run("ROLLBACK"); }
    bool get_last_insert_id(soci::session& session, const std::string& table, long long& id) override {
        return inner_->get_last_insert_id(session, table, id);
    }
    std::string empty_blob() override { return inner_->empty_blob(); }
    [[nodiscard]] std::string get_dummy_from_table() const override { return inner_->get_dummy_from_table(); }
    [[nodiscard]] std::string get_backend_name() const override { return inner_->get_backend_name(); }
    [[nodiscard]] std::string get_table_names_query() const override {
        return inner_->get_table_names_query();
    }
    std::string create_column_type(soci::data_type type, int precision, int scale) override {
        return inner_->create_column_type(type, precision, scale);
    }
    soci::details::rowid_backend* make_rowid_backend() override { return inner_->make_rowid_backend(); }
    soci::details::blob_backend* make_blob_backend() override { return inner_->make_blob_backend(); }

private:
    void run(const std::string& sql) {
        auto statement = take(sql, soci::details::st_one_time_query);
        statement->execute(1);
        giveBack(sql, std::move(statement));
    }

    std::unique_ptr<SqliteLog> log_;
    std::unique_ptr<soci::details::session_backend> inner_;
    std::unordered_map<std::string, Compiled> kept_;  ///< Ends before inner_.
};

/// A statement of SOCI's that borrows a compiled one for as long as it is prepared.
class KeepingStatement final : public statement_backend {
public:
    explicit KeepingStatement(KeepingSession& session) : session_(session) {}
    ~KeepingStatement() override { release(); }

    void alloc() override {}
    void clean_up() override { release(); }
    void prepare(const std::string& sql, soci::details::statement_type type) override {
        release();
        inner_ = session_.take(sql, type);
        sql_ = sql;
    }

    exec_fetch_result execute(int number) override { return inner_->execute(number); }
    exec_fetch_result fetch(int number) override { return inner_->fetch(number); }
    long long get_affected_rows() override { return inner_->get_affected_rows(); }
    int get_number_of_rows() override { return inner_->get_number_of_rows(); }
    [[nodiscard]] std::string get_parameter_name(int index) const override {
        return inner_->get_parameter_name(index);
    }
    std::string rewrite_for_procedure_call(const std::string& sql) override { return sql; }
    int prepare_for_describe() override { return inner_->prepare_for_describe(); }
    void describe_column(int column, soci::data_type& type, std::string& name) override {
        inner_->describe_column(column, type, name);
    }
    soci::details::standard_into_type_backend* make_into_type_backend() override {
        return inner_->make_into_type_backend();
    }
    soci::details::standard_use_type_backend* make_use_type_backend() override {
        return inner_->make_use_type_backend();
    }
    soci::details::vector_into_type_backend* make_vector_into_type_backend() override {
        return inner_->make_vector_into_type_backend();
    }
    soci::details::vector_use_type_backend* make_vector_use_type_backend() override {
        return inner_->make_vector_use_type_backend();
    }

private:
    void release() {
        if (inner_) session_.giveBack(std::move(sql_), std::move(inner_));
    }

    KeepingSession& session_;
    Compiled inner_;
    std::string sql_;
};

statement_backend* KeepingSession::make_statement_backend() {
    return new KeepingStatement(*this);
}

class Factory final : public soci::backend_factory {
public:
    soci::details::session_backend* make_session(
        const soci::connection_parameters& parameters) const override {
        dropNeedlessLocks();
        writeCleanPages();
        return new KeepingSession(soci::factory_sqlite3()->make_session(parameters));
    }
};

}  // namespace

const soci::backend_factory& keepingSqlite() {
    static const Factory kFactory;
    return kFactory;
}

sqlite_api::sqlite3* sqliteConnectionOf(soci::session& session) noexcept {
    const auto* backend = static_cast<KeepingSession*>(session.get_backend());
    return backend == nullptr ? nullptr : backend->connection();
}

void keepWith(soci::session& session, std::unique_ptr<SqliteLog> log) noexcept {
    static_cast<KeepingSession*>(session.get_backend())->keep(std::move(log));
}

}  // namespace kith::storage
