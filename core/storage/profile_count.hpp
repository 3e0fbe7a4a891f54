// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/storage/profile_list.hpp"

namespace kith::storage {

/// How many profiles all pages of a list hold.
struct ProfileTotal {
    std::int64_t count = 0;
    bool atLeast = false;  ///< There are these, and perhaps more.
};

/// Counting stops there.
inline constexpr std::int64_t kMaxCounted = 10'000;

/// The total of a query's list, whichever page it asks for. Exact up to kMaxCounted for what a segment could
/// ask for as well, and for a search that does not find too many; other lists are walked along for a bounded
/// number of profiles. A bounded number of statements.
[[nodiscard]] ProfileTotal countProfiles(Session& session, const ProfileQuery& query, base::Time now);

}  // namespace kith::storage
