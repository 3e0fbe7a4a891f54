// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/identity/resolve.hpp"
#include "core/model/hash.hpp"
#include "core/model/identifier.hpp"

namespace kith::storage {

class Session;

/// One step of a walk over the anonymous profiles that changed longest ago.
struct ExpiredAnonymous {
    base::Time updatedAt = base::Time::min();  ///< Of the last one looked at, to go on after it.
    base::ProfileId profile = {};
    std::size_t profiles = 0;  ///< That were ended.
    bool isOver = false;
};

/// What an expiry works with.
struct Expiring {
    const model::IdentifierRules& rules;
    base::IdGenerator& ids;
    const identity::Caps& caps;
    const model::HashKey& addressKey;
};

/// Of the next `most` profiles after `after` that nothing changed since then, ends those of which nothing was
/// heard either, as EraseCommand does: nobody known, nobody with a claim. Nothing if one was merged
/// meanwhile: nothing was written, the same again may succeed. Inside a write transaction that the caller
/// opened.
[[nodiscard]] std::optional<ExpiredAnonymous> expireAnonymous(Session& session, const Expiring& with,
                                                              base::Time now, base::Time since,
                                                              const ExpiredAnonymous& after,
                                                              std::size_t most);

}  // namespace kith::storage
