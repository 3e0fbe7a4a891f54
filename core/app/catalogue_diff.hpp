// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <vector>

#include "core/app/settings.hpp"

namespace kith::app {

/// What the configured database holds; nothing if there is none yet, or its tables are older than that.
/// Changes nothing.
[[nodiscard]] catalogue::Stored storedCatalogue(const storage::DatabaseSettings& settings);

/// One line per entry, and one below it per member that changes: for people.
void sayChanges(std::ostream& out, const std::vector<catalogue::Change>& changes);

}  // namespace kith::app
