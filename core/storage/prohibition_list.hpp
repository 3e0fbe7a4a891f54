// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/command.hpp"
#include "core/storage/profile_ref.hpp"
#include "core/storage/provenance_view.hpp"

namespace kith::storage {

class Session;

/// Two profiles that may not become one.
struct ProhibitionView {
    model::ProhibitionId id;
    base::ProfileId a;  ///< The ids that it names, and the profiles that they stand for now.
    base::ProfileId b;
    base::ProfileId liveA;
    base::ProfileId liveB;
    std::string reason;
    base::Time at;
    ProvenanceView by;
    std::optional<DecisionView> lifted;  ///< Absent while it stands.
};

struct ProhibitionQuery {
    std::optional<ProfileRef> of;  ///< Those of one profile.
    bool lifted = false;           ///< Those that were lifted, instead of those that stand.
    std::string cursor;            ///< Of the page before; empty for the first.
    std::size_t limit = 50;
};

struct ProhibitionPage {
    std::vector<ProhibitionView> items;
    std::string nextCursor;  ///< Empty after the last page.
};

/// One page of them, those that were made last first. Throws Error{NotFound} for a profile that isn't there,
/// and Error{InvalidInput} for a cursor that is not one of this list and a limit outside 1 to kMaxPage.
[[nodiscard]] ProhibitionPage listProhibitions(Session& session, const ProhibitionQuery& query);

/// Those that keep the live profile with these homes apart from others that live, the newest first. In a
/// constant number of statements.
[[nodiscard]] std::vector<ProhibitionView> readStandingOf(Session& session,
                                                          const std::vector<base::ProfileId>& homes);

/// The one that a call of that key under that id made for a profile, lifted since or not; nothing if there is
/// none.
[[nodiscard]] std::optional<model::ProhibitionId> findProhibition(Session& session, base::ProfileId of,
                                                                  base::KeyId key, std::string_view givenId);

/// The one that keeps these two apart, as they are now or were until one was deleted.
[[nodiscard]] std::optional<ProhibitionView> readStanding(Session& session, base::ProfileId first,
                                                          base::ProfileId second);

}  // namespace kith::storage
