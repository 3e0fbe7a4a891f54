// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/process/kith_server.hpp"

namespace kith::test {

/// What the API shows of one person: the profile, and the whole timeline.
struct ShownPerson {
    nlohmann::json profile;
    std::vector<nlohmann::json> activities;
};

/// Everybody, anonymous people too, the earliest first.
[[nodiscard]] std::vector<ShownPerson> everybody(const KithServer& server, const std::string& key);

/// All items of a list, page by page.
[[nodiscard]] std::vector<nlohmann::json> allItems(ApiClient& client, const std::string& path);

}  // namespace kith::test
