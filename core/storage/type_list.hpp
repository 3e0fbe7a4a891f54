// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

namespace kith::storage {

/// `,email,phone,`: whether a type is one of them is told by what `replace` finds in it. Empty without types.
[[nodiscard]] inline std::string typeList(std::span<const std::string> types) {
    std::string list;
    for (const auto& type : types) list += (list.empty() ? "," : "") + type + ",";
    return list;
}

}  // namespace kith::storage
