// SPDX-License-Identifier: Apache-2.0
#include "core/identity/chain.hpp"

#include <algorithm>
#include <deque>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace kith::identity {
namespace {

/// Identifiers and the observations that carried them, each with a way to the other kind.
class Graph {
public:
    explicit Graph(std::span<const Carrying> carried) {
        std::vector<Carrying> newestFirst(carried.begin(), carried.end());
        std::ranges::sort(newestFirst, [](const Carrying& a, const Carrying& b) {
            return std::tie(b.at, b.observation, a.identifier) < std::tie(a.at, a.observation, b.identifier);
        });
        for (const auto& each : newestFirst) {
            observations_[each.identifier].push_back(each.observation);
            identifiers_[each.observation].push_back(each.identifier);
        }
    }

    /// Calls `visit(next, observation)` for whatever was carried with it by an observation not walked yet.
    template <class Visit>
    void walkFrom(base::IdentifierId identifier, const Visit& visit) {
        for (const auto observation : observations_[identifier]) {
            if (!walked_.insert(observation).second) continue;
            for (const auto next : identifiers_[observation]) visit(next, observation);
        }
    }

private:
    std::unordered_map<base::IdentifierId, std::vector<base::ObservationId>>
        observations_;  ///< Newest first.
    std::unordered_map<base::ObservationId, std::vector<base::IdentifierId>> identifiers_;
    std::unordered_set<base::ObservationId> walked_;
};

}  // namespace

std::optional<std::vector<Hop>> shortestChain(std::span<const Carrying> carried, base::IdentifierId from,
                                              base::IdentifierId to) {
    Graph graph(carried);
    std::unordered_map<base::IdentifierId, Hop> cameBy{{from, {}}};
    std::deque<base::IdentifierId> next{from};
    while (!next.empty() && !cameBy.contains(to)) {
        const auto at = next.front();
        next.pop_front();
        graph.walkFrom(at, [&](base::IdentifierId reached, base::ObservationId observation) {
            if (cameBy.try_emplace(reached, Hop{at, reached, observation}).second) next.push_back(reached);
        });
    }
    if (!cameBy.contains(to)) return std::nullopt;
    std::vector<Hop> chain;
    for (auto at = to; at != from; at = chain.back().from) chain.push_back(cameBy.at(at));
    std::ranges::reverse(chain);
    return chain;
}

std::unordered_set<base::IdentifierId> linkedWith(std::span<const Carrying> carried,
                                                  base::IdentifierId from) {
    Graph graph(carried);
    std::unordered_set<base::IdentifierId> linked{from};
    std::deque<base::IdentifierId> next{from};
    while (!next.empty()) {
        const auto at = next.front();
        next.pop_front();
        graph.walkFrom(at, [&](base::IdentifierId reached, base::ObservationId /*observation*/) {
            if (linked.insert(reached).second) next.push_back(reached);
        });
    }
    return linked;
}

}  // namespace kith::identity
