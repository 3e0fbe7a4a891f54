// SPDX-License-Identifier: Apache-2.0
#include "config.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <kith/sdk/failure.hpp>
#include <nlohmann/json.hpp>

namespace kith::phone {

Config readConfig(std::string_view options) {
    Config config{nlohmann::json::parse(options).at("default_region").get<std::string>()};
    const auto& util = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
    if (!config.defaultRegion.empty() && util.GetCountryCodeForRegion(config.defaultRegion) == 0) {
        throw sdk::Failure(
            sdk::Status::Configuration,
            {{"/default_region", "unknown_region", "There is no country of this code with telephones."}});
    }
    return config;
}

}  // namespace kith::phone
