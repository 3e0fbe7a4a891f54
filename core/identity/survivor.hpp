// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/identity/world.hpp"

namespace kith::identity {

/// Whether `a` is whose id is shown when the two merge: it has a unique identifier, then is known, then has
/// the earlier created_at, then the smaller id. The choice decides nothing else.
[[nodiscard]] bool survives(const Component& a, const Component& b);

}  // namespace kith::identity
