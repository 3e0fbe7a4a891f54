// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

namespace kith::fields {

nlohmann::json parseOptions(std::string_view options) {
    return nlohmann::json::parse(options);
}

void refuseOption(std::string pointer, std::string detail) {
    throw sdk::Failure(sdk::Status::Configuration, {{std::move(pointer), "invalid", std::move(detail)}});
}

}  // namespace kith::fields
