// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::storage {

class Session;

/// What is old enough to go; what is not set stays. Consents, endpoint states and records of merges always
/// do.
struct Retention {
    std::optional<base::Time> activitiesBefore;  ///< By their own time.
    std::optional<base::Time> changesBefore;     ///< By the time at which kith heard of them.
};

struct Swept {
    base::ProfileId last;  ///< The home to go on after.
    std::size_t activities = 0;
    std::size_t changes = 0;
    bool isOver = false;  ///< There is no home after it.
};

/// One step of a walk over all homes: looks at the next `homes` after `after`, and removes about `most` rows
/// at most. Counters go down with the activities, and each profile that shows fewer has a new version, which
/// is told. Inside a write transaction that the caller opened; repeatable.
[[nodiscard]] Swept removeOld(Session& session, base::IdGenerator& ids, base::Time now,
                              const Retention& retention, base::ProfileId after, std::size_t homes,
                              std::size_t most);

}  // namespace kith::storage
