// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith::identity {

/// What follows the country code of a telephone number in E.164, without zeros in front: what a number keeps
/// that was read as one of another country, or with the zero that is dialled within its own. Nothing for a
/// text that is no such number, or that is left with fewer than 8 digits, which many countries have.
[[nodiscard]] std::optional<std::string> nationalNumber(std::string_view e164);

}  // namespace kith::identity
