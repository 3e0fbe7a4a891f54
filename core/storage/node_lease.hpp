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

    /// Once a connection to the database was lost, this one may be too, and the number anybody's: makes sure
    /// of it again, or takes another one, and says which. Thread-safe. Throws Error{Storage} like take().
    [[nodiscard]] virtual unsigned renew() = 0;
};

}  // namespace kith::storage
