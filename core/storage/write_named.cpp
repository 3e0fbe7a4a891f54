// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Change;
using Naming = std::pair<base::ProfileId, base::IdentifierId>;

constexpr std::string_view kInsert = R"(
INSERT INTO named_identifier {insert home bigint, identifier_id bigint} ON CONFLICT (home, identifier_id) DO NOTHING)";

/// What the group writes under a home that names an identifier: links, states and activities.
std::vector<Naming> namings(const GroupPlan& plan) {
    std::unordered_map<base::ObservationId, base::ProfileId> homes;
    for (const auto& accepted : plan.appends.observations)
        homes.emplace(accepted.observation->origin->row, accepted.home);
    std::vector<Naming> all;
    for (const auto& [link, origin] : plan.appends.links) {
        all.emplace_back(homes.at(origin->row), link.a);
        all.emplace_back(homes.at(origin->row), link.b);
    }
    for (const auto& [identifier, rows] : plan.facts.endpoints) {
        for (const auto& tracked : rows) {
            if (tracked.change == Change::Added)
                all.emplace_back(homes.at(tracked.row.stamp.origin->row), identifier);
        }
    }
    for (const auto& [key, tracked] : plan.facts.activities) {
        if (tracked.change == Change::None || !tracked.row.facts.endpoint) continue;
        // One that the group does not mention was named when it was written.
        if (const auto* endpoint = plan.world.find(*tracked.row.facts.endpoint))
            all.emplace_back(tracked.row.home, endpoint->id);
    }
    return all;
}

/// Whether an erasure of whom the home belongs to finds the identifier by what they list.
bool isListed(const identity::World& world, const Naming& naming) {
    const auto& [home, identifier] = naming;
    const auto* component = world.component(home);
    return component != nullptr &&
           std::ranges::find(component->entries, identifier, &identity::Entry::identifier) !=
               component->entries.end();
}

}  // namespace

void writeNamed(Session& session, const GroupPlan& plan) {
    auto named = namings(plan);
    std::erase_if(named, [&](const Naming& naming) { return isListed(plan.world, naming); });
    for (const auto& removed : plan.world.removedEntries())
        named.emplace_back(removed.home, removed.identifier);
    if (named.empty()) return;
    std::ranges::sort(named);
    named.erase(std::unique(named.begin(), named.end()), named.end());
    auto insert = session.bulk(kInsert);
    for (const auto& [home, identifier] : named) insert.add(home, identifier);
    insert.run();
}

}  // namespace kith::storage
