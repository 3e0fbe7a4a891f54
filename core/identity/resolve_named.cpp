// SPDX-License-Identifier: Apache-2.0
#include "core/identity/resolve_named.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/identity/fold_endpoints.hpp"
#include "core/identity/target.hpp"
#include "core/model/endpoint_fold.hpp"

namespace kith::identity {
namespace {

/// Somebody may have taken it from the profile since it was looked for there.
void requireListed(const World& world, Component& component, const model::Observation& observation) {
    for (const auto& endpoint : observation.endpoints) {
        const auto* known = world.find(endpoint.identifier);
        if (known == nullptr || World::entryOf(component, known->id) == nullptr)
            throw base::Error(base::ErrorCode::NotFound, model::kNotListed);
    }
}

}  // namespace

Component& namedComponent(World& world, const model::Address& address) {
    Component* component = world.component(address.home);
    if (component == nullptr) {
        throw base::Error(base::ErrorCode::NotFound, "no profile has this id");
    }
    if (component->life != Life::Live) throw base::Error(base::ErrorCode::Gone, "The profile was removed.");
    return *component;
}

Resolution resolveNobody(World& world, const model::Observation& observation) {
    Resolution result;
    Component* shown = observation.address ? &namedComponent(world, *observation.address) : nullptr;
    if (shown != nullptr) {
        requireListed(world, *shown, observation);
        result.live = shown->live;
    }
    result.homes = shown != nullptr ? shown->homeIds : std::make_shared<const std::vector<base::ProfileId>>();
    result.endpoints = endpointsTouchedBy(observation, world, shown, {});
    return result;
}

Resolution resolveEdit(World& world, const model::Observation& observation) {
    Component& component = namedComponent(world, *observation.address);
    Resolution result;
    result.live = component.live;
    result.home = observation.address->home;
    result.homes = component.homeIds;
    for (const auto& each : carriedBy(world, observation)) result.carried.push_back(each.id());
    result.endpoints = endpointsTouchedBy(observation, world, &component, result.carried);
    return result;
}

std::shared_ptr<const model::Observation> statesOf(const model::Observation& observation) {
    auto origin = *observation.origin;
    origin.sourceName.clear();
    origin.observationId.clear();
    origin.contentHash = {};
    auto states = std::make_shared<model::Observation>();
    states->origin = std::make_shared<const model::Origin>(std::move(origin));
    states->endpoints = observation.endpoints;
    states->warnings = observation.warnings;
    return states;
}

}  // namespace kith::identity
