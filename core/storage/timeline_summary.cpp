// SPDX-License-Identifier: Apache-2.0
#include "core/storage/timeline_summary.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::int64_t kCounted = 10'000;

bool wants(const TimelineFilter& filter, const ActivityCount& count) {
    return (!filter.channel || *filter.channel == count.channel) &&
           (!filter.kind || *filter.kind == count.kind) && (!filter.status || filter.status == count.status);
}

/// Sums counts under (channel, kind, status).
class Totals {
public:
    void add(const ActivityCount& count) {
        totals_[{count.channel, count.kind, count.status}] += count.count;
    }
    [[nodiscard]] TimelineSummary summary() const {
        TimelineSummary summary;
        for (const auto& [key, count] : totals_) {
            const auto& [channel, kind, status] = key;
            summary.counts.push_back({channel, kind, status, count});
            summary.total += count;
        }
        return summary;
    }

private:
    std::map<std::tuple<std::string, model::ActivityKind, std::optional<model::Status>>, std::int64_t>
        totals_;
};

TimelineSummary fromCounters(std::span<const HistoryHome> homes, const TimelineFilter& filter) {
    Totals totals;
    for (const auto& home : homes) {
        for (const auto& count : home.counts) {
            if (wants(filter, count)) totals.add(count);
        }
    }
    return totals.summary();
}

TimelineSummary counted(Session& session, std::span<const HistoryHome> homes, const TimelineFilter& filter) {
    Totals totals;
    std::unordered_map<base::ProfileId, std::int64_t> seen;
    auto rows = session.lookup<base::ProfileId, std::string, model::ActivityKind,
                               std::optional<model::Status>, bool, std::int64_t>(
        R"sql(
SELECT a.home, a.channel, a.kind, a.status, a.wanted, count(*)
FROM {rows home bigint, from_at bigint, to_at bigint, scanned bigint, event text}
CROSS JOIN {lateral} (
    SELECT x.home, x.channel, x.kind, x.status,
           CASE WHEN {row event} IS NULL OR x.event = {row event} THEN 1 ELSE 0 END AS wanted
    FROM activity x
    WHERE x.home = {row home} AND x.at >= {row from_at} AND x.at < {row to_at}
    ORDER BY x.at DESC, x.id DESC LIMIT {row scanned}) a
GROUP BY a.home, a.channel, a.kind, a.status, a.wanted
)sql",
        [&](base::ProfileId home, std::string channel, model::ActivityKind kind,
            std::optional<model::Status> status, bool wanted, std::int64_t count) {
            seen[home] += count;
            const ActivityCount each{std::move(channel), kind, status, count};
            if (wanted && wants(filter, each)) totals.add(each);
        });
    const auto shares = shareOut(homes, kCounted);
    const auto from = filter.from ? base::toMillis(*filter.from) : std::numeric_limits<std::int64_t>::min();
    const auto to = filter.to ? base::toMillis(*filter.to) : std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < homes.size(); ++i) rows.add(homes[i].home, from, to, shares[i], filter.event);
    rows.run();
    auto summary = totals.summary();
    for (std::size_t i = 0; i < homes.size(); ++i) {
        summary.atLeast =
            summary.atLeast || (seen[homes[i].home] == shares[i] && shares[i] < homes[i].total());
    }
    return summary;
}

}  // namespace

void keepCounted(std::vector<HistoryHome>& homes, const TimelineFilter& filter) {
    std::erase_if(homes, [&](const HistoryHome& home) {
        return std::ranges::none_of(home.counts, [&](const auto& count) { return wants(filter, count); });
    });
}

TimelineSummary summarise(Session& session, std::span<const HistoryHome> homes,
                          const TimelineFilter& filter) {
    if (!filter.event && !filter.from && !filter.to) return fromCounters(homes, filter);
    return counted(session, homes, filter);
}

}  // namespace kith::storage
