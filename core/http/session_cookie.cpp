// SPDX-License-Identifier: Apache-2.0
#include "core/http/session_cookie.hpp"

#include <sodium.h>

#include <algorithm>
#include <string>

namespace kith::http {
namespace {

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::optional<std::string_view> cookieOf(const Headers& headers, std::string_view name) noexcept {
    std::optional<std::string_view> found;
    for (const auto& [field, value] : headers) {
        if (!equalsIgnoringCase(field, "Cookie")) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto end = std::min(rest.find(';'), rest.size());
            const auto pair = trim(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const auto equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            const auto given = pair.substr(equals + 1);
            if (found && *found != given) return std::nullopt;
            found = given;
        }
    }
    return found;
}

bool isUnsafe(Method method) noexcept {
    return method != Method::Get && method != Method::Head && method != Method::Options;
}

bool isCrossSite(const Request& request) noexcept {
    const auto site = request.headers.find("Sec-Fetch-Site");
    return site && equalsIgnoringCase(*site, "cross-site");
}

bool isSameSecret(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void setSessionCookie(Response& response, std::string_view token, std::chrono::seconds lasts, bool secure) {
    std::string cookie(kSessionCookie);
    cookie.append(1, '=').append(token);
    cookie.append("; Path=/; Max-Age=").append(std::to_string(lasts.count()));
    cookie.append("; HttpOnly; SameSite=Strict");
    if (secure) cookie.append("; Secure");
    response.headers.add("Set-Cookie", std::move(cookie));
}

void clearSessionCookie(Response& response, bool secure) {
    setSessionCookie(response, "", std::chrono::seconds(0), secure);
}

}  // namespace kith::http
