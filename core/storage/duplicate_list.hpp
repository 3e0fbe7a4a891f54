// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/identity/duplicates.hpp"
#include "core/storage/dismissed_duplicates.hpp"
#include "core/storage/profile_ref.hpp"
#include "core/storage/profile_summary.hpp"

namespace kith::storage {

class Session;

/// One side of a candidate.
struct DuplicateSide {
    ProfileSummary summary;
    identity::Traits traits;
};

struct DuplicateReason {
    identity::Agreement agreement = identity::Agreement::Name;
    /// The identifiers of the two that agree, in the order of the profiles; none if it is about their fields.
    std::optional<std::pair<model::Identifier, model::Identifier>> identifiers;
};

/// Two profiles that may be one person.
struct DuplicateView {
    DuplicateSide a;  ///< The older id.
    DuplicateSide b;
    int score = 0;  ///< Percent; of a pair that was put aside 0 if nothing speaks for it any more.
    std::vector<DuplicateReason> reasons;
    std::optional<DismissalView> dismissed = {};
};

struct DuplicateQuery {
    std::optional<ProfileRef> profile;  ///< Those of one profile.
    std::string cursor;                 ///< Of the page before; empty for the first.
    std::size_t limit = 50;
    bool dismissed = false;                      ///< Those that were put aside, instead of those that wait.
    std::vector<std::string> addressTypes = {};  ///< See SummaryAsked.
};

struct DuplicatePage {
    std::vector<DuplicateView> items;
    /// Empty after the last page. A page can be short, even empty, before it: one request looks at a bounded
    /// number of pairs.
    std::string nextCursor;
};

/// One page of them as they are `now`, in a bounded number of statements: of all in the order of their
/// strongest reason, of one profile's by score. Left out are profiles that are not known, and pairs about
/// which somebody decided. Those that were put aside come newest first, whatever is known of them. Throws
/// Error{NotFound} for a profile that isn't there, and Error{InvalidInput} for a cursor that is not one of
/// this list and a limit outside 1 to kMaxPage.
[[nodiscard]] DuplicatePage listDuplicates(Session& session, const DuplicateQuery& query, base::Time now);

}  // namespace kith::storage
