// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::storage {

class Session;

/// What an activity's row is found by.
struct ActivityRow {
    base::ProfileId home;
    base::Time at;
    base::ActivityId id;
};

struct RemovedActivities {
    std::size_t activities = 0;
    std::size_t statuses = 0;
};

/// Removes them with their statuses. Counters stay as they are.
RemovedActivities removeActivityRows(Session& session, std::span<const ActivityRow> rows);

}  // namespace kith::storage
