// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/storage/dialect.hpp"

namespace kith::storage {

class SqliteDialect final : public Dialect {
public:
    [[nodiscard]] Engine engine() const noexcept override { return Engine::Sqlite; }
    void open(soci::session& session, const ConnectionSettings& settings, SessionRole role) const override;
    [[nodiscard]] std::string whyUnreachable(const soci::soci_error& error,
                                             const ConnectionSettings& settings) const override;
    void beginWrite(soci::session& session) const override;
    void beginSnapshot(soci::session& session) const override;
    [[nodiscard]] bool leaseIsTransaction() const noexcept override { return true; }
    [[nodiscard]] bool inTransaction(soci::session& session) const noexcept override;
    [[nodiscard]] std::optional<Fault> abortedBy(soci::session& session) const noexcept override;
    [[nodiscard]] bool isLost(soci::session& session) const noexcept override;
    [[nodiscard]] bool isQuiet(soci::session& session) const noexcept override;
    void lockForMigration(soci::session& session) const override;
    [[nodiscard]] bool lockMaintenance(soci::session& session) const override;
    [[nodiscard]] std::string_view counterStripe() const noexcept override;
    [[nodiscard]] std::string_view listObjects() const noexcept override;
    [[nodiscard]] Fault faultOf(const soci::soci_error& error,
                                soci::session& session) const noexcept override;
    [[nodiscard]] std::string expandSchema(std::string_view sql) const override;
    [[nodiscard]] std::string rowSource(std::span<const RowColumn> columns) const override;
    [[nodiscard]] std::string insertSource(std::span<const RowColumn> columns) const override;
    [[nodiscard]] std::string_view lateral() const noexcept override { return ""; }
    [[nodiscard]] std::string rowValue(std::string_view column) const override;
    void planForSets(soci::session& session) const override;
    [[nodiscard]] std::string notIn(std::string_view id, std::string_view set) const override;
    [[nodiscard]] std::string_view position() const noexcept override { return "instr"; }
    [[nodiscard]] std::string jsonRows(std::string_view parameter, std::string_view name,
                                       std::span<const RowColumn> columns) const override;
    [[nodiscard]] std::string jsonMember(std::string_view object,
                                         std::span<const std::string> parameters) const override;
    [[nodiscard]] std::string_view byBytes() const noexcept override { return ""; }
    [[nodiscard]] bool sendsArrays() const noexcept override { return false; }
    [[nodiscard]] std::string lockRows(std::string_view table) const override;
};

}  // namespace kith::storage
