// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::identity {

/// That an observation carried an identifier.
struct Carrying {
    base::IdentifierId identifier;
    base::Time at;
    base::ObservationId observation;
};

/// One step of a chain: an observation that carried both.
struct Hop {
    base::IdentifierId from;
    base::IdentifierId to;
    base::ObservationId observation;

    friend bool operator==(const Hop&, const Hop&) = default;
};

/// The fewest observations by which one gets from one identifier to the other, each of the newest that can
/// stand in its place. Everything that one observation carried is one step apart. The same may be given more
/// than once. Empty for the same identifier twice; nothing if no chain is given.
[[nodiscard]] std::optional<std::vector<Hop>> shortestChain(std::span<const Carrying> carried,
                                                            base::IdentifierId from, base::IdentifierId to);

/// Everything to which a chain leads from there, the beginning included.
[[nodiscard]] std::unordered_set<base::IdentifierId> linkedWith(std::span<const Carrying> carried,
                                                                base::IdentifierId from);

}  // namespace kith::identity
