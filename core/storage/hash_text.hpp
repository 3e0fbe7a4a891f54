// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/model/stamp.hpp"

namespace kith::storage {

/// Reads 32 hexadecimal digits, as model::hexOf writes them. Throws Error{Internal} if they are none.
[[nodiscard]] model::Hash parseHash(std::string_view digits);

}  // namespace kith::storage
