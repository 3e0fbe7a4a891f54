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

struct RefreshedFlags {
    std::size_t profiles = 0;  ///< Those of which something is shown otherwise; each has a new version.
    bool isOver = true;        ///< There is no walk, or it is another server's.
};

/// One step of the walk that a change of classes asks for (IdentifierClasses::walk): looks at the next
/// `homes` homes, and brings `known` and `listed` of the profiles that have an identifier of a type that
/// changed to what these rules say, which is told. Of a profile that lists an identifier of a type that
/// nobody brings they stay as they are. Only a server with the classes that are remembered walks. Inside a
/// write transaction that the caller opened; the step's place is a part of it. Nothing if a profile was
/// merged meanwhile: nothing was written, the same again may succeed.
[[nodiscard]] std::optional<RefreshedFlags> refreshFlags(Session& session,
                                                         const model::IdentifierRules& rules,
                                                         base::IdGenerator& ids, base::Time now,
                                                         const identity::Caps& caps, std::size_t homes);

}  // namespace kith::storage
