// SPDX-License-Identifier: Apache-2.0
#include "core/storage/activity_channels.hpp"

#include <cstdint>
#include <utility>

#include "core/storage/session.hpp"

namespace kith::storage {

bool isActivityChannel(Session& session, std::string_view channel) {
    return session
        .first<std::int64_t>("SELECT CAST(1 AS bigint) FROM activity WHERE channel = :channel LIMIT 1",
                             channel)
        .has_value();
}

std::vector<std::string> activityChannels(Session& session, std::size_t most) {
    // SELECT DISTINCT would read every activity.
    std::vector<std::string> names;
    session.each<std::string>(
        R"sql(
WITH RECURSIVE named (channel) AS (
    SELECT min(channel) FROM activity
    UNION ALL
    SELECT (SELECT min(a.channel) FROM activity a WHERE a.channel > named.channel)
    FROM named WHERE named.channel IS NOT NULL)
SELECT channel FROM named WHERE channel IS NOT NULL LIMIT :most
)sql",
        [&](std::string name) { names.push_back(std::move(name)); }, static_cast<std::int64_t>(most));
    return names;
}

}  // namespace kith::storage
