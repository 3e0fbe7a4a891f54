// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "tests/api/site.hpp"

namespace kith::test {

/// What is asked for by a link, without any key: as somebody's browser, or a mail program, does.
inline ApiAnswer openPage(ApiServer& api, const std::string& path, const std::string& language = "en",
                          const std::string& method = "GET") {
    return api.call({.method = method, .path = path, .headers = {{"Accept-Language", language}}});
}

inline ApiAnswer sendForm(ApiServer& api, const std::string& path, const std::string& form = "",
                          const std::string& type = "application/x-www-form-urlencoded") {
    return api.call({.method = "POST", .path = path, .body = form, .type = type});
}

/// A page, and nothing that a browser would send on, keep or run.
inline void checkPage(const ApiAnswer& page, int status, const std::string& heading) {
    INFO(page.text);
    CHECK(page.status == status);
    CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(page.text.find("<h1>" + heading + "</h1>") != std::string::npos);
    CHECK(page.header("Cache-Control") == "no-store");
    CHECK(page.header("Referrer-Policy") == "no-referrer");
    CHECK(page.header("X-Robots-Tag") == "noindex, nofollow");
    CHECK(page.header("Content-Security-Policy").starts_with("default-src 'none'; style-src 'sha256-"));
    CHECK(page.header("Location").empty());
    CHECK(page.text.find("<script") == std::string::npos);
    CHECK(page.text.find("{{") == std::string::npos);
}

inline bool shows(const ApiAnswer& page, const std::string& text) {
    return page.text.find(text) != std::string::npos;
}

/// The digest of its words that a page has in its form, as the field of that name; a page has one.
inline std::string wordsOf(const ApiAnswer& page) {
    static const std::string field = "<input type=\"hidden\" name=\"words\" value=\"";
    const auto at = page.text.find(field);
    INFO(page.text);
    REQUIRE(at != std::string::npos);
    const auto begin = at + field.size();
    return page.text.substr(begin, page.text.find('"', begin) - begin);
}

inline Json subscriptionOf(const Json& profile, const std::string& category) {
    for (const auto& each : profile["subscriptions"])
        if (each["category"] == category) return each;
    return {};
}

inline std::string subscriptionState(const Json& profile, const std::string& category) {
    const auto found = subscriptionOf(profile, category);
    return found.is_null() ? "" : found["state"].get<std::string>();
}

inline Json endpointOf(const Json& profile, const Json& identifier) {
    for (const auto& each : profile["identifiers"])
        if (each["type"] == identifier["type"] && each["value"] == identifier["value"])
            return each["endpoint"];
    return {};
}

/// The last that was said of a subscription.
inline Json subscriptionChange(ApiServer& api, const std::string& ref, const std::string& category) {
    const auto changes = api.get("/v1/profiles/" + ref + "/changes").body["items"];
    for (const auto& each : changes)
        if (each["kind"] == "subscription" && each["category"] == category) return each;
    return {};
}

}  // namespace kith::test
