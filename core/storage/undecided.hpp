// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/provenance_view.hpp"

namespace kith::storage {

class Session;

/// An observation that carried an identifier of each of two profiles.
struct UndecidedView {
    model::Identifier a;    ///< Of the first.
    model::Identifier b;    ///< Of the second.
    base::ProfileId stays;  ///< The one of the two under which it was written.
    ProvenanceView by;
};

struct Undecided {
    std::vector<UndecidedView> items;  ///< The newest first; at most 1,000.
    bool truncated = false;  ///< There are more, or there were: of a pair the newest are remembered.
};

/// Of two profiles that were one, what belongs to neither side for sure, as far as it is remembered as
/// evidence. Once one of them was deleted nothing is told, and that as truncated. Throws Error{NotFound}.
[[nodiscard]] Undecided readUndecided(Session& session, base::ProfileId first, base::ProfileId second);

}  // namespace kith::storage
