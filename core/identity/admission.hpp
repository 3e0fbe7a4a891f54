// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/identity/refusal.hpp"
#include "core/identity/resolve.hpp"
#include "core/identity/world.hpp"
#include "core/model/outcome.hpp"

namespace kith::identity {

/// Why `identifier` may not become identifying in `component`, if so. Of several reasons the first of:
/// unique_conflict, component_too_large, limit.
[[nodiscard]] std::optional<Reason> refusesAttach(Component& component, const KnownIdentifier& identifier,
                                                  const Caps& caps);

/// Why the two may not become one, if so. Of several reasons the first of: must_not_link, unique_conflict,
/// component_too_large, limit.
[[nodiscard]] std::optional<Reason> refusesMerge(const World& world, const Component& a, const Component& b,
                                                 const Caps& caps);

/// Everything that forbids it, with the identifiers that are in the way: all values of a type of which there
/// would be too many. The other side of each is the one that does not have its identifier; `b`, if it has
/// none. Empty exactly if refusesMerge() has no reason.
[[nodiscard]] std::vector<model::Refusal> refusalsOfMerge(const World& world, const Component& a,
                                                          const Component& b, const Caps& caps);

/// Why `identifier`, which `component` doesn't list, may not be listed as claimed, if so.
[[nodiscard]] std::optional<Reason> refusesClaim(const Component& component,
                                                 const KnownIdentifier& identifier, const Caps& caps);

/// Whether one more identifier may be listed, in whatever role.
[[nodiscard]] bool hasRoom(const Component& component, const Caps& caps);

/// Whether the component is identified by another value of that unique type.
[[nodiscard]] bool hasOtherValue(const Component& component, const KnownIdentifier& identifier);

}  // namespace kith::identity
