// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/identity/world.hpp"
#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"

namespace kith::identity {

/// Bounds on one person, and on how long what it only claims stands.
struct Caps {
    std::size_t maxIdentifiers = 1'000;
    std::size_t maxMerges = 100;
    std::chrono::milliseconds claimTtl = std::chrono::days{90};  ///< From the claim's last sighting.
};

inline constexpr std::string_view kLinkingRule = "linking";
inline constexpr std::string_view kAnonymousRule = "anonymous";
inline constexpr std::string_view kHandRule = "hand";

/// One merge, before its fields were folded. `rule` is one of those above.
struct Merge {
    base::MergeId id;
    base::ProfileId survivor;
    base::ProfileId absorbed;
    std::string rule;
    base::IdentifierId joinedA;  ///< By which the target was found; by hand, how it was named, if by one.
    base::IdentifierId joinedB;  ///< That brought the other side; by hand, how it was named, if by one.
    std::vector<base::ProfileId> survivorHomes;  ///< Before the merge.
    std::vector<base::ProfileId> absorbedHomes;
    /// Where these two stood. Zero if it joined none, or if that was not kept.
    base::ProfileId joinedAHome = {};
    base::ProfileId joinedBHome = {};
    std::string reason = {};  ///< Why somebody made it by hand.
};

/// Two identifiers that one observation carried together.
struct Link {
    base::IdentifierId a;
    base::IdentifierId b;
};

/// A merge that is taken back.
struct Undo {
    base::MergeId merge;
    base::ProfileId survivor;            ///< Live; what stays.
    base::ProfileId restored;            ///< The id that lives again.
    std::vector<base::ProfileId> homes;  ///< Those of the restored profile.
};

/// A profile that was deleted, erased or restored.
struct LifeChange {
    base::ProfileId profile;
    Life life = Life::Live;
    base::Time at;
    std::string reason = {};                      ///< Why it was erased; a code.
    std::vector<base::IdentifierId> shared = {};  ///< Of a restored one: what is somebody else's by now.
    base::RowId id = {};  ///< Of the change that is told of it; of an erasure none is.
};

/// Two profiles that may not become one; `a` < `b`.
struct Prohibition {
    model::ProhibitionId id;
    base::ProfileId a;
    base::ProfileId b;
    std::string reason;
};

/// That a prohibition does not stand any more.
struct Lift {
    Prohibition prohibition;
    std::string reason;
};

/// An identifier whose ledger of states an observation adds to, and where it shows at that moment: with the
/// profile of the observation if that lists it, and with the one identified by it. With how many others that
/// only list it is unbounded, so these don't count.
struct TouchedEndpoint {
    base::IdentifierId id;
    bool own = false;
    base::ProfileId other = {};  ///< The home under which it identifies another profile; zero if it does not.
    bool claimedBefore = false;  ///< The profile listed it, and nobody but as claimed.
    bool claimedAfter = false;
};

/// An identifier that somebody attached to a home, or detached from it.
struct Attachment {
    base::ProfileId home;
    base::IdentifierId identifier;
    bool attached = true;
};

/// What one observation did to the world's people. `live` may be merged further by later observations of the
/// same group; World::component(live) follows.
struct Resolution {
    base::ProfileId live;  ///< Zero if it is about nobody.
    base::ProfileId home;  ///< Where everything that it says is written; zero if that stays with an address.
    bool created = false;
    /// What the profile shows of its identifiers or its origin differs: an entry was added, moved, changed
    /// its role or its first sighting, or the profile's earliest observation is another.
    bool identityChanged = false;
    /// False: a claimed observation of a known profile (fields, opt-ins dropped).
    bool mayWriteFacts = true;
    std::vector<Merge> merges;
    std::vector<base::ProfileId> movedFrom;  ///< Profiles that lost a moving identifier to this one.
    std::vector<model::Refusal> refusals;
    std::vector<Link> links;
    /// The identifiers that the observation carried: those that were not detached since, as it stood then.
    std::vector<base::IdentifierId> carried;
    std::vector<TouchedEndpoint> endpoints;
    std::optional<Undo> undo;
    std::optional<Prohibition> prohibition;
    std::optional<Lift> lifted;
    std::optional<model::ConflictCommand> conflict;  ///< One that is decided.
    std::optional<LifeChange> life;
    std::vector<Attachment> attachments;  ///< And detachments.
    /// The rules forbid the command, for these refusals: nothing of it was done.
    std::optional<base::Error> forbidden;
    std::vector<base::ProfileId> refusedAt;  ///< Of a forbidden command: each refusal's home.
    /// The homes of `live` right after this observation. Never null.
    std::shared_ptr<const std::vector<base::ProfileId>> homes;
    /// Of the observation's attestation, if it has one.
    std::shared_ptr<const Resolution> attestation;
    /// Of an observation whose identifiers were all detached since: what is taken of it, states of addresses
    /// alone, as nobody's statement. Null of any other.
    std::shared_ptr<const model::Observation> states;

    /// What of the observation is taken.
    [[nodiscard]] const model::Observation& taken(const model::Observation& observation) const noexcept {
        return states ? *states : observation;
    }
};

/// Resolves one observation, its attestation first, against the world and changes it accordingly. Pure but
/// for the ids it draws. Throws Error{InvalidInput} (violation `too_many_values`, or `no_identifier` and
/// beside it `blocked_value` and `released` of each that was dropped) and, for one that names a profile,
/// Error{NotFound} or Error{Gone}, leaving the world unchanged. The version that it expects is checked by
/// Folder::fold.
[[nodiscard]] Resolution resolve(World& world, const model::Observation& observation, const Caps& caps,
                                 base::IdGenerator& ids);

}  // namespace kith::identity
