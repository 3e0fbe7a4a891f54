// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"

namespace kith::model {

using ProhibitionId = base::Id<struct ProhibitionTag>;
using ConflictId = base::Id<struct ConflictTag>;

/// A profile that a write names, instead of being resolved by identifiers.
struct Address {
    base::ProfileId home;  ///< An id that was handed out, or the home of the identifier named.
    std::optional<std::int64_t> expectedVersion;  ///< A profile that moved on is refused.
};

/// One of the two sides of a merge by hand.
struct MergeSide {
    Address address;
    std::optional<Identifier> named;  ///< The identifier by which the caller named it, if by one.
};

/// Make two profiles one.
struct MergeCommand {
    MergeSide first;
    MergeSide second;
    std::optional<base::ProfileId> survivor;  ///< An id of whichever is to be shown; else the rules choose.
    bool preview = false;                     ///< Only say what it would do, what the rules forbid included.
    std::string reason = {};
};

/// Take a merge back: each side is again what stands under its homes.
struct UndoCommand {
    base::MergeId merge;
    std::string reason;  ///< Of the prohibition that stays.
};

/// Never make these two one, whatever any rule says.
struct ForbidCommand {
    base::ProfileId first;
    base::ProfileId second;
    std::string reason;
};

/// Lift such a prohibition.
struct AllowCommand {
    ProhibitionId prohibition;
    std::string reason = {};  ///< Why it is lifted.
};

/// Let an identifier identify a profile.
struct AttachCommand {
    Address address;
    Identifier identifier;  ///< Normalised.
    std::string given;      ///< As it arrived.
    bool move = false;      ///< Take it from whomever it identifies, whose history stays there.
};

/// Let it be none of the profile's. What was observed before is then as if the value were blocked.
struct DetachCommand {
    Address address;
    Identifier identifier;
};

/// Hide a profile and let go of its identifiers. It can be restored until it is purged.
struct DeleteCommand {
    Address address;
};

/// Let a deleted profile live again: what is free by then identifies it, the rest it shares.
struct RestoreCommand {
    Address address;
};

/// End a person, deleted before or not, for good.
struct EraseCommand {
    Address address;
    std::string reason;  ///< A code.
};

/// What becomes of two profiles that observations would have joined and a rule kept apart.
enum class ConflictState { Open, Merged, Forbidden, Dismissed };

/// Decide such a conflict: Merged and Forbidden do what MergeCommand and ForbidCommand do with its two
/// profiles.
struct ConflictCommand {
    ConflictId conflict;
    ConflictState verdict = ConflictState::Dismissed;
    std::string reason;
    /// Of a merge, the two profiles as they were looked at, in any order; empty if nobody says.
    std::vector<Address> seen = {};
};

/// What a person decided.
using Command = std::variant<MergeCommand, UndoCommand, ForbidCommand, AllowCommand, ConflictCommand,
                             AttachCommand, DetachCommand, DeleteCommand, RestoreCommand, EraseCommand>;

/// What came of it.
struct Decision {
    base::MergeId merge;        ///< Made, or taken back; else zero.
    base::ProfileId survivor;   ///< The live profile, or what stays of it.
    base::ProfileId other;      ///< Absorbed, or live again.
    std::string choices;        ///< Of a merge: a JSON array, field by field.
    ProhibitionId prohibition;  ///< Made, or lifted; else zero.
};

}  // namespace kith::model
