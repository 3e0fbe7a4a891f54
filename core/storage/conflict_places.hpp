// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <utility>

#include "core/base/id.hpp"

namespace kith::storage {

class Session;

/// Whose conflicts may stand elsewhere in their lists by what a transaction wrote.
struct ConcernedConflicts {
    std::set<base::ProfileId>
        homes;  ///< With anybody: all homes of whoever became others, or may become one.
    /// Homes of two people, the lower first: each of the one with each of the other.
    std::set<std::pair<base::ProfileId, base::ProfileId>> pairs;
};

/// Locks the conflicts of these homes until the transaction ends, so that of two writers who change both
/// sides of one the second sees what the first did. Whether there are any.
[[nodiscard]] bool lockConflicts(Session& session, const std::set<base::ProfileId>& homes);

/// Says of the conflicts concerned which are shown and with which totals, that is, in which place. Each that
/// is between two who became one shows what it counted. Of several between the same two people the last of
/// each state shows what those of its state counted together, and the others nothing; an open one with a
/// later one of any state neither. To be called after everything else of them and of their profiles is
/// written.
void placeConflicts(Session& session, const ConcernedConflicts& concerned);

}  // namespace kith::storage
