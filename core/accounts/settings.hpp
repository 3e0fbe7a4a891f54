// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

namespace kith::accounts {

/// What a password's hash costs whoever guesses it, and this server.
struct HashSettings {
    std::size_t memory = std::size_t{64} * 1024 * 1024;  ///< Bytes of one.
    std::size_t passes = 2;
    std::size_t atOnce = 1;  ///< More wait for one another, and few of them.
};

struct SessionSettings {
    std::chrono::milliseconds idle = std::chrono::hours{12};
    std::chrono::milliseconds longest = std::chrono::days{30};
    /// How long what another server did to a session may go unnoticed.
    std::chrono::milliseconds cacheFor = std::chrono::seconds{3};
    std::size_t cacheSize = 10'000;
};

/// Of signing in, within a time: so many with one address of an account, and from one client address.
struct AttemptSettings {
    std::size_t perAccount = 10;
    std::size_t perAddress = 50;
    std::chrono::milliseconds window = std::chrono::minutes{15};
};

struct Settings {
    SessionSettings sessions;
    AttemptSettings attempts;
    HashSettings hashes;
};

}  // namespace kith::accounts
