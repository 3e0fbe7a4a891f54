// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/id.hpp"
#include "core/model/observation.hpp"
#include "tests/support/history_item.hpp"

namespace kith::test {

/// The one field of which the first value counts.
inline constexpr std::string_view kFirstField = "signup";

inline const base::Time kHistoryStart = base::fromMillis(kHistoryStartMillis);

/// The identifier types of a default deployment.
[[nodiscard]] const model::IdentifierRules& defaultRules();

/// The item as model::Preparer makes it from its JSON, ids and hashes aside.
[[nodiscard]] model::Observation toObservation(const Item& item, const model::IdentifierRules& rules,
                                               base::IdGenerator& ids, base::Time receivedAt = kHistoryStart);

/// What an item decides, in the program's words. `profiles`, `merges` and `prohibitions` are in the order in
/// which they were made; what has no such number is something that isn't there.
[[nodiscard]] model::Command commandOf(const Item::Decision& decision,
                                       const std::vector<base::ProfileId>& profiles,
                                       const std::vector<base::MergeId>& merges,
                                       const std::vector<model::ProhibitionId>& prohibitions);

}  // namespace kith::test
