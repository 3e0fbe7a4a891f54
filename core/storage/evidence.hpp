// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/identity/chain.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/identity_view.hpp"

namespace kith::storage {

class Session;

/// Of a pair of identifiers the newest observations that carried both are kept, of each grade: however often
/// somebody claims it, what was attested stays.
inline constexpr std::size_t kEvidenceOfPair = 10;

/// One observation that carried an identifier of those asked for, and another one, anybody's.
struct EvidenceRow {
    base::IdentifierId identifier;
    base::IdentifierId beside;
    base::Time at;
    base::ObservationId observation;
    bool attested = false;
};

/// What these identifiers were seen with; a pair of two of them comes twice, and may be told again. Of each
/// at most `most` rows on either side of a pair; true if there are more. Of one that has more the pairs with
/// the others of these are told nevertheless, unless there are too many. In a constant number of statements.
[[nodiscard]] bool readEvidence(Session& session, std::span<const base::IdentifierId> identifiers,
                                std::size_t most, const std::function<void(const EvidenceRow&)>& take);

/// What these hops are, in their order: from one to the other of these identifiers. Without those whose
/// observation is gone.
[[nodiscard]] std::vector<LinkView> readHops(
    Session& session, const std::unordered_map<base::IdentifierId, model::Identifier>& identifiers,
    std::span<const identity::Hop> hops);

/// Of these observations those that stand under one of these people, by their live ids.
[[nodiscard]] std::unordered_set<base::ObservationId> standingUnder(
    Session& session, const std::unordered_set<base::ObservationId>& observations,
    std::initializer_list<base::ProfileId> people);

}  // namespace kith::storage
