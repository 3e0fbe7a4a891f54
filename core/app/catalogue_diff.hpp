// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/app/settings.hpp"

namespace kith::app {

/// What the configured database holds.
struct StoredState {
    catalogue::Stored stored;
    std::string missing;  ///< Why that is nothing, for people: there is no database, or no tables in it.
};

/// Changes nothing.
[[nodiscard]] StoredState storedCatalogue(const storage::DatabaseSettings& settings);

/// One line per entry, and one below it per member that changes: for people. What every deployment has is
/// added in one line per kind.
void sayChanges(std::ostream& out, const std::vector<catalogue::Change>& changes);

}  // namespace kith::app
