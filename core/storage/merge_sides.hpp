// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <vector>

#include "core/base/id.hpp"

namespace kith::storage {

class Session;

/// A merge, and homes of which it is asked whether they are of one of the two whom it names.
struct MergeHomes {
    base::ProfileId survivor;
    base::ProfileId absorbed;
    std::set<base::ProfileId> homes;
};

/// Whose homes count: those of profiles that live, or also of the deleted and of those that are being erased,
/// who are then one person as they were when that began.
enum class Sides { Living, AlsoRemoved };

/// Leaves of each merge's homes those that are of one of its two, as these are now: homes come and go by
/// merges that are taken back. In one statement.
void keepHomesOfSides(Session& session, std::vector<MergeHomes>& merges, Sides sides);

}  // namespace kith::storage
