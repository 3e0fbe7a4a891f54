// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::storage {

class Database;
class Session;

/// Two profiles; of live ones the smaller id is the first.
using LivePair = std::pair<base::ProfileId, base::ProfileId>;

/// When, why and by whom two profiles that may be one person were put aside.
struct DismissalView {
    base::Time at;
    std::string reason;  ///< Empty if none was given.
    SourceView source;
    base::KeyId key;  ///< Or the account of whoever was signed in.
};

/// In the order in which pairs were put aside.
using DismissedPlace = std::tuple<base::Time, base::ProfileId, base::ProfileId>;

/// A pair that somebody put aside.
struct DismissedPair {
    base::ProfileId a;  ///< What stood for the two then, before b.
    base::ProfileId b;
    LivePair live;  ///< The two as they are now.
    DismissalView dismissal;

    [[nodiscard]] DismissedPlace place() const { return {dismissal.at, a, b}; }
};

/// The newest of all before that place, at most `most`, the newest first. Of a pair whose profiles became
/// one, or of whom one is gone, `live` are no two profiles.
[[nodiscard]] std::vector<DismissedPair> newestDismissed(Session& session, const DismissedPlace& before,
                                                         std::size_t most);

/// All of a live profile and another one that lives, in no order.
[[nodiscard]] std::vector<DismissedPair> dismissedOf(Session& session, base::ProfileId live);

/// Leaves the pairs of two that live, each once: of two that were put aside several times, since each was
/// several profiles, the first time stands.
void keepFirstDismissed(Session& session, std::vector<DismissedPair>& pairs);

/// How many pairs with one profile are put aside at most.
inline constexpr std::size_t kMaxDismissed = 1'000;

/// Puts two profiles aside, named by any ids of theirs, and says what stands of that: of two that were put
/// aside before, that. Throws Error{NotFound} and Error{Gone} for one that is not there, and Error{Conflict}
/// if the two are one profile, or one of them is in kMaxDismissed pairs already.
[[nodiscard]] DismissedPair dismissDuplicate(const Database& database, const LivePair& named,
                                             const DismissalView& dismissal);

/// Takes that back, however often they were put aside; which two these are. Throws the same, and
/// Error{NotFound} if they are not put aside.
LivePair restoreDuplicate(const Database& database, const LivePair& named);

}  // namespace kith::storage
