// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/identity/field_table.hpp"
#include "core/identity/fold_step.hpp"

namespace kith::identity {

/// Folds the fields of one observation. True if a shown value changed.
bool foldFields(FieldTable& table, const FoldStep& step);

/// What a merge chooses, field by field, before the observation that caused it says anything.
[[nodiscard]] std::vector<FieldChoice> chooseFields(FieldTable& table, const Merge& merge);

}  // namespace kith::identity
