// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/identity/fold_step.hpp"

namespace kith::identity {

/// Folds the activities of one observation and keeps the counters in step. True if one of the
/// profile's activities is new or something that is shown of it changed. Warnings: `not_attested` (of a claim
/// that is dropped), `other_profile` (of what changed an activity of somebody else).
bool foldActivities(const FoldStep& step);

}  // namespace kith::identity
