// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/api/api_server.hpp"

namespace kith::test {

/// Two people, then the observation that makes them one.
struct Merged {
    explicit Merged(ApiServer& api) {
        auto one = person("external_id", fresh("m"));
        auto two = person("email", fresh("m") + "@example.com");
        one["fields"] = {{"nickname", "Ann"}};
        one["observed_at"] = "2026-01-01T00:00:00Z";
        two["fields"] = {{"nickname", "Bea"}};
        two["observed_at"] = "2026-01-02T00:00:00Z";
        survivor = api.observe(one)["profile_id"];
        absorbed = api.observe(two)["profile_id"];
        auto both = one;
        both.erase("fields");
        both["id"] = fresh("joins");
        both["observed_at"] = "2026-01-03T00:00:00Z";
        both["source"] = {{"type", "order"}, {"name", "till"}};
        both["identifiers"].push_back(two["identifiers"][0]);
        api.observe(both);
        joining = both;
        ref = refOf(one);
    }
    std::string survivor, absorbed, ref;
    Json joining;
};

}  // namespace kith::test
