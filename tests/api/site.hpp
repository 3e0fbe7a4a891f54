// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>

#include "tests/api/api_server.hpp"
#include "tests/support/jwt.hpp"

namespace kith::test {

inline const Json kAccepted{{"result", "accepted"}};

/// A site with a public key and the secret that its backend has.
struct Site {
    explicit Site(ApiServer& api) : server(api) {
        const auto made =
            api.call({.method = "POST",
                      .path = "/v1/keys",
                      .key = api.admin,
                      .body = Json{{"name", fresh("site")}, {"right", "public"}, {"origins", {"*"}}}.dump()});
        REQUIRE(made.status == 201);
        key = made.body["key"];
        secret = made.body["identity_secret"];
        id = made.body["id"];
    }

    /// What somebody's browser sends.
    ApiAnswer say(const Json& body, const std::string& token = "") {
        Call call{.method = "POST", .path = "/v1/observations", .key = key, .body = body.dump()};
        if (!token.empty()) call.headers = {{"Kith-Identity", token}};
        return server.call(call);
    }
    [[nodiscard]] std::string token(const std::string& subject) const { return tokenFor(subject, secret); }

    ApiServer& server;
    std::string key;
    std::string secret;
    std::string id;
};

inline Json cookie() {
    return {{"type", "cookie"}, {"value", fresh("cookie-0123456789abcdefghij-")}};
}

inline Json of(const Json& identifier) {
    return {{"identifiers", {identifier}}};
}

/// The role under which a profile lists an identifier; empty if it does not.
inline std::string roleOf(const Json& profile, const Json& identifier) {
    for (const auto& each : profile["identifiers"]) {
        if (each["type"] == identifier["type"] && each["value"] == identifier["value"]) return each["role"];
    }
    return "";
}

inline Json someEmail() {
    return {{"type", "email"}, {"value", fresh("v") + "@example.com"}};
}

/// A number that no other case uses.
inline Json somePhone() {
    const auto name = fresh("");
    return {{"type", "phone"},
            {"value", "+38050" + std::string(7 - std::min<std::size_t>(name.size(), 7), '0') + name}};
}

inline std::string subjectOf(const Json& identifier) {
    return identifier["type"].get<std::string>() + ':' + identifier["value"].get<std::string>();
}

}  // namespace kith::test
