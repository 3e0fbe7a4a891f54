// SPDX-License-Identifier: Apache-2.0
#include "core/storage/sqlite_file.hpp"

#include <soci/soci.h>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/storage/sqlite_session.hpp"

namespace kith::storage {
namespace {

bool hasTables(soci::session& session) {
    int count = 0;
    session << "SELECT count(*) FROM sqlite_master WHERE type = 'table'", soci::into(count);
    return count > 0;
}

bool hasCoreVersion(soci::session& session) {
    try {
        int count = 0;
        session << "SELECT count(*) FROM schema_version WHERE component = 'core'", soci::into(count);
        return count == 1;
    } catch (const soci::soci_error&) {
        return false;  // No such table, or another one of that name.
    }
}

bool isSomebodyElses(const std::string& path) {
    try {
        soci::session session(keepingSqlite(), "db=\"" + path + '"');
        return hasTables(session) && !hasCoreVersion(session);
    } catch (const soci::soci_error&) {
        return false;
    }
}

}  // namespace

void requireNobodyElses(const std::string& path) {
    std::error_code failure;
    if (std::filesystem::file_size(path, failure) == 0 || failure) return;
    if (isSomebodyElses(path)) {
        throw base::Error(
            base::ErrorCode::Storage,
            "The database file " + path +
                " has tables, but none of kith's; it is left as it is. Choose another database.url.");
    }
}

}  // namespace kith::storage
