// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::storage {

/// `,email,phone,`: whether a type is one of them is told by what `replace` finds in it. Empty without types.
[[nodiscard]] inline std::string typeList(std::span<const std::string> types) {
    std::string list;
    for (const auto& type : types) list += (list.empty() ? "," : "") + type + ",";
    return list;
}

/// Sorts identifiers `i` of the types in the list `addresses` of the rows given before others. Stands for
/// `{addresses first}`.
inline constexpr std::string_view kAddressesFirst =
    "CASE WHEN replace({row addresses}, ',' || i.type || ',', '') <> {row addresses} THEN 0 ELSE 1 END";

}  // namespace kith::storage
