// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace kith::sdk {

/// Whether a control character (C0, DEL, C1) but those `allowed` stands in well-formed UTF-8. The server
/// takes none in names: what a plugin keeps to observe later, it refuses when it is given.
[[nodiscard]] constexpr bool hasControl(std::string_view text, std::string_view allowed = {}) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if ((byte < 0x20 || byte == 0x7F) && allowed.find(text[at]) == std::string_view::npos) return true;
        if (byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0)
            return true;
    }
    return false;
}

}  // namespace kith::sdk
