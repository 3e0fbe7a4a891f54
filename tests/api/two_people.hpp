// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/api/api_server.hpp"

namespace kith::test {

/// Two people with a nickname each, of whom the first is older.
struct Two {
    explicit Two(ApiServer& server) : api(server) {
        first = person("email", fresh("a") + "@example.com");
        second = person("phone", phoneOf());
        first["fields"] = {{"nickname", "Ann"}};
        first["observed_at"] = "2026-01-01T00:00:00Z";
        second["fields"] = {{"nickname", "Anna"}};
        second["observed_at"] = "2026-01-02T00:00:00Z";
        firstId = api.observe(first)["profile_id"];
        secondId = api.observe(second)["profile_id"];
    }

    static std::string phoneOf() {
        static int number = 0;
        return "+3805011" + std::to_string(10'000 + ++number);
    }
    [[nodiscard]] Json body() const { return {{"profiles", {{{"ref", refOf(first)}}, {{"ref", secondId}}}}}; }
    Json both() {
        auto both = person("email", first["identifiers"][0]["value"]);
        both["identifiers"].push_back(second["identifiers"][0]);
        both["observed_at"] = "2026-01-03T00:00:00Z";
        return both;
    }

    ApiServer& api;
    Json first, second;
    std::string firstId, secondId;
};

/// The items of each page; the path has a query.
[[nodiscard]] inline std::vector<Json> pagesOf(ApiServer& api, const std::string& path) {
    std::vector<Json> pages;
    std::string cursor;
    do {
        const auto page = api.get(path + cursor).body;
        pages.push_back(page["items"]);
        REQUIRE(pages.size() < 100);
        cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    return pages;
}

/// What pages of one item each hold, by id.
[[nodiscard]] inline std::vector<std::string> idsByPages(ApiServer& api, const std::string& path) {
    std::vector<std::string> ids;
    for (const auto& page : pagesOf(api, path)) {
        REQUIRE(page.size() == 1);
        ids.push_back(page[0]["id"]);
    }
    return ids;
}

/// The conflict between them, if there is one that the query asks for.
[[nodiscard]] inline Json conflictOf(ApiServer& api, const Two& two, const std::string& query = "") {
    for (const auto& page : pagesOf(api, "/v1/conflicts?limit=500" + query)) {
        for (const auto& each : page) {
            const auto& profiles = each["profiles"];
            if (std::find(profiles.begin(), profiles.end(), two.firstId) != profiles.end()) return each;
        }
    }
    return nullptr;
}

/// Two people that an observation would join if they were not customers of their own.
struct Customers : Two {
    explicit Customers(ApiServer& server, const std::string& joinedAt = "2026-01-03T00:00:00Z")
        : Two(server) {
        for (auto* each : {&first, &second}) {
            auto known = *each;
            known["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("c")}});
            api.observe(known);
        }
        auto joining = both();
        joining["id"] = fresh("joining");
        joining["observed_at"] = joinedAt;
        refused = api.observe(joining)["refused"];
    }
    Json refused;
};

/// Takes away by what they are customers of their own.
inline void letMerge(ApiServer& api, const Two& two) {
    for (const auto& id : {two.firstId, two.secondId}) {
        const auto profile = api.profile(id);
        for (const auto& each : profile["identifiers"]) {
            if (each["type"] != "external_id") continue;
            const auto value = each["value"].get<std::string>();
            CHECK(api.call({.method = "DELETE",
                            .path = "/v1/profiles/" + id + "/identifiers/external_id/" + value,
                            .key = api.write})
                      .status == 204);
        }
    }
}

}  // namespace kith::test
