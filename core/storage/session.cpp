// SPDX-License-Identifier: Apache-2.0
#include "core/storage/session.hpp"

#include "core/storage/bulk_sql.hpp"

namespace kith::storage {
namespace {

base::ErrorCode codeOf(Fault::Kind kind) noexcept {
    return kind == Fault::Kind::Timeout || kind == Fault::Kind::Busy ? base::ErrorCode::Timeout
                                                                     : base::ErrorCode::Storage;
}

}  // namespace

Session::Session(const Dialect& dialect, ConnectionSettings settings, SessionRole role)
    : dialect_(dialect), settings_(std::move(settings)), role_(role) {
    connect();
}

Session::~Session() {
    rollback();
    statements_.clear();
}

void Session::connect() {
    try {
        dialect_.open(session_, settings_, role_);
    } catch (const soci::soci_error& error) {
        fault_ = {.kind = Fault::Kind::Lost, .code = "connect", .unreachable = true};
        throw base::Error(base::ErrorCode::Storage, "The database can't be reached.",
                          dialect_.whyUnreachable(error, settings_));
    }
}

void Session::repair() {
    if (fault_.kind != Fault::Kind::Lost) return;
    statements_.clear();
    session_.close();
    connect();
    fault_ = {};
}

Statement& Session::prepared(std::string_view sql, std::span<const Slot::Kind> parameters,
                             std::span<const Slot::Kind> columns) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return *found->second.statement;
    auto statement =
        std::make_unique<Statement>(session_, expandSql(dialect_, sql).text, parameters, columns);
    return *statements_.emplace(sql, Prepared{std::move(statement), 0}).first->second.statement;
}

std::unique_ptr<Statement> Session::prepareMade(const std::string& sql, const MadeSql& made,
                                                std::span<const Slot::Kind> columns) {
    const auto constants = made.constantsOf(sql);
    std::vector<Slot::Kind> kinds;
    for (const auto& constant : constants) {
        const bool isText = std::holds_alternative<std::string>(constant);
        kinds.push_back(isText ? Slot::Kind::Text : Slot::Kind::Integer);
    }
    auto statement = std::make_unique<Statement>(session_, sql, kinds, columns);
    for (std::size_t i = 0; i < constants.size(); ++i) {
        const auto write = [&](const auto& value) {
            Carried<std::decay_t<decltype(value)>>::write(statement->parameter(i), value);
        };
        std::visit(write, constants[i]);
    }
    return statement;
}

BulkRows Session::preparedRows(std::string_view sql, std::span<const Slot::Kind> columns) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        const auto expanded = expandSql(dialect_, sql);
        std::vector<Slot::Kind> kinds;
        for (const auto& column : expanded.columns) {
            const bool text = column.isText || dialect_.sendsArrays();
            kinds.push_back(text ? Slot::Kind::Text : Slot::Kind::Integer);
        }
        auto statement = std::make_unique<Statement>(session_, expanded.text, kinds, columns);
        found = statements_.emplace(sql, Prepared{std::move(statement), kinds.size()}).first;
    }
    return {*found->second.statement, found->second.rowColumns, dialect_.sendsArrays()};
}

void Session::forget(std::string_view sql) noexcept {
    if (const auto found = statements_.find(sql); found != statements_.end()) statements_.erase(found);
}

void Session::throwUnexpectedNull() {
    throw base::Error(base::ErrorCode::Internal, "A column was NULL that never is.");
}

void Session::throwTranslated(const soci::soci_error& error, std::string_view sql) {
    fault_ = dialect_.faultOf(error, session_);
    forget(sql);
    throwFault();
}

void Session::throwFault() const {
    throw base::Error(codeOf(fault_.kind), "The database did not carry out a statement.",
                      std::string{engineName(dialect_.engine())} + " " + fault_.code);
}

void Session::runOnce(const std::string& sql) {
    withRaw([&](soci::session& session) { session << sql; });
}

void Session::withRaw(const std::function<void(soci::session&)>& work) {
    try {
        work(session_);
    } catch (const soci::soci_error& error) {
        throwTranslated(error, {});
    } catch (...) {
        if (dialect_.isLost(session_)) {
            fault_ = {Fault::Kind::Lost, "closed"};
        } else if (auto cause = dialect_.abortedBy(session_)) {
            fault_ = std::move(*cause);
            // Neither is the work's own failure, whatever it made of it.
            if (fault_.kind == Fault::Kind::Deadlock || fault_.kind == Fault::Kind::Timeout) throwFault();
        }
        throw;
    }
}

void Session::beginRead() {
    if (inTransaction()) return;
    withRaw([](soci::session& session) { session.begin(); });
}

void Session::beginSnapshot() {
    if (inTransaction()) return;
    withRaw([this](soci::session& session) { dialect_.beginSnapshot(session); });
}

void Session::planForSets() {
    withRaw([this](soci::session& session) { dialect_.planForSets(session); });
}

void Session::beginWrite() {
    repair();
    fault_ = {};
    try {
        withRaw([this](soci::session& session) { dialect_.beginWrite(session); });
    } catch (const base::Error&) {
        fault_.beforeBegin = fault_.kind == Fault::Kind::Lost;
        throw;
    }
}

void Session::commit() {
    if (auto cause = dialect_.abortedBy(session_)) {
        fault_ = std::move(*cause);
        throw base::Error(base::ErrorCode::Storage, "A statement of the transaction had failed.",
                          std::string{engineName(dialect_.engine())} + " commit");
    }
    withRaw([](soci::session& session) { session.commit(); });
}

void Session::rollback() noexcept {
    try {
        if (inTransaction()) session_.rollback();
    } catch (const soci::soci_error& error) {
        fault_ = dialect_.faultOf(error, session_);
    }
}

void Session::settle() noexcept {
    // Where the lease's own transaction is open, a plugin can't begin another one.
    if (!dialect_.leaseIsTransaction()) rollback();
}

bool Session::inTransaction() noexcept {
    return dialect_.inTransaction(session_);
}

}  // namespace kith::storage
