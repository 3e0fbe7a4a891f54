// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/base/id.hpp"
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

    /// Sees to it that `ids`, always the same ones, has room for ids of the number (see giveRoom). Once the
    /// connection is lost, the number may be anybody's: makes sure of it, or takes it again or another one.
    /// To be called before each use, when the tables are there; costs a look at the socket, and now and then
    /// a question to the server. Thread-safe. Throws Error{Storage} like take().
    virtual void renew(base::IdGenerator& ids, base::Time now) = 0;
};

}  // namespace kith::storage
