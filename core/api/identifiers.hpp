// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/commands.hpp"
#include "core/api/services.hpp"
#include "core/model/outcome.hpp"

namespace kith::api {

/// Lets the identifier identify the profile; with `move` also one that identifies another. Throws
/// Error{InvalidInput} for a value that never identifies anybody, and what forbids it.
[[nodiscard]] model::Outcome attach(const Services& services, const Decider& by, const NamedIdentifier& named,
                                    bool move);

/// Lets it be none of the profile's any more.
[[nodiscard]] model::Outcome detach(const Services& services, const Decider& by,
                                    const NamedIdentifier& named);

}  // namespace kith::api
