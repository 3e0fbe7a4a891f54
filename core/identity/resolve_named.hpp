// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/identity/resolve.hpp"
#include "core/identity/world.hpp"
#include "core/model/observation.hpp"

namespace kith::identity {

// Of observations that name their profile instead of being resolved, or are about nobody.

/// The live profile that an observation names.
/// Throws Error{NotFound} or Error{Gone}.
[[nodiscard]] Component& namedComponent(World& world, const model::Address& address);

/// States follow the address, whoever has it. Of one that is named as a profile's endpoint the profile shows
/// it too, however it lists it.
/// Throws Error{NotFound} if it does not list it any more, and as namedComponent().
[[nodiscard]] Resolution resolveNobody(World& world, const model::Observation& observation);

/// What it carries says of which addresses it is, and nothing of whose these are.
/// Throws as namedComponent().
[[nodiscard]] Resolution resolveEdit(World& world, const model::Observation& observation);

/// What an observation says of addresses, without what could tell later whom else it was about.
[[nodiscard]] std::shared_ptr<const model::Observation> statesOf(const model::Observation& observation);

}  // namespace kith::identity
