// SPDX-License-Identifier: Apache-2.0
#include "core/storage/timeline_days.hpp"

#include <limits>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/storage/history.hpp"
#include "core/storage/session.hpp"
#include "core/storage/timeline_summary.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kDays = R"sql(
SELECT a.home, a.day, a.channel, a.status, a.wanted, count(*)
FROM {rows home bigint, from_at bigint, to_at bigint, scanned bigint, channel text, status bigint, event text,
      kind bigint}
CROSS JOIN {lateral} (
    SELECT x.home, (x.at - (x.at % 86400000 + 86400000) % 86400000) / 86400000 AS day, x.channel, x.status,
           CASE WHEN ({row channel} IS NULL OR x.channel = {row channel})
                 AND ({row status} IS NULL OR x.status = {row status})
                 AND ({row event} IS NULL OR x.event = {row event})
                 AND ({row kind} IS NULL OR x.kind = {row kind}) THEN 1 ELSE 0 END AS wanted
    FROM activity x
    WHERE x.home = {row home} AND x.at >= {row from_at} AND x.at < {row to_at}
    ORDER BY x.at DESC, x.id DESC LIMIT {row scanned}) a
GROUP BY a.home, a.day, a.channel, a.status, a.wanted
)sql";

}  // namespace

TimelineDays readTimelineDays(Session& session, const ProfileRef& ref, const TimelineFilter& filter) {
    auto homes = readHistory(session, ref).homes;
    keepCounted(homes, filter);
    using Key = std::tuple<std::int64_t, std::string, std::optional<model::Status>>;
    std::map<Key, std::int64_t> counted;
    std::unordered_map<base::ProfileId, std::int64_t> seen;
    auto rows = session.lookup<base::ProfileId, std::int64_t, std::string, std::optional<model::Status>, bool,
                               std::int64_t>(
        kDays, [&](base::ProfileId home, std::int64_t day, std::string channel,
                   std::optional<model::Status> status, bool wanted, std::int64_t count) {
            seen[home] += count;
            if (wanted) counted[{day, std::move(channel), status}] += count;
        });
    const auto shares = shareOut(homes, kMostOfTimelineDays);
    const auto from = filter.from ? base::toMillis(*filter.from) : std::numeric_limits<std::int64_t>::min();
    const auto to = filter.to ? base::toMillis(*filter.to) : std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < homes.size(); ++i)
        rows.add(homes[i].home, from, to, shares[i], filter.channel, filter.status, filter.event,
                 filter.kind);
    rows.run();
    TimelineDays days;
    for (const auto& [key, count] : counted) {
        const auto& [day, channel, status] = key;
        days.items.push_back({day, channel, status, count});
    }
    for (std::size_t i = 0; i < homes.size(); ++i)
        days.atLeast = days.atLeast || (seen[homes[i].home] == shares[i] && shares[i] < homes[i].total());
    return days;
}

}  // namespace kith::storage
