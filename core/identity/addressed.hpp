// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <utility>

#include "core/base/id.hpp"
#include "core/identity/world.hpp"
#include "core/model/command.hpp"

namespace kith::identity {

/// One of several profiles that a decision names: as it is, and as it was named.
using NamedSide = std::pair<const Component*, const model::Address*>;

/// Throws Error{PreconditionFailed} for a profile that moved on since the version named.
void requireVersion(const Component& component, const model::Address& address);

/// The same of several, with a pointer to each that moved on: `/profiles/0/version`.
void requireVersions(std::span<const NamedSide> sides);

/// The profile with that home, whether it lives or is deleted. Throws Error{NotFound}, and Error{Gone} for
/// the erased.
[[nodiscard]] Component& anyComponentOf(World& world, base::ProfileId home);

/// The live profile with that home. Throws as anyComponentOf, and Error{Gone}, saying how to restore it, for
/// the deleted.
Component& componentOf(World& world, base::ProfileId home);

/// The same at the version named.
Component& componentOf(World& world, const model::Address& address);

}  // namespace kith::identity
