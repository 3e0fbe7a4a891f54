// SPDX-License-Identifier: Apache-2.0
#include "core/identity/target.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/identity/admission.hpp"
#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

using model::Role;

/// Whoever an observation of the identifier resolves to: the profile identified by it, or while there is
/// none, the only one that lists it as shared.
Listing ownerOf(World& world, base::IdentifierId id) {
    if (const Listing holder = world.holder(id)) return holder;
    Listing only;
    for (const Listing& listing : world.listings(id)) {
        if (listing.entry->role == Role::Claimed && !KITH_FAULT(ClaimIdentifies)) continue;
        if (only) return {};
        only = listing;
    }
    return world.find(id)->sharedElsewhere ? Listing{} : only;
}

bool contradicts(const Component& component, std::span<const Carried> carried) {
    return std::any_of(carried.begin(), carried.end(),
                       [&](const Carried& each) { return hasOtherValue(component, *each.known); });
}

/// A deleted profile that had another value of a unique type would be somebody else.
bool contradictsRetired(const World& world, const Component& component, std::span<const Carried> carried) {
    return std::ranges::any_of(component.retired, [&](const RetiredEntry& retired) {
        const auto* rule = retired.entry.rule;
        if (retired.entry.role != Role::Identifying || rule == nullptr ||
            rule->cls != model::IdentifierClass::Unique)
            return false;
        return std::ranges::any_of(carried, [&](const Carried& each) {
            return each.known->identifier.type == world.find(retired.entry.identifier)->identifier.type &&
                   each.id() != retired.entry.identifier;
        });
    });
}

Target targetBy(const Listing& owner, const Carried& carried) {
    return {owner.component, owner.entry->home, carried.id()};
}

/// Known owners of moving identifiers before anonymous ones, each in matching order.
Target ownerOfMoving(World& world, std::span<const Carried> carried) {
    Target anonymous;
    for (const auto& each : carried) {
        if (!each.moves()) continue;
        const Listing owner = ownerOf(world, each.id());
        if (!owner) continue;
        if (owner.component->known) return targetBy(owner, each);
        if (anonymous.component == nullptr) anonymous = targetBy(owner, each);
    }
    return anonymous;
}

bool claims(Component& component, std::span<const Carried> carried) {
    return std::all_of(carried.begin(), carried.end(), [&](const Carried& each) {
        const Entry* entry = World::entryOf(component, each.id());
        return entry != nullptr && entry->role == Role::Claimed;
    });
}

/// The only anonymous profile that claims all of these. Values that too many profiles claim to load them
/// all can't name one.
Target onlyClaimant(World& world, std::span<const Carried> carried) {
    const auto complete = std::find_if(carried.begin(), carried.end(),
                                       [](const Carried& each) { return !each.known->claimsTruncated; });
    if (complete == carried.end()) return {};
    Component* only = nullptr;
    for (const Listing& listing : world.listings(complete->id())) {
        if (listing.component->known || !claims(*listing.component, carried)) continue;
        if (only != nullptr) return {};
        only = listing.component;
    }
    if (only == nullptr) return {};
    const Carried& first = carried.front();
    return {only, World::entryOf(*only, first.id())->home, first.id()};
}

}  // namespace

std::vector<Carried> carriedBy(const World& world, const model::Observation& observation) {
    std::vector<Carried> carried;
    carried.reserve(observation.identifiers.size());
    for (const auto& seen : observation.identifiers) {
        const KnownIdentifier* known = world.find(seen.identifier);
        if (known == nullptr) {
            throw base::Error(base::ErrorCode::Internal, "an identifier was resolved before it was loaded");
        }
        carried.push_back({&seen, known});
    }
    return carried;
}

bool isReleased(const KnownIdentifier& known, const model::Origin& origin) {
    return known.releasedAt && origin.observedAt <= *known.releasedAt;
}

Target findTarget(World& world, std::span<const Carried> carried) {
    const bool binds =
        std::any_of(carried.begin(), carried.end(), [](const Carried& each) { return !each.moves(); });
    if (!binds) return ownerOfMoving(world, carried);
    for (const auto& each : carried) {
        if (each.moves()) continue;
        const Listing owner = ownerOf(world, each.id());
        if (owner && (KITH_FAULT(UniqueCheckSkipped) || !contradicts(*owner.component, carried))) {
            return targetBy(owner, each);
        }
    }
    // Whoever is identified by the first would absorb a new profile at once: nothing before it is somebody
    // else's. Each observation would count as a merge, up to the cap.
    const auto first = std::ranges::find_if(carried, [](const Carried& each) { return !each.moves(); });
    const Listing holder = world.holder(first->id());
    return holder ? targetBy(holder, *first) : Target{};
}

Target findDeleted(World& world, std::span<const Carried> carried) {
    const bool binds =
        std::any_of(carried.begin(), carried.end(), [](const Carried& each) { return !each.moves(); });
    for (const auto& each : carried) {
        if (each.moves() && binds) continue;
        Target last;
        for (const auto& component : world.components()) {
            if (component->life != Life::Deleted) continue;
            const auto& retired = component->retired;
            const auto it = std::find_if(retired.begin(), retired.end(), [&](const RetiredEntry& candidate) {
                return candidate.entry.identifier == each.id() && candidate.entry.role == Role::Identifying;
            });
            if (it == retired.end() || contradictsRetired(world, *component, carried)) continue;
            if (last.component == nullptr || last.component->removedAt < component->removedAt)
                last = {component.get(), it->entry.home, each.id()};
        }
        if (last.component != nullptr) return last;
    }
    return {};
}

Target findClaimTarget(World& world, std::span<const Carried> carried) {
    const bool moves =
        std::any_of(carried.begin(), carried.end(), [](const Carried& each) { return each.moves(); });
    return moves ? ownerOfMoving(world, carried) : onlyClaimant(world, carried);
}

}  // namespace kith::identity
