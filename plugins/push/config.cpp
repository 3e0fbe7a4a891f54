// SPDX-License-Identifier: Apache-2.0
#include "config.hpp"

#include <nlohmann/json.hpp>

namespace kith::push {

Config readConfig(std::string_view options) {
    return {nlohmann::json::parse(options).at("dead_token_errors").get<std::set<std::string>>()};
}

}  // namespace kith::push
