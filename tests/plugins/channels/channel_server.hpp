// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/api/api_server.hpp"

namespace kith::test {

/// The whole timeline of a person, as one page.
inline Json timeline(ApiServer& api, const std::string& ref, const std::string& query = "") {
    const auto answer = api.get("/v1/profiles/" + ref + "/activity" + query);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body["items"];
}

/// The identifier of a profile with that type and value; it has to be listed.
inline Json identifierOf(const Json& profile, const std::string& type, const std::string& value) {
    for (const auto& each : profile.at("identifiers")) {
        if (each["type"] == type && each["value"] == value) return each;
    }
    FAIL("the profile does not list " << type << ':' << value << ": " << profile.dump());
    return {};
}

/// The entry of that state in an endpoint's ledger; null if there is none.
inline Json stateOf(const Json& identifier, const std::string& state) {
    for (const auto& each : identifier.at("endpoint").at("states")) {
        if (each["state"] == state) return each;
    }
    return nullptr;
}

/// One page of a list.
inline Json pageOf(ApiServer& api, const std::string& path, const std::string& query = "") {
    const auto answer = api.get(path + query);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body;
}

/// The member `name` of every item of a list, read in pages of `limit`, which are full but for the last.
inline std::vector<std::string> namesOnPages(ApiServer& api, const std::string& path, const std::string& name,
                                             std::size_t limit) {
    std::vector<std::string> names;
    const auto query = "?limit=" + std::to_string(limit);
    auto page = pageOf(api, path, query);
    for (;;) {
        for (const auto& each : page["items"]) names.push_back(each[name]);
        if (page["next_cursor"].is_null()) return names;
        REQUIRE(page["items"].size() == limit);
        page = pageOf(api, path, query + "&cursor=" + page["next_cursor"].get<std::string>());
    }
}

/// A wrong limit or cursor is refused as the API refuses it.
inline void refusesWrongPages(ApiServer& api, const std::string& path) {
    for (const auto* limit : {"0", "501", "-1", "2x", "", "99999999999999999999"}) {
        const auto answer = api.get(path + "?limit=" + limit);
        CHECK(answer.status == 400);
        CHECK(answer.errors() == std::vector<std::string>{"?limit invalid_value"});
    }
    for (const auto& cursor : {std::string("x"), std::string(), std::string(1'000, 'A')}) {
        const auto answer = api.get(path + "?cursor=" + cursor);
        CHECK(answer.status == 400);
        CHECK(answer.errors() == std::vector<std::string>{"?cursor invalid_cursor"});
    }
}

/// The only change of an endpoint's state that the profile tells.
inline Json stateChangeOf(ApiServer& api, const std::string& ref) {
    const auto page = pageOf(api, "/v1/profiles/" + ref + "/changes");
    auto found = Json::array();
    for (const auto& each : page["items"]) {
        if (each["kind"] == "endpoint") found.push_back(each);
    }
    INFO(found.dump());
    REQUIRE(found.size() == 1);
    return found[0];
}

/// `status` and `event` of activities, sorted: what happened, whatever the order.
inline std::vector<std::string> happenings(const Json& activities) {
    std::vector<std::string> found;
    for (const auto& each : activities) {
        found.push_back(each["event"].is_string() ? each["event"].get<std::string>()
                                                  : each["status"].get<std::string>());
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// Sends every call at the same time, each on a connection of its own; the statuses of the answers.
inline std::vector<int> sendAtOnce(const ApiServer& api, const std::vector<Call>& calls) {
    std::vector<int> statuses(calls.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        threads.emplace_back([&, i] {
            // An exception here would end the program; a status of 0 fails the test.
            try {
                statuses[i] = api.connect().call(ApiServer::bytesOf(calls[i])).status;
            } catch (const std::exception&) {
                statuses[i] = 0;
            }
        });
    }
    threads.clear();
    return statuses;
}

/// A genuine notification of Amazon SES.
inline std::string sesFile(const std::string& name) {
    std::ifstream file(std::string(KITH_FIXTURES) + "/ses/" + name, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace kith::test
