// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/id.hpp"

namespace kith::plugins {

/// The key under which a plugin's own observations are known, by its id: below zero, where no key of the API
/// is.
[[nodiscard]] base::KeyId keyOfPlugin(std::string_view plugin) noexcept;

}  // namespace kith::plugins
