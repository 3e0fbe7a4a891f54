// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/api/api_server.hpp"

namespace kith::test {

using Ids = std::vector<std::string>;

inline Ids idsOf(const Json& page) {
    Ids ids;
    for (const auto& item : page["items"]) ids.push_back(item["id"]);
    return ids;
}

inline Ids sorted(Ids ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// A server with six people: Ann (email, subscribed), Bea (phone, unsubscribed), Cid (email, blacklisted),
/// Dan (only claimed), Eve (a cookie, reached by nothing) and Fay (a push token).
struct Town {
    explicit Town(storage::Engine engine) : api(engine) {
        ann = add(
            R"({"identifiers": [{"type": "email", "value": "ann@example.com"}, {"type": "external_id", "value": "1"}],
            "observed_at": "2026-01-01T00:00:00Z", "source": {"type": "form", "name": "footer"},
            "fields": {"first_name": "Ann", "last_name": "Ångström", "tags": ["vip"]},
            "subscriptions": {"news": "subscribed"}})");
        bea = add(
            R"({"identifiers": [{"type": "phone", "value": "+12025550123"}], "observed_at": "2026-01-02T00:00:00Z",
            "source": {"type": "form", "name": "popup"}, "fields": {"first_name": "Bea", "last_name": "Smith", "tags": ["vip", "new"]},
            "subscriptions": {"news": "unsubscribed", "offers": "unsubscribed"}})");
        cid = add(
            R"({"identifiers": [{"type": "email", "value": "cid@example.com"}], "observed_at": "2026-01-03T00:00:00Z",
            "source": {"type": "import", "name": "2025"}, "fields": {"last_name": "Smithson"},
            "endpoints": [{"type": "email", "value": "cid@example.com", "state": "blacklisted"}]})");
        // Seen now, and so after the others: an old claim that nobody confirmed has expired.
        dan = add(R"({"identifiers": [{"type": "email", "value": "dan@example.com"}], "evidence": "claimed",
            "subscriptions": {"news": {"state": "subscribed", "by": "person"}}})");
        eve = add(R"({"identifiers": [{"type": "cookie", "value": "0123456789abcdefghijkl"}]})");
        fay = add(R"({"identifiers": [{"type": "push_token", "value": "token-of-fay"}]})");
    }

    std::string add(const char* observation) { return api.observe(Json::parse(observation))["profile_id"]; }
    Ids list(const std::string& query) {
        const auto answer = api.get("/v1/profiles?" + query);
        INFO(query << "\n" << answer.text);
        REQUIRE(answer.status == 200);
        return idsOf(answer.body);
    }

    ApiServer api;
    std::string ann, bea, cid, dan, eve, fay;
};

}  // namespace kith::test
