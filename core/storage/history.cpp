// SPDX-License-Identifier: Apache-2.0
#include "core/storage/history.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/storage/profile_sql.hpp"

namespace kith::storage {

std::int64_t HistoryHome::total() const noexcept {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0},
                           [](std::int64_t sum, const ActivityCount& each) { return sum + each.count; });
}

History readHistory(Session& session, const ProfileRef& ref) {
    // A home without activities has one row without a channel.
    static const ProfileSql kSql(R"sql(
SELECT live.id, h.id, a.channel, a.kind, a.status, a.count
FROM live CROSS JOIN {homes} LEFT JOIN activity_counter a ON a.home = h.id AND a.count <> 0
)sql");
    History history;
    std::unordered_map<base::ProfileId, std::size_t> places;
    kSql.each<base::ProfileId, base::ProfileId, std::optional<std::string>,
              std::optional<model::ActivityKind>, std::optional<std::int64_t>, std::optional<std::int64_t>>(
        session, ref,
        [&](base::ProfileId live, base::ProfileId home, std::optional<std::string> channel,
            std::optional<model::ActivityKind> kind, std::optional<std::int64_t> status,
            std::optional<std::int64_t> count) {
            history.live = live;
            const auto [place, isNew] = places.try_emplace(home, history.homes.size());
            if (isNew) history.homes.push_back({home, {}});
            if (!channel) return;
            auto& counts = history.homes[place->second].counts;
            counts.push_back({std::move(*channel), *kind, std::nullopt, *count});
            if (*status != 0) counts.back().status = static_cast<model::Status>(*status);
        });
    if (!history.live) throwNoProfile(session, ref);
    return history;
}

std::vector<std::int64_t> shareOut(std::span<const HistoryHome> homes, std::int64_t budget) {
    std::vector<std::size_t> order(homes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<std::int64_t> totals;
    for (const auto& home : homes) totals.push_back(home.total());
    std::ranges::sort(order, {}, [&](std::size_t at) { return totals[at]; });
    std::vector<std::int64_t> shares(homes.size());
    auto left = static_cast<std::int64_t>(homes.size());
    for (const auto at : order) {
        shares[at] = std::min(totals[at], budget / left);
        budget -= shares[at];
        --left;
    }
    return shares;
}

}  // namespace kith::storage
