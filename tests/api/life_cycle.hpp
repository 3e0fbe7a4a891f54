// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

namespace kith::test {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// Somebody with an address that is blacklisted, an external id, a name and an activity.
struct Ann {
    explicit Ann(ApiServer& server) : api(server), email(fresh("ann") + "@example.com") {
        observation = person("email", email);
        observation["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
        observation["fields"] = {{"first_name", "Ann"}};
        observation["endpoints"] = {{{"type", "email"},
                                     {"value", email},
                                     {"state", "blacklisted"},
                                     {"reason", "inactive_address"},
                                     {"at", "2026-01-01T00:00:00Z"}}};
        observation["activities"] = {{{"id", fresh("m")},
                                      {"channel", "email"},
                                      {"status", "delivered"},
                                      {"at", "2026-01-01T00:00:00Z"}}};
        observation["observed_at"] = "2026-01-02T00:00:00Z";
        id = api.observe(observation)["profile_id"];
    }

    [[nodiscard]] std::string path(const std::string& rest = "") const { return "/v1/profiles/" + id + rest; }
    [[nodiscard]] std::string ref() const { return "email:" + email; }
    /// A later sighting of the address alone.
    [[nodiscard]] Json again() const { return person("email", email); }
    /// The id of a profile that she absorbs.
    [[nodiscard]] std::string becomesOneWithAnother() const {
        const auto other = person("email", fresh("other") + "@example.com");
        auto otherId = api.observe(other)["profile_id"].get<std::string>();
        auto both = again();
        both["identifiers"].push_back(other["identifiers"][0]);
        REQUIRE(api.observe(both)["absorbed"] == Json::array({otherId}));
        return otherId;
    }

    ApiServer& api;
    std::string email;
    Json observation;
    std::string id;
};

inline ApiAnswer remove(ApiServer& api, const std::string& path, const HeaderList& headers = {}) {
    return api.call({.method = "DELETE", .path = path, .key = api.write, .type = "", .headers = headers});
}

inline ApiAnswer restore(ApiServer& api, const std::string& path, const HeaderList& headers = {}) {
    return api.call(
        {.method = "POST", .path = path + "/restore", .key = api.write, .type = "", .headers = headers});
}

/// The receipt of an erasure once it is final.
inline Json receiptOf(ApiServer& api, const std::string& id) {
    for (int tries = 0; tries < 600; ++tries) {
        const auto receipt = api.get("/v1/erasures/" + id);
        REQUIRE(receipt.status == 200);
        if (!receipt.body["finished_at"].is_null()) return receipt.body;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    FAIL("the erasure does not end");
    return {};
}

inline std::string stateOf(const Json& profile, const std::string& type = "email") {
    for (const auto& each : profile["identifiers"])
        if (each["type"] == type) return each["endpoint"]["state"];
    return "";
}

}  // namespace kith::test
