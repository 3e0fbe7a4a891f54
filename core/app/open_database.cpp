// SPDX-License-Identifier: Apache-2.0
#include "core/app/open_database.hpp"

#include <filesystem>

#include "core/base/error.hpp"
#include "core/storage/sqlite_file.hpp"

namespace kith::app {

storage::Database openDatabase(const storage::DatabaseSettings& settings, IfMissing missing) {
    const auto address = storage::parseDatabaseUrl(settings.url);
    if (address.engine == storage::Engine::Sqlite) {
        if (missing == IfMissing::Refuse && !std::filesystem::exists(address.path)) {
            throw base::Error(base::ErrorCode::NotFound, "there is no database file " + address.path +
                                                             "; `kith serve` and `kith migrate` make one");
        }
        storage::requireUsable(address.path);
    }
    return storage::Database(settings);
}

}  // namespace kith::app
