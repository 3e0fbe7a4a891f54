// SPDX-License-Identifier: Apache-2.0
#include "core/storage/dialect.hpp"

#include "core/storage/dialect_postgresql.hpp"
#include "core/storage/dialect_sqlite.hpp"

namespace kith::storage {

std::string_view engineName(Engine engine) noexcept {
    return engine == Engine::Sqlite ? "sqlite" : "postgresql";
}

bool isConflict(Fault::Kind kind) noexcept {
    return kind == Fault::Kind::Deadlock || kind == Fault::Kind::Unique;
}

const Dialect& Dialect::of(Engine engine) noexcept {
    static const SqliteDialect sqlite;
    static const PostgresqlDialect postgresql;
    if (engine == Engine::Sqlite) return sqlite;
    return postgresql;
}

}  // namespace kith::storage
