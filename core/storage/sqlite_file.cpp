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

bool hasAutoVacuum(soci::session& session) {
    int mode = 0;
    session << "PRAGMA auto_vacuum", soci::into(mode);
    return mode != 0;
}

/// Why the file is not to be used; empty if it may be.
std::string faultOf(const std::string& path) {
    try {
        soci::session session(keepingSqlite(), "db=\"" + path + '"');
        if (hasTables(session) && !hasCoreVersion(session))
            return "has tables, but none of kith's; it is left as it is. Choose another database.url.";
        // Its pages can't be told apart where they are written.
        if (hasAutoVacuum(session))
            return "has auto_vacuum, with which it would keep what was erased. Take that from it with the"
                   " program sqlite3: PRAGMA auto_vacuum = NONE; VACUUM;";
    } catch (const soci::soci_error&) {
        // Opening it says what is wrong.
    }
    return {};
}

}  // namespace

void requireUsable(const std::string& path) {
    std::error_code failure;
    if (std::filesystem::file_size(path, failure) == 0 || failure) return;
    const auto fault = faultOf(path);
    if (!fault.empty())
        throw base::Error(base::ErrorCode::Storage, "The database file " + path + ' ' + fault);
}

}  // namespace kith::storage
