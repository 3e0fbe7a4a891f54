// SPDX-License-Identifier: Apache-2.0
#include "core/api/endpoint_states.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/api/lifting.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/show_profile.hpp"
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

NamedIdentifier namedIn(const Request& request) {
    return {request.param("ref"), request.param("type"), request.param("value")};
}

nlohmann::json contentOf(std::string_view call, std::string_view ref, const model::Identifier& identifier,
                         const nlohmann::json& body) {
    return {
        {"call", call}, {"ref", ref}, {"type", identifier.type}, {"value", identifier.value}, {"body", body}};
}

Response postState(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    const auto outcome = setState(services, deciderOf(request), namedIn(request), body);
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

/// What the organisation decided ends with a decision of its people: what a plugin says does not lift it.
void requireNotOfStaff(EndpointState state) {
    if (state == EndpointState::Blacklisted)
        throw Error(ErrorCode::Conflict, "`blacklisted` is lifted by the staff, and by no plugin.");
}

model::StaffLifting liftingOf(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    model::StaffLifting lifting;
    if (reader.object(body, {}, {"reason", "proof"})) lifting = readLifting(body, reader, findings);
    if (findings.isWrong()) throw findings.takeError();
    return lifting;
}

Response deleteState(const Services& services, const Request& request) {
    Query(request).finish();
    static_cast<void>(liftState(services, deciderOf(request), namedIn(request), request.param("state"),
                                liftingBody(request)));
    return Response::empty();
}

}  // namespace

model::Outcome setState(const Services& services, const Decider& by, const NamedIdentifier& named,
                        const nlohmann::json& body) {
    const auto identifier = identifierOf(services, named);
    const auto prepare = [&](const model::Call& call) {
        const auto address = addressOf(services, named.profile, by.ifMatch);
        return services.preparer.prepareState({address, identifier}, body, call, by.writer,
                                              services.clock.now());
    };
    return writeOnce(services, by, prepare, contentOf("set_state", named.profile, identifier, body));
}

model::Outcome liftState(const Services& services, const Decider& by, const NamedIdentifier& named,
                         std::string_view state, const nlohmann::json& body) {
    const auto identifier = identifierOf(services, named);
    const auto meant = model::kEndpointStates.find(state);
    if (!meant) throw Error(ErrorCode::NotFound, "There is no such state of an endpoint.");
    const auto prepare = [&](const model::Call& call) {
        auto lifting = liftingOf(body);
        const auto now = services.clock.now();
        const model::EndpointOf wanted{addressOf(services, named.profile, by.ifMatch), identifier};
        const auto endpoint = endpointOf(services, wanted, now);
        const auto* lifted = standing(endpoint, *meant);
        if (lifted == nullptr)
            throw Error(ErrorCode::NotFound, "The endpoint is not in this state, or not any more.");
        requireLiftable(*lifted, lifting);
        if (by.writer.isPlugin())
            requireNotOfStaff(*meant);
        else
            requireNoOther(endpoint, *meant, lifting);
        lifting.at = liftedAt(*lifted, now);
        return services.preparer.prepareLifting(wanted, std::move(lifting), call, by.writer, now);
    };
    auto content = contentOf("lift_state", named.profile, identifier, body);
    content["state"] = state;
    return writeOnce(services, by, prepare, content);
}

void addEndpointStateRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string states = "/v1/profiles/{ref}/endpoints/{type}/{value}/states";
    router.add(route(Method::Post, states, Access::Write, services, postState));
    router.add(route(Method::Delete, states + "/{state}", Access::Write, services, deleteState));
}

}  // namespace kith::api
