// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/activity.hpp"
#include "core/model/hash.hpp"
#include "core/model/person.hpp"

namespace kith::storage {

class Session;

// A person ends with the transaction of EraseCommand, after which nothing finds or shows them. What was
// written about them is removed here, in bounded steps, each in a write transaction that the caller opened,
// and each of which says in the receipt how much it removed. Whatever interrupts them, the next step goes on.

/// Rows by what they were: `activities`, `fields`, …, and `channels.<plugin>`.
using RemovedRows = std::map<std::string, std::size_t>;

/// What others removed that keep rows about the person; called again until that is nothing.
struct RemovedElsewhere {
    RemovedRows rows;
    bool isComplete = true;  ///< False: some can't be asked now, and are to be asked again.
};

/// Removes of others' rows at most about `most`.
using RemoveElsewhere =
    std::function<RemovedElsewhere(Session& session, const model::Person& person, std::size_t most)>;

struct ErasureStep {
    base::Time at;
    base::ProfileId profile;
    std::size_t removed = 0;
    bool isFinished = false;
    bool waits = false;  ///< For others; there is nothing else left to do now.
};

/// The oldest erasure that has not finished and is later than `after`, of which nothing is done; nothing if
/// there is none.
[[nodiscard]] std::optional<ErasureStep> nextErasure(Session& session,
                                                     const std::optional<ErasureStep>& after = {});

/// One step of that next one; nothing if there is none. `waiting`: one that is to be left. `addressKey`: of
/// the hashes by which the addresses are known from then on.
[[nodiscard]] std::optional<ErasureStep> eraseSome(Session& session, const model::HashKey& addressKey,
                                                   base::Time now, std::size_t most,
                                                   const RemoveElsewhere& removeElsewhere,
                                                   const std::optional<ErasureStep>& waiting = {});

/// Removes activities of a profile that is erased before its turn, and says so in its receipt. In the
/// transaction of a writer that holds the profile.
void removeActivities(Session& session, base::ProfileId profile, std::span<const model::Activity> activities);

/// Ends at most `most` people who were deleted before `since`, as EraseCommand does; how many. Each is told
/// as erased.
[[nodiscard]] std::size_t purgeDeleted(Session& session, base::IdGenerator& ids, base::Time now,
                                       base::Time since, std::size_t most);

/// Who ended a person: the key or account, and the source that they wrote as.
struct ErasedBy {
    base::KeyId key;
    std::string sourceType;
    std::string sourceName;
};

/// What an erasure removed so far, or all in all.
struct Receipt {
    base::ProfileId profile;
    base::Time erasedAt;
    std::string reason;                    ///< A code.
    std::optional<ErasedBy> by;            ///< None if it was retention.
    std::string removed;                   ///< A JSON object: rows by kind.
    std::optional<base::Time> finishedAt;  ///< From then on it is final.
};

/// By any id of the profile. Throws Error{NotFound}.
[[nodiscard]] Receipt readReceipt(Session& session, base::ProfileId id);

}  // namespace kith::storage
