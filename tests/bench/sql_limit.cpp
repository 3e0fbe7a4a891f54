// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/sql_limit.hpp"

namespace kith::bench {

std::unique_ptr<SqlLimit> SqlLimit::connect(storage::Engine engine, const std::string& url) {
    if (engine == storage::Engine::Postgresql) return connectPostgresql(url);
    return connectSqlite(url.substr(url.find(':') + 1));
}

}  // namespace kith::bench
