// SPDX-License-Identifier: Apache-2.0
#include "core/storage/activity_rows.hpp"

#include <string_view>

#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kRemoveStatuses =
    "DELETE FROM activity_status WHERE activity_id IN (SELECT id FROM {rows id bigint})";
constexpr std::string_view kRemoveActivities = R"(
DELETE FROM activity
WHERE (home, at, id) IN (SELECT home, at, id FROM {rows home bigint, at bigint, id bigint}))";

}  // namespace

RemovedActivities removeActivityRows(Session& session, std::span<const ActivityRow> rows) {
    auto statuses = session.bulk(kRemoveStatuses);
    auto activities = session.bulk(kRemoveActivities);
    for (const auto& [home, at, id] : rows) {
        statuses.add(id);
        activities.add(home, at, id);
    }
    RemovedActivities removed;
    removed.statuses = static_cast<std::size_t>(statuses.run());
    removed.activities = static_cast<std::size_t>(activities.run());
    return removed;
}

}  // namespace kith::storage
