// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/storage/dialect.hpp"
#include "tests/bench/rows.hpp"

namespace kith::bench {

/// The fastest that we know how to write given rows into the tables as they are, as durably as kith does: the
/// database's own client library, prepared statements (PostgreSQL: one execution for all rows of a table;
/// SQLite: one for each row), one transaction a group.
class SqlLimit {
public:
    virtual ~SqlLimit() = default;
    /// `url` as kith takes it.
    [[nodiscard]] static std::unique_ptr<SqlLimit> connect(storage::Engine engine, const std::string& url);

    /// Writes the group and commits. Throws std::runtime_error if it can't.
    virtual void write(std::span<const Rows> group) = 0;
};

[[nodiscard]] std::unique_ptr<SqlLimit> connectSqlite(const std::string& file);
[[nodiscard]] std::unique_ptr<SqlLimit> connectPostgresql(const std::string& url);

}  // namespace kith::bench
