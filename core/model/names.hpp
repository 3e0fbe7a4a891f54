// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kith::model {

/// The names of an enumeration whose enumerators count up from `First`.
template <class Enum, std::size_t Count, int First = 0>
struct Names {
    std::array<std::string_view, Count> names;

    [[nodiscard]] constexpr std::string_view of(Enum value) const noexcept {
        const int at = static_cast<int>(value) - First;
        return at >= 0 && static_cast<std::size_t>(at) < Count ? names[static_cast<std::size_t>(at)]
                                                               : std::string_view{};
    }
    [[nodiscard]] constexpr std::optional<Enum> find(std::string_view name) const noexcept {
        for (std::size_t i = 0; i < Count; ++i) {
            if (names[i] == name) return static_cast<Enum>(static_cast<int>(i) + First);
        }
        return std::nullopt;
    }
};

/// What a caller reads who gave none of them.
[[nodiscard]] inline std::string mustBeOneOf(std::span<const std::string_view> names) {
    std::string text;
    for (const auto name : names) text.append(text.empty() ? "must be one of: " : ", ").append(name);
    return text;
}

}  // namespace kith::model
