// SPDX-License-Identifier: Apache-2.0
#include "tests/support/encoded_database.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include "tests/support/postgres_server.hpp"

namespace kith::test {

std::string createDatabaseIn(const std::string& encoding) {
    auto url = PostgresServer::instance().createDatabase();
    const auto at = url.rfind('/') + 1;
    const auto length = url.find('?', at) - at;
    const auto name = url.substr(at, length) + "_encoded";
    soci::session session(*soci::factory_postgresql(), url);
    session << "CREATE DATABASE " + name + " TEMPLATE template0 LOCALE 'C' ENCODING '" + encoding + "'";
    return url.replace(at, length, name);
}

}  // namespace kith::test
