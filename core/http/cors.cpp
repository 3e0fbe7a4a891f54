// SPDX-License-Identifier: Apache-2.0
#include "core/http/cors.hpp"

#include <algorithm>

namespace kith::http {

bool allowsOrigin(const Caller& caller, std::string_view origin) {
    return std::any_of(caller.origins.begin(), caller.origins.end(), [&](const std::string& allowed) {
        return allowed == "*" || equalsIgnoringCase(allowed, origin);
    });
}

std::optional<Method> preflightMethod(const Request& request) {
    if (request.method != Method::Options || !request.headers.has("Origin")) return std::nullopt;
    const auto method = request.headers.find("Access-Control-Request-Method");
    return method ? parseMethod(*method) : std::nullopt;
}

void answerPreflight(const Request& request, const Route& route, const std::optional<Caller>& caller,
                     Response& response) {
    const auto origin = request.headers.find("Origin").value_or("");
    response.headers.set("Vary", "Origin");
    if (route.access != Access::Public || (caller && !allowsOrigin(*caller, origin))) return;
    response.headers.set("Access-Control-Allow-Origin", std::string(origin));
    response.headers.set("Access-Control-Allow-Methods", std::string(methodName(route.method)));
    response.headers.set(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Content-Encoding, Idempotency-Key, Kith-Identity, Request-Id");
    response.headers.set("Access-Control-Max-Age", "600");
}

void openToOrigin(const Request& request, Access access, Response& response) {
    const auto origin = request.headers.find("Origin");
    if (access != Access::Public || !origin) return;
    response.headers.add("Vary", "Origin");
    if (request.caller && !(request.isPublic() && allowsOrigin(*request.caller, *origin))) return;
    response.headers.set("Access-Control-Allow-Origin", std::string(*origin));
    response.headers.set("Access-Control-Expose-Headers", "Request-Id, Retry-After");
}

}  // namespace kith::http
