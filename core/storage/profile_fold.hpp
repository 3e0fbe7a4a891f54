// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/storage/profile_page.hpp"

namespace kith::storage {

/// Whether a query asks for a state that is the result of a fold.
[[nodiscard]] bool asksForFold(const ProfileQuery& query) noexcept;

/// Keeps the profiles whose states, folded, are what the query asks for. At most one statement per state.
void keepFolded(Session& session, const ProfileQuery& query, base::Time now, std::vector<ProfileRow>& rows);

}  // namespace kith::storage
