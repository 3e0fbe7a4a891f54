// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/lifting.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/show_profile.hpp"
#include "core/api/writer_of.hpp"
#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "core/model/vocabulary.hpp"
#include "core/storage/database.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::EndpointState;

nlohmann::json contentOf(std::string_view call, const Request& request, const model::Identifier& identifier,
                         const nlohmann::json& body) {
    return {{"call", call},
            {"ref", request.param("ref")},
            {"type", identifier.type},
            {"value", identifier.value},
            {"body", body}};
}

Response setState(const Services& services, const Request& request) {
    Query(request).finish();
    const auto identifier = identifierIn(services, request);
    const auto body = model::parseJson(request.body);
    const auto prepare = [&](const model::Call& call) {
        return services.preparer.prepareState({addressIn(services, request), identifier}, body, call,
                                              writerOf(request), services.clock.now());
    };
    const auto outcome =
        writeOnce(services, request, prepare, contentOf("set_state", request, identifier, body));
    return showProfile(services, outcome.profile, 200);
}

model::EndpointView endpointOf(const Services& services, const model::EndpointOf& wanted, base::Time now) {
    auto profile = services.database.read(
        [&](storage::Session& session) { return storage::readProfile(session, wanted.profile.home, now); });
    const auto listed =
        std::ranges::find(profile.identifiers, wanted.identifier, &storage::IdentifierView::identifier);
    if (listed == profile.identifiers.end()) throw Error(ErrorCode::NotFound, model::kNotListed);
    return std::move(listed->endpoint);
}

/// Null if it does not stand.
const model::EndpointStateView* standing(const model::EndpointView& endpoint, EndpointState state) {
    const auto found = std::ranges::find_if(
        endpoint.states, [&](const auto& each) { return each.state == state && !each.lifted; });
    return found != endpoint.states.end() ? &*found : nullptr;
}

/// What lets an address be written to again lifts all that the staff may lift.
void requireNoOther(const model::EndpointView& endpoint, EndpointState state,
                    const model::StaffLifting& lifting) {
    const bool liftsBoth = state == EndpointState::Unconfirmed && lifting.proof.empty() &&
                           standing(endpoint, EndpointState::Blacklisted) != nullptr;
    if (liftsBoth)
        throw Error(ErrorCode::Conflict,
                    "`blacklisted` stands too, and would be lifted with it: lift that, if this is meant.");
}

model::StaffLifting liftingOf(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    model::StaffLifting lifting;
    if (reader.object(body, {}, {"reason", "proof"})) lifting = readLifting(body, reader, findings);
    if (findings.isWrong()) throw findings.takeError();
    return lifting;
}

Response liftState(const Services& services, const Request& request) {
    Query(request).finish();
    const auto identifier = identifierIn(services, request);
    const auto state = model::kEndpointStates.find(request.param("state"));
    if (!state) throw Error(ErrorCode::NotFound, "There is no such state of an endpoint.");
    const auto body = liftingBody(request);
    const auto prepare = [&](const model::Call& call) {
        auto lifting = liftingOf(body);
        const auto now = services.clock.now();
        const model::EndpointOf wanted{addressIn(services, request), identifier};
        const auto endpoint = endpointOf(services, wanted, now);
        const auto* lifted = standing(endpoint, *state);
        if (lifted == nullptr)
            throw Error(ErrorCode::NotFound, "The endpoint is not in this state, or not any more.");
        requireLiftable(*lifted, lifting);
        requireNoOther(endpoint, *state, lifting);
        lifting.at = liftedAt(*lifted, now);
        return services.preparer.prepareLifting(wanted, std::move(lifting), call, writerOf(request), now);
    };
    auto content = contentOf("lift_state", request, identifier, body);
    content["state"] = request.param("state");
    static_cast<void>(writeOnce(services, request, prepare, content));
    return Response::empty();
}

}  // namespace

void addEndpointStateRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string states = "/v1/profiles/{ref}/endpoints/{type}/{value}/states";
    router.add(route(Method::Post, states, Access::Write, services, setState));
    router.add(route(Method::Delete, states + "/{state}", Access::Write, services, liftState));
}

}  // namespace kith::api
