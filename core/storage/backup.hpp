// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/storage/database.hpp"

namespace kith::storage {

/// Copies a SQLite database, as it stands at one moment, to `file`, which must not exist; writers go on
/// meanwhile. The copy is readable by its owner only, complete and on disk when this returns. Throws
/// Error{Conflict} if the file exists, Error{Storage} if the copy can't be made; then there is no file.
void backUpSqlite(const Database& database, const std::filesystem::path& file);

}  // namespace kith::storage
