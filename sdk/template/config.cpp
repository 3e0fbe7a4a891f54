// SPDX-License-Identifier: Apache-2.0
#include "config.hpp"

#include <nlohmann/json.hpp>

namespace guestbook {

Config readConfig(std::string_view options) {
    return {nlohmann::json::parse(options).at("max_length").get<std::size_t>()};
}

}  // namespace guestbook
