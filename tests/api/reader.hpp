// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "tests/api/links.hpp"

namespace kith::test {

/// Of a preferences page in English.
inline const std::string kTitle = "Your subscriptions";
/// Both categories of tests/api/kith.yaml; `offers` is subscribed by default.
inline const std::string kShown = "shown=news&shown=offers";

inline bool isTicked(const ApiAnswer& page, const std::string& category) {
    return shows(page, "name=\"category\" value=\"" + category + "\" checked>");
}

/// Somebody with an address, who is subscribed to the news.
struct Reader {
    explicit Reader(ApiServer& server) : api(server) {
        auto seen = somebody();
        seen["identifiers"].push_back(email);
        seen["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
        id = api.observe(seen)["profile_id"];
        external = seen["identifiers"][0];
    }

    std::string link(const Json& body = Json::object()) {
        auto wanted = body;
        wanted["identifier"] = email;
        const auto made = api.post("/v1/profiles/" + id + "/preferences-token", wanted);
        INFO(made.text);
        REQUIRE(made.status == 200);
        return "/preferences/" + made.body["token"].get<std::string>();
    }
    [[nodiscard]] Json profile() const { return api.profile(id); }
    [[nodiscard]] std::string state(const std::string& category) const {
        return subscriptionState(profile(), category);
    }
    [[nodiscard]] Json endpoint() const { return endpointOf(profile(), email); }

    ApiServer& api;
    Json email = someEmail();
    Json external;
    std::string id;
};

}  // namespace kith::test
