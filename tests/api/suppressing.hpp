// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/api/life_cycle.hpp"

namespace kith::test {

/// An item of an import.
inline Json suppression(const std::string& email, const std::string& state,
                        const std::string& reason = "import_test") {
    return {{"type", "email"},
            {"value", email},
            {"state", state},
            {"reason", reason},
            {"at", "2026-01-01T00:00:00Z"}};
}

inline std::string freshEmail() {
    return fresh("s") + "@example.com";
}

/// What stands for an address.
inline Json standing(ApiServer& api, const std::string& email) {
    const auto answer = api.get("/v1/suppressions?address=email:" + email);
    REQUIRE(answer.status == 200);
    return answer.body["items"];
}

/// What was lifted of an address.
inline Json lifted(ApiServer& api, const std::string& email) {
    const auto answer = api.get("/v1/suppressions?lifted=true&address=email:" + email);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body["items"];
}

inline ApiAnswer lift(ApiServer& api, const std::string& id, const Json& body) {
    return api.call(
        {.method = "DELETE", .path = "/v1/suppressions/" + id, .key = api.write, .body = body.dump()});
}

/// Ends a person for good, rows and all.
inline void erase(ApiServer& api, const std::string& email) {
    const auto erased = api.post("/v1/profiles/email:" + email + "/erase", Json::object());
    REQUIRE(erased.status == 202);
    receiptOf(api, erased.body["profile_id"]);
}

inline Json endpointOf(ApiServer& api, const std::string& email) {
    return api.profile("email:" + email)["identifiers"][0]["endpoint"];
}

}  // namespace kith::test
