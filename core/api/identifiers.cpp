// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/show_profile.hpp"
#include "core/base/error.hpp"
#include "core/model/catalogue.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

Response putIdentifier(const Services& services, const Request& request) {
    Query query(request);
    const bool move = query.flag("move").value_or(false);
    query.finish();
    const std::string given{request.param("value")};
    const auto identifier = identifierIn(services, request);
    const auto& [type, value] = identifier;
    if (services.catalogue.isBlocked(type, given) || services.catalogue.isBlocked(type, value))
        throw Error(ErrorCode::InvalidInput, "This value never identifies anybody.");
    const nlohmann::json content{
        {"call", "attach"}, {"ref", request.param("ref")}, {"type", type}, {"value", given}, {"move", move}};
    const auto attach = [&] {
        return model::AttachCommand{addressIn(services, request), identifier, given, move};
    };
    return showProfile(services, carryOut(services, request, attach, content).profile, 200);
}

Response deleteIdentifier(const Services& services, const Request& request) {
    Query(request).finish();
    const auto identifier = identifierIn(services, request);
    const nlohmann::json content{{"call", "detach"},
                                 {"ref", request.param("ref")},
                                 {"type", identifier.type},
                                 {"value", identifier.value}};
    const auto detach = [&] { return model::DetachCommand{addressIn(services, request), identifier}; };
    static_cast<void>(carryOut(services, request, detach, content));
    return Response::empty();
}

}  // namespace

void addIdentifierRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    constexpr auto kPath = "/v1/profiles/{ref}/identifiers/{type}/{value}";
    router.add(route(Method::Put, kPath, Access::Write, services, putIdentifier));
    router.add(route(Method::Delete, kPath, Access::Write, services, deleteIdentifier));
}

}  // namespace kith::api
