// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/types.h>

#include "core/base/error.hpp"

namespace kith::plugins {

/// The status of the boundary for a code, and back. A status that this side does not know is Plugin.
[[nodiscard]] kith_status toStatus(base::ErrorCode code) noexcept;
[[nodiscard]] base::ErrorCode toErrorCode(kith_status status) noexcept;

}  // namespace kith::plugins
