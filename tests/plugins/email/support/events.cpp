// SPDX-License-Identifier: Apache-2.0
#include "events.hpp"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "plugins/email/address.hpp"

namespace kith::test {

std::string sesFixture(const std::string& name) {
    std::ifstream file(std::string(KITH_FIXTURES) + "/ses/" + name, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

nlohmann::json observationOf(const email::Event& event) {
    const auto address = email::AddressNormalizer({}).normalize(event.recipient);
    const auto* value = std::get_if<std::string>(&address);
    REQUIRE(value != nullptr);
    const auto hash = [](std::string_view text) { return "h(" + std::string(text) + ")"; };
    return nlohmann::json::parse(email::write(event, *value, hash).json);
}

}  // namespace kith::test
