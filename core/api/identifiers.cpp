// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>

#include "core/api/commands.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/resources.hpp"
#include "core/api/show_profile.hpp"
#include "core/base/error.hpp"
#include "core/http/conditional.hpp"
#include "core/model/catalogue.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

/// The profile of the path, at the version that If-Match names.
model::Address addressIn(const Services& services, const Request& request) {
    const auto resolved = resolve(services, parseRef(request.param("ref"), services.catalogue));
    model::Address address{resolved.home, std::nullopt};
    if (http::requireMatch(request, http::versionTag(resolved.version)))
        address.expectedVersion = resolved.version;
    return address;
}

/// The identifier of the path, normalised. Throws Error{NotFound} for a type that there is not, and
/// Error{InvalidInput} for a value that its type does not take.
model::Identifier identifierIn(const Services& services, const Request& request) {
    const auto type = request.param("type");
    const auto* source = services.catalogue.source(type);
    if (source == nullptr) throw Error(ErrorCode::NotFound, "There is no such type of identifier.");
    auto normalised = source->normalize(type, request.param("value"));
    if (const auto* invalid = std::get_if<model::Invalid>(&normalised))
        throw Error(ErrorCode::InvalidInput, "The value is none that this type can have: " + invalid->detail);
    return {std::string(type), std::get<std::string>(std::move(normalised))};
}

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
