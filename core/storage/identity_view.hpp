// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/identifier.hpp"
#include "core/model/outcome.hpp"
#include "core/storage/profile_ref.hpp"
#include "core/storage/prohibition_list.hpp"
#include "core/storage/provenance_view.hpp"

namespace kith::storage {

class Session;

/// An identifier as one home lists it.
struct ListingView {
    model::Identifier identifier;
    base::ProfileId home;
    model::Role role = model::Role::Identifying;
    std::string given;
    base::Time firstSeen;
    base::Time lastSeen;
    std::optional<base::Time> claimedAt;  ///< Moving identifiers: the newest sighting that dates the claim.
};

struct MergeView {
    base::MergeId id;
    base::Time at;
    base::ProfileId survivor;
    base::ProfileId absorbed;
    std::string rule;                          ///< `linking`, `anonymous` or `hand`.
    std::optional<model::Identifier> joinedA;  ///< The identifiers that it joined.
    std::optional<model::Identifier> joinedB;
    std::string choices;                 ///< JSON array: field by field, what was chosen over what and why.
    std::string reason;                  ///< Why somebody made it by hand; empty if nobody said.
    std::optional<DecisionView> undone;  ///< That it was taken back; absent while it stands.
    ProvenanceView by;
};

struct RefusalView {
    model::RefusalCode code = model::RefusalCode::Limit;
    std::optional<model::Identifier> identifier;  ///< Absent of a decision about the two as a whole.
    base::ProfileId home;
    base::ProfileId other;      ///< The profile that it would have been joined with; zero if none.
    base::ProfileId otherLive;  ///< Whom that id stands for now.
    std::string detail;
    std::int64_t count = 0;
    base::Time firstAt;
    base::Time lastAt;
    ProvenanceView last;
    bool byDecision = false;  ///< Decisions by hand, and no observation, were refused so.
};

/// Of a row's columns; a type is never empty but of none.
[[nodiscard]] std::optional<model::Identifier> refusedIdentifier(std::string type, std::string value);

/// Two identifiers of the profile that one observation carried together.
struct LinkView {
    model::Identifier a;
    model::Identifier b;
    base::Time at;
    bool attested = false;
    ProvenanceView by;
};

/// Why this is one person. Each list is bounded by kMaxIdentityRows; the newest are kept.
struct IdentityView {
    base::ProfileId id;
    std::vector<ListingView> identifiers;  ///< By type, first seen.
    /// Those taken back too, also of whom they had made part of somebody else; the newest first, like all
    /// that follows.
    std::vector<MergeView> merges;
    std::vector<RefusalView> refusals;
    /// Recorded under others, with this profile as the other side; `otherLive` is whom they were refused to.
    /// Without claims.
    std::vector<RefusalView> refusedElsewhere;
    std::vector<ProhibitionView> prohibitions;  ///< Those that keep it apart from others now.
    std::vector<LinkView> links;
    bool truncated = false;  ///< More was merged, refused, forbidden or seen together than is here.
};

inline constexpr std::size_t kMaxIdentityRows = 1'000;

/// In a constant number of statements. Throws Error{NotFound}.
[[nodiscard]] IdentityView readIdentity(Session& session, const ProfileRef& ref);

}  // namespace kith::storage
