// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/model/observation.hpp"

namespace kith::identity {

/// What was detached since, of an observation.
using Released = std::vector<const model::SeenIdentifier*>;

/// Throws Error{InvalidInput} with the violation `no_identifier`, and before it `blocked_value` and
/// `released` of each that is none.
[[noreturn]] void throwNoIdentifier(const model::Observation& observation, Released released);

/// Throws the same if the observation carries nothing, and Error{InvalidInput} with the violation
/// `too_many_values` if it has more values of a unique type than one person has.
void requireValues(const model::Observation& observation);

}  // namespace kith::identity
