// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/storage/identity_view.hpp"

namespace kith::storage {

/// An identifier that somebody attached to a profile by hand.
struct AttachmentView {
    model::Identifier identifier;
    base::ProfileId home;
    base::Time at;
    ProvenanceView by;
};

/// The chain of observations that links two identifiers of one profile.
struct ChainView {
    /// From the first identifier to the second. Nothing if none is held: somebody joined them by hand, or
    /// what they were seen with is not kept any more.
    std::optional<std::vector<LinkView>> hops;
    /// Where there are no hops, what joined the two, as far as it is kept: the merges between the ids under
    /// which they stand, or what each was seen with, from the first's to the second's,
    std::vector<MergeView> merges;
    /// and what of that somebody attached by hand, the newest first.
    std::vector<AttachmentView> attachments;
    bool truncated = false;  ///< More was seen together than was looked at.
};

/// In a constant number of statements. Throws Error{NotFound} if there is no such profile, or it does not
/// list one of the two.
[[nodiscard]] ChainView readChain(Session& session, const ProfileRef& ref, const model::Identifier& from,
                                  const model::Identifier& to);

}  // namespace kith::storage
