// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/identity/world.hpp"
#include "core/model/observation.hpp"

namespace kith::identity {

/// An identifier of the observation with what the world knows of it.
struct Carried {
    const model::SeenIdentifier* seen = nullptr;
    const KnownIdentifier* known = nullptr;

    [[nodiscard]] base::IdentifierId id() const noexcept { return known->id; }
    [[nodiscard]] bool moves() const noexcept { return seen->rule->cls == model::IdentifierClass::Moving; }
};

/// The observation's identifiers in matching order. Throws Error{Internal} if one was not loaded.
[[nodiscard]] std::vector<Carried> carriedBy(const World& world, const model::Observation& observation);

/// Whether it was detached since an observation of that origin was made, to which it is as if blocked then.
[[nodiscard]] bool isReleased(const KnownIdentifier& known, const model::Origin& origin);

/// Where an observation belongs, and the identifier that says so.
struct Target {
    Component* component = nullptr;  ///< Null: a new profile.
    base::ProfileId home;            ///< Under which everything it says is written.
    base::IdentifierId by;
};

/// Step 2 of resolving an attested observation.
[[nodiscard]] Target findTarget(World& world, std::span<const Carried> carried);

/// The same for a claimed one.
[[nodiscard]] Target findClaimTarget(World& world, std::span<const Carried> carried);

/// The deleted profile that one of these identified, by the first in matching order that any did: of several
/// the one that was deleted last.
[[nodiscard]] Target findDeleted(World& world, std::span<const Carried> carried);

}  // namespace kith::identity
