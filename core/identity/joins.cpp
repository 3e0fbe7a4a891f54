// SPDX-License-Identifier: Apache-2.0
#include "core/identity/joins.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace kith::identity {

std::vector<std::size_t> mergesBetween(std::span<const Joined> merges, const std::set<base::ProfileId>& from,
                                       const std::set<base::ProfileId>& to) {
    struct Step {
        base::ProfileId before;  ///< Zero where the way begins.
        std::size_t merge = 0;
    };
    std::unordered_map<base::ProfileId, Step> cameBy;
    std::deque<base::ProfileId> next(from.begin(), from.end());
    for (const auto id : from) cameBy.emplace(id, Step{});
    while (!next.empty()) {
        const auto at = next.front();
        next.pop_front();
        if (to.contains(at)) {
            std::vector<std::size_t> way;
            for (auto step = cameBy.at(at); step.before; step = cameBy.at(step.before))
                way.push_back(step.merge);
            std::ranges::reverse(way);
            return way;
        }
        for (std::size_t i = 0; i < merges.size(); ++i) {
            const auto& [a, b] = merges[i];
            if (at != a && at != b) continue;
            const auto other = at == a ? b : a;
            if (cameBy.try_emplace(other, Step{at, i}).second) next.push_back(other);
        }
    }
    return {};
}

}  // namespace kith::identity
