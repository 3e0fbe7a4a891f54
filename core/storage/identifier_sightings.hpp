// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/provenance_view.hpp"

namespace kith::storage {

class Session;

/// For each of these identifiers that one of the profiles lists, the newest observations, at most `most`,
/// that carried it beside another of the same profile; of one that was seen beside none, the one that dates
/// it or that its profile began with, if it is known that it carried it. In a constant number of statements.
/// Throws Error{NotFound} for a profile.
[[nodiscard]] std::map<model::Identifier, std::vector<ProvenanceView>> readSightings(
    Session& session, const std::vector<base::ProfileId>& profiles,
    const std::vector<model::Identifier>& identifiers, std::size_t most);

}  // namespace kith::storage
