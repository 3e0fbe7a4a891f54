// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/plugins/channels/channel_server.hpp"

namespace kith::test {

inline const Json kAccepted{{"result", "accepted"}};

inline std::string definitionPath(const std::string& id) {
    return "/channels/widget/definitions/" + id;
}

/// Makes a widget, or changes the one with that id; its id.
inline std::string define(ApiServer& api, Json more = Json::object(), std::string id = fresh("widget-")) {
    Json body{{"name", "Promo"}};
    body.update(more);
    const auto answer =
        api.call({.method = "PUT", .path = definitionPath(id), .key = api.write, .body = body.dump()});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return id;
}

/// A browser on the site: a cookie of its own, and what the script tells.
class Visitor {
public:
    explicit Visitor(ApiServer& api, std::string agent = "Chromium")
        : api_(api), cookie_(fresh("visitor-0123456789abcdef-")), agent_(std::move(agent)) {}

    [[nodiscard]] const std::string& cookie() const { return cookie_; }
    [[nodiscard]] std::string ref() const { return "cookie:" + cookie_; }
    [[nodiscard]] static std::string newDisplay() { return fresh("display-0123456789abcdef-"); }
    [[nodiscard]] Json beacon(const Json& events) const {
        return {{"cookie", cookie_}, {"session", "session-" + cookie_}, {"events", events}};
    }

    [[nodiscard]] Json tellsAll(const Json& events) const {
        const auto answer = api_.call({.method = "POST",
                                       .path = "/channels/widget/events",
                                       .key = api_.open,
                                       .body = beacon(events).dump(),
                                       .type = "text/plain",
                                       .headers = {{"User-Agent", agent_}}});
        INFO(answer.text);
        REQUIRE(answer.status == 200);
        return answer.body["results"];
    }
    [[nodiscard]] Json tells(Json event) const {
        event["url"] = "https://shop.example/sale";
        return tellsAll(Json::array({std::move(event)}))[0];
    }

    /// One display so long ago, accepted; its id.
    std::string shows(const std::string& widget, const Json& frequency, std::int64_t ageMs = 0,
                      const std::string& display = newDisplay()) const {
        CHECK(tells({{"type", "shown"},
                     {"widget", widget},
                     {"display", display},
                     {"age_ms", ageMs},
                     {"frequency", frequency}}) == kAccepted);
        return display;
    }

private:
    ApiServer& api_;
    std::string cookie_;
    std::string agent_;
};

}  // namespace kith::test
