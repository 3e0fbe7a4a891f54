// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/base/time.hpp"

namespace kith::base {

/// The lowest id that an IdGenerator can make at that time; what it made before is lower.
[[nodiscard]] std::int64_t firstIdAt(Time time) noexcept;

}  // namespace kith::base
