// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/commands.h>
#include <kith/plugin.h>

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace kith::plugins {

/// The extension by which plugins send commands.
inline constexpr std::string_view kCommands = KITH_COMMANDS;

/// The size of a struct in the first minor version that had it: what every plugin's struct has at least.
template <class Struct>
inline constexpr std::size_t kFirstSize = sizeof(Struct);
template <>
inline constexpr std::size_t kFirstSize<kith_channel_functions> = offsetof(kith_channel_functions, annotate);

/// A size-prefixed struct of the other side as this side knows it: what theirs does not have is zero, what
/// only theirs has is left out. Nothing if there is none or it is shorter than the first version.
template <class Struct>
[[nodiscard]] std::optional<Struct> readStruct(const Struct* theirs) noexcept {
    if (theirs == nullptr || theirs->struct_size < kFirstSize<Struct>) return std::nullopt;
    Struct ours{};
    std::memcpy(&ours, theirs, theirs->struct_size < sizeof(Struct) ? theirs->struct_size : sizeof(Struct));
    ours.struct_size = sizeof(Struct);
    return ours;
}

/// The element at `index` of an array of size-prefixed structs of the other side.
template <class Struct>
[[nodiscard]] const Struct* elementAt(const Struct* first, std::size_t index) noexcept {
    return reinterpret_cast<const Struct*>(reinterpret_cast<const std::byte*>(first) +
                                           index * first->struct_size);
}

[[nodiscard]] constexpr kith_str raw(std::string_view text) noexcept {
    return {text.data(), text.size()};
}
[[nodiscard]] constexpr std::string_view view(kith_str text) noexcept {
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

}  // namespace kith::plugins
