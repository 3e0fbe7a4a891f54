// SPDX-License-Identifier: Apache-2.0
// An update of a bot, as whoever knows its secret may post it.
#include <nlohmann/json.hpp>

#include <kith/sdk.hpp>

#include "plugins/telegram/channel.hpp"
#include "plugins/telegram/update.hpp"
#include "tests/fuzz/fuzz.hpp"

using kith::test::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kith::telegram::Bot bot{"shop", "shop_bot", "0123456789abcdef"};
    try {
        const auto raw = kith::telegram::parseUpdate(kith::test::textOf(data, size));
        const auto update = kith::telegram::readUpdate(raw);
        if (!update) return 0;
        require(update->chat > 0);
        const auto observation = kith::telegram::observationOf(*update, bot, std::nullopt);
        require(observation["id"].get<std::string>().size() <= 200);
        require(!observation["activities"].empty());
        (void)observation.dump();
    } catch (const kith::sdk::Failure& failure) {
        require(failure.status() == kith::sdk::Status::InvalidInput);
    }
    return 0;
}
