// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/id.hpp"
#include "core/model/endpoint.hpp"
#include "core/storage/counters.hpp"

namespace kith::storage {

class Session;

/// Counts the states of one address that stand by the current entries of its ledger, each with its reason:
/// what its fold shows of them but for `active`, a block until the end that it would have if nothing more is
/// said. Of entries of one time none lifts another, since who said them may be forgotten. Reasons in words
/// count as what would be kept of them, since they may hold anything.
void countEndpoint(Counts& counts, std::string_view type, std::span<const model::EndpointEntry> current,
                   std::int64_t by);

/// The same of identifiers, by what the tables say of them.
void countEndpoints(Session& session, Counts& counts, std::span<const base::IdentifierId> identifiers,
                    std::int64_t by);

}  // namespace kith::storage
