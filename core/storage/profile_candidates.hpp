// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/id.hpp"
#include "core/storage/profile_list.hpp"

namespace kith::storage {

/// The live profiles among which all that a query wants are, where an index knows few enough of them.
struct ProfileCandidates {
    bool found = false;     ///< False: too many, or nothing in the query that an index knows.
    bool bySearch = false;  ///< They are what the search finds; else only the other conditions are met.
    std::vector<base::ProfileId> ids = {};
    /// Unless they are by search: whom the search finds by an id or an identifier, whatever their names.
    std::vector<base::ProfileId> identified = {};
    bool areMembers = false;  ///< Of the query's segment.
    bool isCut = false;       ///< The search would find others too, of whom it takes no more.
};

/// Whether nobody has to be asked whether they are in the query's segment: the candidates are, or, where
/// there are none, those that readProfilePart() looks at.
[[nodiscard]] inline bool knowsMembers(const ProfileQuery& query,
                                       const ProfileCandidates& candidates) noexcept {
    return query.segment != nullptr && !query.search && (!candidates.found || candidates.areMembers);
}

inline constexpr std::size_t kMaxCandidates = 10'000;

/// At most one statement per condition of the query and two more for a search, each bounded.
[[nodiscard]] ProfileCandidates findCandidates(Session& session, const ProfileQuery& query);

}  // namespace kith::storage
