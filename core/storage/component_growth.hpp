// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/outcome.hpp"
#include "core/storage/provenance_view.hpp"

namespace kith::storage {

class Session;

/// By what these profiles came to be so large, the newest first, at most `most`: where they have too many
/// identifiers, observations that carried those that came last; where they are of too many merges, what made
/// the last of these. As far as that is known. In a constant number of statements for each profile. Throws
/// Error{NotFound} for a profile.
[[nodiscard]] std::vector<ProvenanceView> readGrowth(Session& session,
                                                     const std::vector<base::ProfileId>& profiles,
                                                     const model::ComponentSize& size, std::size_t most);

}  // namespace kith::storage
