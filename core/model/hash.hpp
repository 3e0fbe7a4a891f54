// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/model/stamp.hpp"

namespace kith::model {

using HashKey = std::array<std::uint8_t, 32>;

/// BLAKE2b of `text`, cut to 128 bits by the function itself.
[[nodiscard]] Hash hashOf(std::string_view text);

/// The same under a key: without it, a guess can't be checked against the hash.
[[nodiscard]] Hash keyedHashOf(const HashKey& key, std::string_view text);

/// Lower-case hexadecimal.
[[nodiscard]] std::string hexOf(std::span<const std::uint8_t> bytes);

}  // namespace kith::model
