// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <utility>
#include <vector>

#include "core/base/id.hpp"

namespace kith::storage {

class Session;

/// Two people by their live ids, the lower first. The same one twice: what is between homes of one person.
using TwoPeople = std::pair<base::ProfileId, base::ProfileId>;

/// For each of these lists of homes: whom any of them has a conflict with, as they are now. That may be the
/// person that the homes are part of.
[[nodiscard]] std::vector<std::set<base::ProfileId>> conflictPartners(
    Session& session, std::span<const std::vector<base::ProfileId>* const> homes);

/// Until the transaction ends nobody else makes other people of those whom conflicts are between: of two who
/// do that at once neither would see what the other does. To be called after all other locks.
void lockConflicts(Session& session);

/// Says of the conflicts between these which are shown and with which totals, that is, in which place. Each
/// that is between two who became one shows what it counted. Of several between the same two people the last
/// of each state shows what those of its state counted together, and the others nothing; an open one with a
/// later one of any state neither. To be called after everything else of them and of their profiles is
/// written.
void placeConflicts(Session& session, const std::set<TwoPeople>& people);

}  // namespace kith::storage
