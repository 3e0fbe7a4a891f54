// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kith::http {

/// The value of a hexadecimal digit, -1 if it is none.
[[nodiscard]] constexpr int hexDigit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace kith::http
