// SPDX-License-Identifier: Apache-2.0
#include "config.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <kith/sdk.hpp>

namespace kith::telegram {

const Bot* Config::find(std::string_view name) const noexcept {
    const auto at = std::find_if(bots.begin(), bots.end(), [&](const Bot& bot) { return bot.name == name; });
    return at == bots.end() ? nullptr : &*at;
}

Config readConfig(std::string_view options) {
    const auto json = nlohmann::json::parse(options);
    Config config;
    for (const auto& item : json.value("bots", nlohmann::json::array())) {
        Bot bot{item.at("name"), item.value("username", ""), item.at("secret_token")};
        if (config.find(bot.name) != nullptr) {
            throw kith::sdk::Failure(kith::sdk::Status::Configuration,
                                     {{"/bots/" + std::to_string(config.bots.size()) + "/name", "duplicate",
                                       "Two bots have the name " + bot.name + "."}});
        }
        config.bots.push_back(std::move(bot));
    }
    std::ranges::sort(config.bots, {}, &Bot::name);
    return config;
}

}  // namespace kith::telegram
