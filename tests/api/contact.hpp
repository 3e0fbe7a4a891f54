// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/api/suppressing.hpp"

namespace kith::test {

/// The source of what the staff decide by the key of these tests.
inline const Json kStaff{{"type", "console"}, {"name", "test write"}};
inline constexpr const char* kAt = "2026-01-01T00:00:00.000Z";
/// A proof.
inline constexpr const char* kLetter = "Letter of 20 November,\narchive no. 4711";

/// Somebody with an address, whose states are set and lifted by hand.
struct Contact {
    explicit Contact(ApiServer& server) : api(server), email(freshEmail()) {
        id = api.observe(person("email", email))["profile_id"];
    }

    [[nodiscard]] std::string path(const std::string& state = {}) const {
        return "/v1/profiles/" + id + "/endpoints/email/" + email + "/states" +
               (state.empty() ? "" : '/' + state);
    }
    [[nodiscard]] ApiAnswer set(const Json& body, const HeaderList& headers = {}) const {
        return api.call(
            {.method = "POST", .path = path(), .key = api.write, .body = body.dump(), .headers = headers});
    }
    /// Set of long ago.
    void had(const std::string& state) const {
        REQUIRE(set({{"state", state}, {"reason", "set_up"}, {"at", kAt}}).status == 200);
    }
    [[nodiscard]] ApiAnswer lift(const std::string& state, const Json& body,
                                 const HeaderList& headers = {}) const {
        return api.call({.method = "DELETE",
                         .path = path(state),
                         .key = api.write,
                         .body = body.dump(),
                         .headers = headers});
    }
    [[nodiscard]] Json profile() const { return api.profile(id); }
    [[nodiscard]] Json endpoint() const { return profile()["identifiers"][0]["endpoint"]; }
    [[nodiscard]] Json shown(const std::string& state) const {
        const auto states = endpoint()["states"];
        for (const auto& each : states)
            if (each["state"] == state) return each;
        return nullptr;
    }

    ApiServer& api;
    std::string email;
    std::string id;
};

/// Whether a problem says so.
inline bool says(const ApiAnswer& answer, const std::string& words) {
    return answer.body["detail"].get<std::string>().find(words) != std::string::npos;
}

}  // namespace kith::test
