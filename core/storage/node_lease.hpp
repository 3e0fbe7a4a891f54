// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/storage/database.hpp"

namespace kith::storage {

/// A number that no other running kith process on the same database has, for base::IdGenerator. On PostgreSQL
/// it is an advisory lock on a connection of its own; on SQLite there is one server process per file, which
/// the lock file beside it makes sure of. Given back when this object, or the process, ends.
class NodeLease {
public:
    /// Throws Error{Storage} if another process serves the SQLite file, or all numbers are taken.
    [[nodiscard]] static std::unique_ptr<NodeLease> take(const Database& database);
    virtual ~NodeLease() = default;

    [[nodiscard]] virtual unsigned node() const noexcept = 0;

    /// Once the connection is lost, the number may be anybody's: makes sure of it, takes it again or another
    /// one, and says which. To be called before each use; costs a look at the socket, and every half minute a
    /// question to the server. Thread-safe. Throws Error{Storage} like take().
    [[nodiscard]] virtual unsigned renew() = 0;
};

}  // namespace kith::storage
