// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <vector>

#include "core/model/field.hpp"

namespace kith::storage {

class Session;

/// Records that these fields have values from now on, inside the transaction that writes them, and returns
/// those that are not what they were taken for: nothing may be written of them. What was recorded never
/// changes its type any more, so of fields that were in use before nothing has to be waited for.
[[nodiscard]] std::set<const model::FieldUse*> useFields(Session& session,
                                                         const std::vector<const model::FieldUse*>& uses);

}  // namespace kith::storage
