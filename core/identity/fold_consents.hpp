// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/identity/fold_step.hpp"

namespace kith::identity {

/// Folds the subscriptions of one observation into the consent ledger. True if the shown state of a category,
/// or what decides it, changed. Warnings: `not_attested` (of a claim that is dropped), `left_by_person` (of
/// an opt-in of somebody else's that is kept and doesn't lift a leaving).
bool foldConsents(const FoldStep& step);

}  // namespace kith::identity
