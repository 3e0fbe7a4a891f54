// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/storage/database.hpp"

namespace kith::app {

enum class IfMissing { Create, Refuse };

/// The configured database; a SQLite file that is not there is made, or refused as a misspelt path. Throws
/// what storage::Database does, Error{NotFound} for a file that is not there, and Error{Storage} for one of
/// somebody else, which is left as it is.
[[nodiscard]] storage::Database openDatabase(const storage::DatabaseSettings& settings, IfMissing missing);

}  // namespace kith::app
