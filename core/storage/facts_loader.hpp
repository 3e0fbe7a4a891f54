// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/identity/facts.hpp"
#include "core/identity/needs.hpp"
#include "core/storage/origins.hpp"

namespace kith::storage {

class Session;

/// Loads what the touched components, endpoints and activities already say; inside the group's transaction,
/// which holds their identifiers and profiles. Activities are locked here, sorted: one that another writer
/// made meanwhile may stand under a profile that the group does not hold, and then the attempt begins again.
[[nodiscard]] identity::Facts loadFacts(Session& session, Origins& origins, const identity::FactKeys& keys);

}  // namespace kith::storage
