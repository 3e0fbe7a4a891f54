// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.hpp"

#include <cstdint>

namespace kith::base {
namespace {

std::uint8_t byteAt(std::string_view text, std::size_t at) noexcept {
    return static_cast<std::uint8_t>(text[at]);
}

bool isContinuation(std::string_view text, std::size_t at) noexcept {
    return at < text.size() && (byteAt(text, at) & 0xC0U) == 0x80U;
}

}  // namespace

std::size_t codePointSize(std::string_view text) noexcept {
    if (text.empty()) return 0;
    const auto lead = byteAt(text, 0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (std::size_t i = 1; i < size; ++i) {
        if (!isContinuation(text, i)) return 0;
    }
    const auto second = byteAt(text, 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool tooHigh = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || tooHigh ? 0 : size;
}

std::size_t codePointCount(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) count += isContinuation(text, at) ? 0 : 1;
    return count;
}

bool isUtf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto size = codePointSize(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

bool isText(std::string_view text) noexcept {
    return text.find('\0') == std::string_view::npos && isUtf8(text);
}

}  // namespace kith::base
