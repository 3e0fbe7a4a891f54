// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/identity/resolve.hpp"
#include "core/model/hash.hpp"
#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"

namespace kith::storage {

class Session;
class WorldLoader;

/// What a group did, as far as those need to know it who take part in its transaction.
struct WrittenGroup {
    struct Accepted {
        const model::Observation* observation = nullptr;
        base::ProfileId live;  ///< After the group.
        base::ProfileId home;
    };
    struct Merged {
        base::ProfileId survivor;  ///< After the group.
        base::ProfileId absorbed;
    };
    struct Undone {
        base::ProfileId survivor;
        base::ProfileId restored;  ///< Live again.
    };
    std::vector<Accepted> accepted;
    std::vector<Merged> merges;
    std::vector<Undone> undone;
};

/// Writes groups of observations, each in one transaction with a handful of statements per group, whatever
/// its size. One per writing session and thread.
class GroupWriter {
public:
    /// `rules` are those that the observations' identifiers point into. All outlive the writer. `addressKey`:
    /// of the hashes by which addresses that were erased are known.
    GroupWriter(Session& session, const model::IdentifierRules& rules, base::IdGenerator& ids,
                const base::Clock& clock, identity::Caps caps = {}, const model::HashKey& addressKey = {});

    /// Called inside the transaction when everything else is written; what it throws undoes the group.
    using TakePart = std::function<void(Session& session, const WrittenGroup& group)>;

    /// Writes the group and commits; a preview, which is a group of its own like every command, only tells.
    /// Of a command that the rules forbid, what refused it is all that is written. Outcomes in the order
    /// given; an observation that is wrong, a duplicate or under a reused id is rejected or recognised alone,
    /// the others stand. Nothing if another writer was in the way (a deadlock, a lost race): nothing was
    /// written, and the same again may succeed. Throws Error if the group can't be written; nothing was,
    /// unless the connection was lost on committing.
    [[nodiscard]] std::optional<std::vector<model::Outcome>> write(
        std::span<const model::Observation> observations, const TakePart& takePart = {});

private:
    struct Attempt;

    [[nodiscard]] bool attempt(Attempt& attempt, const TakePart& takePart);
    void recogniseSeen(Attempt& attempt);
    void refuseMisunderstood(Attempt& attempt);
    [[nodiscard]] bool load(Attempt& attempt);
    void resolveAll(Attempt& attempt);
    [[nodiscard]] identity::Resolution resolveOne(Attempt& attempt, const model::Observation& observation);
    void recordForbidden(const Attempt& attempt);
    void foldAll(Attempt& attempt);

    Session& session_;
    const model::IdentifierRules& rules_;
    base::IdGenerator& ids_;
    const base::Clock& clock_;
    identity::Caps caps_;
    model::HashKey addressKey_;
};

}  // namespace kith::storage
