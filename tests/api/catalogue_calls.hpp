// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/api/api_server.hpp"

namespace kith::test {

/// Calls by an administrator.
inline ApiAnswer administer(ApiServer& api, const std::string& method, const std::string& path,
                            const Json& body = nullptr,
                            std::vector<std::pair<std::string, std::string>> headers = {}) {
    return api.call({.method = method,
                     .path = path,
                     .key = api.admin,
                     .body = body.is_null() ? "" : body.dump(),
                     .type = body.is_null() ? "" : "application/json",
                     .headers = std::move(headers)});
}

/// Makes one that has to be made, in `/v1/<list>`.
inline Json makeEntry(ApiServer& api, const std::string& list, const Json& members) {
    const auto answer = administer(api, "POST", "/v1/" + list, members);
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    CHECK(answer.header("Location") == "/v1/" + list + '/' + members["key"].get<std::string>());
    return answer.body;
}

/// Somebody with one field.
inline Json withField(const std::string& key, const Json& value) {
    auto someone = somebody();
    someone["fields"] = {{key, value}};
    return someone;
}

}  // namespace kith::test
