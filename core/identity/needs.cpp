// SPDX-License-Identifier: Apache-2.0
#include "core/identity/needs.hpp"

#include <algorithm>
#include <variant>

namespace kith::identity {
namespace {

template <class Key>
void sortOnce(std::vector<Key>& keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

template <class Wanted>
const Wanted* commandIn(const model::Observation& observation) noexcept {
    return observation.command ? std::get_if<Wanted>(&*observation.command) : nullptr;
}

}  // namespace

const model::Address* lifeAddressIn(const model::Observation& observation) noexcept {
    if (const auto* wanted = commandIn<model::DeleteCommand>(observation)) return &wanted->address;
    if (const auto* wanted = commandIn<model::RestoreCommand>(observation)) return &wanted->address;
    if (const auto* wanted = commandIn<model::EraseCommand>(observation)) return &wanted->address;
    return nullptr;
}

const model::Address* addressIn(const model::Observation& observation) noexcept {
    if (const auto* attach = commandIn<model::AttachCommand>(observation)) return &attach->address;
    if (const auto* detach = commandIn<model::DetachCommand>(observation)) return &detach->address;
    if (const auto* life = lifeAddressIn(observation)) return life;
    return observation.address ? &*observation.address : nullptr;
}

std::vector<const model::Identifier*> mentionedIn(const model::Observation& observation) {
    std::vector<const model::Identifier*> mentioned;
    mentioned.reserve(observation.identifiers.size() + observation.endpoints.size());
    for (const auto& seen : observation.identifiers) mentioned.push_back(&seen.identifier);
    for (const auto& activity : observation.activities) {
        if (activity.facts.endpoint) mentioned.push_back(&*activity.facts.endpoint);
    }
    if (const auto* attach = commandIn<model::AttachCommand>(observation))
        mentioned.push_back(&attach->identifier);
    if (const auto* detach = commandIn<model::DetachCommand>(observation))
        mentioned.push_back(&detach->identifier);
    if (observation.attestation) {
        for (const auto& seen : observation.attestation->identifiers) mentioned.push_back(&seen.identifier);
    }
    if (!observation.origin->attested) return mentioned;
    for (const auto& endpoint : observation.endpoints) mentioned.push_back(&endpoint.identifier);
    return mentioned;
}

void FactKeysOf::add(const model::Observation& observation, const Resolution& resolution) {
    if (resolution.attestation) add(*observation.attestation, *resolution.attestation);
    const auto& taken = resolution.taken(observation);
    const bool writes = !taken.fields.empty() || !taken.subscriptions.empty();
    if (writes || !resolution.merges.empty() || resolution.undo) lives_.push_back(resolution.live);
    if (resolution.undo) lives_.push_back(resolution.undo->restored);
    if (resolution.life) lives_.push_back(resolution.live);
    for (const auto& endpoint : resolution.endpoints) {
        const auto* known = world_.find(endpoint.id);
        if (!known->added || !known->forgottenAs.empty()) keys_.endpoints.push_back(endpoint.id);
    }
    for (const auto& activity : taken.activities) {
        keys_.activities.emplace_back(activity.channel, activity.key);
    }
}

FactKeys FactKeysOf::take() {
    sortOnce(lives_);
    for (const auto live : lives_) {
        for (const auto& home : world_.component(live)->homes) {
            if (home.change != Change::Added) keys_.homes.push_back(home.id);
        }
    }
    sortOnce(keys_.homes);
    sortOnce(keys_.endpoints);
    sortOnce(keys_.activities);
    return std::move(keys_);
}

}  // namespace kith::identity
