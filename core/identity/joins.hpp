// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "core/base/id.hpp"

namespace kith::identity {

/// The two ids that a merge made one.
using Joined = std::pair<base::ProfileId, base::ProfileId>;

/// By which of the merges, of those that stand, one gets from one of the first ids to one of the last: their
/// places, in order, as few as can be. None if an id is among both, and if no way leads there.
[[nodiscard]] std::vector<std::size_t> mergesBetween(std::span<const Joined> merges,
                                                     const std::set<base::ProfileId>& from,
                                                     const std::set<base::ProfileId>& to);

}  // namespace kith::identity
