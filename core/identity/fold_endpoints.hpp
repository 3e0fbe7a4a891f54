// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/identity/fold_step.hpp"

namespace kith::identity {

/// The identifiers whose ledgers an attested observation of this profile adds to: those it gives a state,
/// those it carries beside an opt-in of the person, and those that one of its activities reached.
/// `own`: null for an observation of nobody.
[[nodiscard]] std::vector<TouchedEndpoint> endpointsTouchedBy(const model::Observation& observation,
                                                              World& world, Component* own,
                                                              std::span<const base::IdentifierId> carried);

/// Whether an observation of nobody says a state that is not shown alike, with as many words. What tells of
/// it once more would only stand beside it.
[[nodiscard]] bool suppressesAnew(const FoldStep& step);

/// Folds endpoint states, and the marks that lift them, into the endpoints' ledgers. True if something that
/// is shown of an endpoint that the profile lists changed.
bool foldEndpoints(const FoldStep& step);

}  // namespace kith::identity
