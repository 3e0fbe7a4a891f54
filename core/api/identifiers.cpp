// SPDX-License-Identifier: Apache-2.0
#include "core/api/identifiers.hpp"

#include <nlohmann/json.hpp>
#include <string>

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

NamedIdentifier namedIn(const Request& request) {
    return {request.param("ref"), request.param("type"), request.param("value")};
}

Response putIdentifier(const Services& services, const Request& request) {
    Query query(request);
    const bool move = query.flag("move").value_or(false);
    query.finish();
    const auto outcome = attach(services, deciderOf(request), namedIn(request), move);
    return showProfile(services, outcome.profile, 200);
}

Response deleteIdentifier(const Services& services, const Request& request) {
    Query(request).finish();
    static_cast<void>(detach(services, deciderOf(request), namedIn(request)));
    return Response::empty();
}

}  // namespace

model::Outcome attach(const Services& services, const Decider& by, const NamedIdentifier& named, bool move) {
    const std::string given{named.value};
    const auto identifier = identifierOf(services, named);
    const auto& [type, value] = identifier;
    if (services.catalogue.isBlocked(type, given) || services.catalogue.isBlocked(type, value))
        throw Error(ErrorCode::InvalidInput, "This value never identifies anybody.");
    const nlohmann::json content{
        {"call", "attach"}, {"ref", named.profile}, {"type", type}, {"value", given}, {"move", move}};
    const auto makeCommand = [&] {
        return model::AttachCommand{addressOf(services, named.profile, by.ifMatch), identifier, given, move};
    };
    return carryOut(services, by, makeCommand, content);
}

model::Outcome detach(const Services& services, const Decider& by, const NamedIdentifier& named) {
    const auto identifier = identifierOf(services, named);
    const nlohmann::json content{
        {"call", "detach"}, {"ref", named.profile}, {"type", identifier.type}, {"value", identifier.value}};
    const auto makeCommand = [&] {
        return model::DetachCommand{addressOf(services, named.profile, by.ifMatch), identifier};
    };
    return carryOut(services, by, makeCommand, content);
}

void addIdentifierRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    constexpr auto kPath = "/v1/profiles/{ref}/identifiers/{type}/{value}";
    router.add(route(Method::Put, kPath, Access::Write, services, putIdentifier));
    router.add(route(Method::Delete, kPath, Access::Write, services, deleteIdentifier));
}

}  // namespace kith::api
