// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/id.hpp"
#include "core/model/observation.hpp"
#include "tests/support/history_item.hpp"

namespace kith::test {

inline const base::Time kHistoryStart = base::fromMillis(kHistoryStartMillis);

/// The identifier types of a default deployment.
[[nodiscard]] const model::IdentifierRules& defaultRules();

/// The item as model::Preparer makes it from its JSON, ids and hashes aside.
[[nodiscard]] model::Observation toObservation(const Item& item, const model::IdentifierRules& rules,
                                               base::IdGenerator& ids);

}  // namespace kith::test
