// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

namespace kith::test {

inline std::string exportPath(const std::string& ref) {
    return "/v1/profiles/" + ref + "/export";
}

inline Json exported(ApiServer& api, const std::string& ref) {
    const auto answer = api.call({.path = exportPath(ref), .key = api.admin});
    INFO(answer.text.substr(0, 2'000));
    REQUIRE(answer.status == 200);
    return answer.body;
}

/// The members `name` of rows, sorted.
inline std::vector<std::string> all(const Json& rows, const std::string& name) {
    std::vector<std::string> found;
    for (const auto& row : rows) {
        const auto& value = row.at(Json::json_pointer(name));
        found.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace kith::test
