// SPDX-License-Identifier: Apache-2.0
#include "core/api/plugin_routes.hpp"

#include <utility>

#include "core/api/identity_header.hpp"
#include "core/base/blocking.hpp"
#include "core/plugins/registry.hpp"

namespace kith::api {
namespace {

using plugins::RouteRight;

http::Access accessOf(RouteRight right) {
    switch (right) {
        case RouteRight::None:
            return http::Access::Optional;
        case RouteRight::Public:
            return http::Access::Public;
        case RouteRight::Read:
            return http::Access::Read;
        case RouteRight::Write:
            return http::Access::Write;
        case RouteRight::Admin:
            return http::Access::Admin;
    }
    return http::Access::Admin;
}

RouteRight rightOf(const http::Request& request) {
    if (!request.caller) return RouteRight::None;
    switch (request.caller->right) {
        case http::Right::Public:
            return RouteRight::Public;
        case http::Right::Read:
            return RouteRight::Read;
        case http::Right::Write:
            return RouteRight::Write;
        case http::Right::Admin:
            return RouteRight::Admin;
    }
    return RouteRight::None;
}

http::Response answer(const plugins::PluginRoute& route, const IdentityHeader& identityHeader,
                      const base::Clock& clock, const http::Request& request) {
    plugins::Request asked;
    asked.identity = identityHeader.read(request);
    asked.readIdentity = [&](std::string_view token) { return identityHeader.read(request, token); };
    asked.method = http::methodName(request.method);
    asked.body = request.body;
    asked.peer = request.client;
    asked.receivedAt = clock.now();
    asked.right = rightOf(request);
    asked.param = [&request](std::string_view name) { return request.params.find(name); };
    asked.query = [&request](std::string_view name) { return request.query.find(name); };
    asked.header = [&request](std::string_view name) { return request.headers.find(name); };
    // Whatever a plugin waits for, it shall not keep others from running.
    const base::Blocking mayWait;
    auto answered = route.handle(asked);
    http::Response response{.status = answered.status, .headers = {}, .body = std::move(answered.body)};
    for (auto& [name, value] : answered.headers) response.headers.add(std::move(name), std::move(value));
    return response;
}

}  // namespace

void addRoutesOfPlugins(http::Router& router, const plugins::Registry& registry,
                        const IdentityHeader& identityHeader, const base::Clock& clock) {
    for (const auto& brought : registry.routes()) {
        const auto method = http::parseMethod(brought.info->method);
        if (!method) {
            throw base::Error(base::ErrorCode::Plugin, "A plugin declares a route of an unknown method.");
        }
        http::Route route;
        route.method = *method;
        route.pattern = brought.info->path;
        route.access = accessOf(brought.info->right);
        route.handler = [&brought, &identityHeader, &clock](const http::Request& request) {
            return answer(brought, identityHeader, clock, request);
        };
        if (brought.info->bodyLimit != 0) route.bodyLimit = brought.info->bodyLimit;
        route.mediaTypes = brought.info->mediaTypes;
        router.add(std::move(route));
    }
}

}  // namespace kith::api
