// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace guestbook {

struct Config {
    std::size_t maxLength;  ///< Bytes of an entry.
};

/// Reads options that passed the schema in options.json, so every member is there.
[[nodiscard]] Config readConfig(std::string_view options);

}  // namespace guestbook
