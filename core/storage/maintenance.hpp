// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/identity/resolve.hpp"
#include "core/model/identifier.hpp"

namespace kith::storage {

class Session;

// What a database is kept free of: bounded steps, each inside a write transaction that the caller opened, and
// repeatable.

/// Whether this transaction is the one that maintains the database, until its end: one server at a time does.
[[nodiscard]] bool lockMaintenance(Session& session);

struct ExpiredClaims {
    std::size_t claims = 0;
    std::size_t profiles = 0;  ///< Of which a claim was removed; each has a new version.
    bool more = false;         ///< There may be others left.
};

/// Removes the oldest claims that nobody confirmed within their time, as World does for profiles that are
/// written to, of at most `most` profiles. Nothing if one was merged meanwhile: nothing was written, the same
/// again may succeed.
[[nodiscard]] std::optional<ExpiredClaims> expireClaims(Session& session, const model::IdentifierRules& rules,
                                                        base::IdGenerator& ids, base::Time now,
                                                        const identity::Caps& caps, std::size_t most);

/// Forgets the ids of at most `most` observations that were accepted before `since`; how many they were.
[[nodiscard]] std::size_t forgetObservations(Session& session, base::Time since, std::size_t most);

}  // namespace kith::storage
