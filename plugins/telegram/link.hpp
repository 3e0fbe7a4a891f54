// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include <kith/sdk.hpp>

#include "config.hpp"

namespace kith::telegram {

/// An identifier that a person may be joined with by opening a signed link.
struct Link {
    std::int64_t id = 0;
    std::string bot;
    std::string type;
    std::string value;
    std::int64_t expiresAtMs = 0;
    // Hashes: of the call that made it, whose repetition makes no other, and of what that call asked for.
    std::string once = {};
    std::string request = {};
};

/// The link that `{"bot", "identifier", "expires_in_days"}` asks for, with a new id. Throws
/// kith::sdk::Failure.
[[nodiscard]] Link readLink(const kith::sdk::Request& request, const kith::sdk::Host& host,
                            const Config& config);

}  // namespace kith::telegram
