// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/id.hpp"
#include "core/identity/resolve.hpp"
#include "core/model/identifier.hpp"

namespace kith::storage {

class Session;

/// Makes the keys of at most `most` profiles that were there before keys were made; how many profiles they
/// were. A step of maintenance: inside a write transaction that the caller opened. Nothing if one was merged
/// meanwhile: nothing was written, the same again may succeed.
[[nodiscard]] std::optional<std::size_t> matchBacklog(Session& session, const model::IdentifierRules& rules,
                                                      base::IdGenerator& ids, base::Time now,
                                                      const identity::Caps& caps, std::size_t most);

}  // namespace kith::storage
