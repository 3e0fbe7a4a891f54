// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "tests/support/databases.hpp"
#include "tests/support/process.hpp"

namespace kith::test {

/// PostgreSQL may still be busy with what a killed server asked for last.
inline void waitUntilAlone(const TestDatabase& fresh) {
    storage::Database database(fresh.settings());
    if (database.engine() == storage::Engine::Sqlite) return;
    const auto session = database.openWriter();
    const auto deadline = std::chrono::steady_clock::now() + Process::kPatience;
    // This database's two sessions are in the count.
    while (std::get<0>(*session->first<std::int64_t>(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")) > 2) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
    }
}

}  // namespace kith::test
