// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/api/api_server.hpp"

namespace kith::test {

inline std::string profileOf(ApiServer& api, const Json& observation) {
    return api.observe(observation)["profile_id"];
}

inline std::string withEmail(ApiServer& api, const std::string& address) {
    return profileOf(api, person("email", address));
}

/// Two addresses of one mailbox, each of somebody else.
struct TwoMailboxes {
    explicit TwoMailboxes(ApiServer& server) : api(server), local(fresh("dup")) {
        firstEmail = local + ".x@gmail.com";
        secondEmail = local + "x+shop@googlemail.com";
        firstId = withEmail(api, firstEmail);
        secondId = withEmail(api, secondEmail);
    }
    ApiServer& api;
    std::string local, firstEmail, secondEmail, firstId, secondId;
};

/// Those of one profile; `more` goes on the query.
inline Json candidatesOf(ApiServer& api, const std::string& ref, const std::string& more = "") {
    return api.get("/v1/duplicates?profile=" + ref + more).body["items"];
}

inline std::vector<std::string> profilesIn(const Json& candidate) {
    std::vector<std::string> ids;
    for (const auto& profile : candidate["profiles"]) ids.push_back(profile["id"]);
    return ids;
}

/// Those with whom the profile makes candidates, in their order.
inline std::vector<std::string> othersOf(ApiServer& api, const std::string& id) {
    std::vector<std::string> others;
    for (const auto& each : candidatesOf(api, id)) {
        const auto ids = profilesIn(each);
        REQUIRE(std::count(ids.begin(), ids.end(), id) == 1);
        others.push_back(ids[0] == id ? ids[1] : ids[0]);
    }
    return others;
}

/// The candidates of the list of all, page by page, that have one of these profiles.
inline Json listed(ApiServer& api, const std::vector<std::string>& profiles, int limit = 500,
                   const std::string& more = "") {
    auto found = Json::array();
    std::string cursor;
    do {
        const auto page = api.get("/v1/duplicates?limit=" + std::to_string(limit) + more + cursor).body;
        CHECK(page["items"].size() <= static_cast<std::size_t>(limit));
        for (const auto& each : page["items"]) {
            const auto ids = profilesIn(each);
            if (std::any_of(ids.begin(), ids.end(), [&](const auto& id) {
                    return std::find(profiles.begin(), profiles.end(), id) != profiles.end();
                }))
                found.push_back(each);
        }
        cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    return found;
}

/// The id of the merge by hand.
inline std::string merged(ApiServer& api, const std::string& survivor, const std::string& other) {
    const auto answer = api.post(
        "/v1/merges", {{"profiles", {{{"ref", survivor}}, {{"ref", other}}}}, {"survivor", survivor}});
    REQUIRE(answer.status == 201);
    return answer.body["id"];
}

/// The prohibition that is left of the merge.
inline std::string undone(ApiServer& api, const std::string& id) {
    const auto answer = api.post("/v1/merges/" + id + "/undo", Json::object());
    REQUIRE(answer.status == 200);
    return answer.body["must_not_link"];
}

}  // namespace kith::test
