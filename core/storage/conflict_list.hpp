// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/command.hpp"
#include "core/storage/identity_view.hpp"

namespace kith::storage {

class Session;

/// Two people that observations would have joined and a rule kept apart.
struct ConflictView {
    model::ConflictId id;
    model::ConflictState state = model::ConflictState::Open;
    base::ProfileId namedA;  ///< The two as they were when it came up, and whom they stand for now.
    base::ProfileId namedB;
    base::ProfileId a;
    base::ProfileId b;
    model::RefusalCode code = model::RefusalCode::Limit;  ///< Of the last observation.
    std::int64_t observations = 0;
    base::Time firstAt;
    base::Time lastAt;
    ProvenanceView last;
    /// Here, or by the prohibition that keeps the two apart. Absent while it is open, and if the two became
    /// one without a decision here.
    std::optional<DecisionView> decided;
    /// What was refused between the two, the newest first; a bounded number.
    std::vector<RefusalView> refused;
    /// That the merge which decided it was taken back.
    std::optional<DecisionView> undone = {};
};

enum class ConflictSort { Newest, MostObservations };

struct ConflictQuery {
    model::ConflictState state = model::ConflictState::Open;
    ConflictSort sort = ConflictSort::Newest;
    std::string cursor;  ///< Of the page before; empty for the first.
    std::size_t limit = 50;
};

struct ConflictPage {
    std::vector<ConflictView> items;
    std::string nextCursor;  ///< Empty after the last page.
};

inline constexpr std::size_t kMaxConflictRefusals = 20;

/// One page of them, in the order of what they say. Of several between the same two, which merges since made
/// of different ones, the one that came last stands for all and says what they counted together. One that
/// waits, or that was forbidden, is shown no more once its profiles became one, and one that waits once they
/// are forbidden to (until that is lifted): nobody decided that here. So a page may hold fewer than its
/// limit. Throws Error{InvalidInput} for a cursor that is not one of this list and a limit outside 1 to
/// kMaxPage.
[[nodiscard]] ConflictPage listConflicts(Session& session, const ConflictQuery& query);

struct OpenConflicts {
    std::int64_t count = 0;
    bool atLeast = false;  ///< There are more than are looked at.
};

inline constexpr std::size_t kMostOpenConflicts = 5'000;

/// How many the list of open ones shows on all of its pages. Whether one waits is also said by whom its two
/// point to and what forbids them, which changes where no conflict does: so it is counted when it is asked
/// for, by an index, up to a bound.
[[nodiscard]] OpenConflicts countOpenConflicts(Session& session);

/// One of them, whatever became of it: Merged and Forbidden also if that was not decided here. It says what
/// the list says of it, and one for which another stands what it counted itself. Throws Error{NotFound}, also
/// while one of the two is deleted.
[[nodiscard]] ConflictView readConflict(Session& session, model::ConflictId id);

/// Of the forbidden conflicts of these homes those whose two live and nothing keeps apart any more.
[[nodiscard]] std::vector<model::ConflictId> noLongerForbidden(Session& session,
                                                               const std::vector<base::ProfileId>& homes);

/// The two, as they are now or were until one was deleted. Throws Error{NotFound} if there is no such
/// conflict.
[[nodiscard]] std::pair<base::ProfileId, base::ProfileId> conflictProfiles(Session& session,
                                                                           model::ConflictId id);

}  // namespace kith::storage
