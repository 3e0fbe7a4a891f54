// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/storage/database.hpp"

namespace kith::storage {

/// The right to do what only one of several servers on a database does at a time. On PostgreSQL it is an
/// advisory lock on a connection of its own, on SQLite there is one server. A server that loses its
/// connection may hear of it some seconds after another one has taken over. Used by one thread.
class ServiceLease {
public:
    /// `name` is that of the service.
    ServiceLease(const Database& database, std::string name);

    /// Whether this server has it: takes it if it is free, and makes sure of it now and then. Says so once if
    /// it was lost, before it is taken again: another server may have had it in between. Throws
    /// Error{Storage} if the database can't be reached.
    [[nodiscard]] bool hold();
    /// Leaves it to others.
    void release() noexcept;

private:
    [[nodiscard]] bool isConnected();

    const Database& database_;
    std::string name_;
    std::unique_ptr<Session> session_;  ///< PostgreSQL.
    bool held_ = false;
    std::chrono::steady_clock::time_point asked_{};
};

}  // namespace kith::storage
