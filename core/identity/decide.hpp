// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/base/id.hpp"
#include "core/identity/resolve.hpp"
#include "core/identity/world.hpp"
#include "core/model/observation.hpp"

namespace kith::identity {

/// What a command is about, beside people.
struct Matter {
    std::optional<Merge> merge;  ///< UndoCommand: the merge, which stands.
    std::vector<Merge> later;    ///< UndoCommand: the same person's standing merges after it.
    /// AllowCommand: the prohibition, which stands. Of commands about two profiles: the one that keeps them
    /// apart, if one does.
    std::optional<Prohibition> prohibition;
    base::ProfileId first;  ///< ConflictCommand: its two profiles.
    base::ProfileId second;
};

/// Carries out an observation's command on the world, which holds the profiles that it names: one such
/// observation at a time, on a world in which nothing else was resolved. Pure but for the ids it draws.
/// Throws, leaving the world unchanged: Error{NotFound} for a profile that isn't there,
/// Error{PreconditionFailed} for one that moved on, Error{Conflict} for what its state forbids. What the
/// rules forbid leaves the world unchanged too, and is Resolution::forbidden, an Error{Conflict} with a
/// violation per refusal; recordRefused() says what is kept of it. A preview merges whatever forbids it, and
/// has the refusals alone.
[[nodiscard]] Resolution decide(World& world, const model::Observation& observation, const Matter& matter,
                                const Caps& caps, base::IdGenerator& ids);

}  // namespace kith::identity
