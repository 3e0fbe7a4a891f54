// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

namespace kith::fields {

nlohmann::json parseOptions(std::string_view options) {
    return nlohmann::json::parse(options);
}

void refuseOption(std::string pointer, std::string detail) {
    throw sdk::Failure(sdk::Status::Configuration, {{std::move(pointer), "invalid", std::move(detail)}});
}

std::string rangeWords(const nlohmann::json& options) {
    const auto bound = [&](const char* name) {
        const auto found = options.find(name);
        if (found == options.end()) return std::string();
        return found->is_string() ? found->get<std::string>() : found->dump();
    };
    const auto min = bound("min");
    const auto max = bound("max");
    if (max.empty()) return "Must be at least " + min + '.';
    if (min.empty()) return "Must be at most " + max + '.';
    return "Must be from " + min + " to " + max + '.';
}

}  // namespace kith::fields
