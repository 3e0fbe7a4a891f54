// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/storage/profile_page.hpp"

namespace kith::storage {

/// How many profiles are folded to fill a page for which only some of them will do.
inline constexpr std::size_t kFolded = 1'000;

/// Whether a query asks for what neither single rows of a profile nor the candidates tell: a state that is
/// the result of a fold, or a segment.
[[nodiscard]] bool asksForFold(const ProfileQuery& query, const ProfileCandidates& candidates) noexcept;

/// Keeps the profiles whose states, folded, are what the query asks for, and who are in its segment. At most
/// one statement for each.
void keepFolded(Session& session, const ProfileQuery& query, const ProfileCandidates& candidates,
                base::Time now, std::vector<ProfileRow>& rows);

}  // namespace kith::storage
