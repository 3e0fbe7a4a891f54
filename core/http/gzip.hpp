// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "core/http/wire_fault.hpp"

namespace kith::http {

/// Inflates a whole gzip body (RFC 1952, one member or several) to at most `limit` bytes; a larger or a
/// broken one is a fault. Never holds more than the limit, whatever the body promises.
[[nodiscard]] std::variant<std::string, WireFault> gunzip(std::string_view body, std::size_t limit);

}  // namespace kith::http
