// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/storage/identity_view.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::storage {

class Session;

/// The merges that these profiles survived, the newest first, as all below with nothing of whom was deleted
/// or erased, or of somebody who is none of the two that a merge names. Three statements.
[[nodiscard]] std::vector<MergeView> readMergesOf(Session& session,
                                                  const std::vector<base::ProfileId>& homes);

/// All merges of the profile with these homes, the newest first: those that they survived, and of those that
/// made them part of somebody else the ones that were taken back. In a constant number of statements.
[[nodiscard]] std::vector<MergeView> readAllMergesOf(Session& session,
                                                     const std::vector<base::ProfileId>& homes);

/// Which merges name a home; one that names two homes of a person is of the survivor's.
struct MergesNaming {
    base::ProfileId home;
    base::ProfileId live;  ///< The person whose home it is.
    base::MergeId after;
};

/// The first of them after one, undone ones too, the oldest first; for an export, with values of whoever of
/// the two was deleted.
[[nodiscard]] std::vector<MergeView> readMergesNaming(Session& session, const MergesNaming& which,
                                                      std::size_t wanted);

/// Throws Error{NotFound}.
[[nodiscard]] MergeView readMerge(Session& session, base::MergeId id);

/// Who absorbed the other one; nothing once either was erased.
[[nodiscard]] std::optional<base::ProfileId> findSurvivor(Session& session, base::MergeId id);

/// The merge into this profile that a call of that key under that id made, also if the profile was deleted
/// since; nothing if there is none.
[[nodiscard]] std::optional<base::MergeId> findMerge(Session& session, base::ProfileId live, base::KeyId key,
                                                     std::string_view givenId);

struct MergePage {
    std::vector<MergeView> items;
    std::string nextCursor;  ///< Empty after the last page.
};

/// All merges, or those of one profile, the newest first. Throws Error{NotFound} for a profile that isn't
/// there, and Error{InvalidInput} for a cursor that is not one of this list and a limit outside 1 to
/// kMaxPage.
[[nodiscard]] MergePage listMerges(Session& session, const std::optional<ProfileRef>& of,
                                   const std::string& cursor, std::size_t limit);

}  // namespace kith::storage
