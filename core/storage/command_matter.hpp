// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/id.hpp"
#include "core/identity/decide.hpp"
#include "core/model/command.hpp"

namespace kith::storage {

class Session;

/// The profiles that a command is about, as far as they can be told before they are locked. Throws
/// Error{NotFound} if it names a merge, a prohibition or a conflict that isn't there.
[[nodiscard]] std::vector<base::ProfileId> profilesOf(Session& session, const model::Command& command);

/// The rest of what it is about, once `world` holds these profiles and they are locked. Throws
/// Error{Conflict} if the merge was taken back, the prohibition lifted or the conflict decided before.
[[nodiscard]] identity::Matter loadMatter(Session& session, const model::Command& command,
                                          const identity::World& world);

}  // namespace kith::storage
