// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace kith::test {

/// A database would have failed the whole group.
inline void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(what);
}

}  // namespace kith::test
