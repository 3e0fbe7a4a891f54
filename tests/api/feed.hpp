// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "tests/api/api_server.hpp"

namespace kith::test {

inline std::string endOf(ApiServer& api) {
    return api.get("/v1/events?after=latest").body["next_after"];
}

/// Where the feed stands once everything that was written up to now is in it: what is committed is numbered a
/// little later, at the latest together with what is committed after it.
inline std::string latest(ApiServer& api) {
    const auto before = endOf(api);
    const std::string marker = api.observe(somebody())["profile_id"];
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (true) {
        const auto page = api.get("/v1/events?limit=500&after=" + before);
        const auto& items = page.body["items"];
        if (std::ranges::any_of(items, [&](const Json& event) { return event["profile_id"] == marker; }))
            return endOf(api);
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::yield();
    }
}

}  // namespace kith::test
