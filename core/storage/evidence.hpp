// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::storage {

class Session;

/// Of a pair of identifiers the newest observations that carried both are kept.
inline constexpr std::size_t kEvidenceOfPair = 10;

/// One observation that carried an identifier of those asked for, and another one, anybody's.
struct EvidenceRow {
    base::IdentifierId identifier;
    base::IdentifierId beside;
    base::Time at;
    base::ObservationId observation;
};

/// What these identifiers were seen with; a pair of two of them comes twice. Of each at most `most` rows on
/// either side of a pair; true if there are more. In a constant number of statements.
[[nodiscard]] bool readEvidence(Session& session, std::span<const base::IdentifierId> identifiers,
                                std::size_t most, const std::function<void(const EvidenceRow&)>& take);

}  // namespace kith::storage
