// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/error.hpp"

namespace kith::base {

/// Error{InvalidInput} whose detail stands alone: how many violations there are, and the first of them with
/// its place. `violations` is not empty.
[[nodiscard]] Error inputError(std::vector<Violation> violations);

}  // namespace kith::base
