// SPDX-License-Identifier: Apache-2.0
#include "core/storage/match_backlog.hpp"

#include <algorithm>
#include <vector>

#include "core/storage/facts_loader.hpp"
#include "core/storage/match_keys.hpp"
#include "core/storage/origins.hpp"
#include "core/storage/session.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kNext = "SELECT profile_id FROM match_backlog ORDER BY profile_id LIMIT :most";
constexpr std::string_view kDone =
    "DELETE FROM match_backlog WHERE profile_id IN (SELECT profile_id FROM {rows profile_id bigint})";

}  // namespace

std::optional<std::size_t> matchBacklog(Session& session, const model::IdentifierRules& rules,
                                        base::IdGenerator& ids, base::Time now, const identity::Caps& caps,
                                        std::size_t most) {
    std::vector<base::ProfileId> profiles;
    session.each<base::ProfileId>(
        kNext, [&](base::ProfileId profile) { profiles.push_back(profile); }, most);
    if (profiles.empty()) return 0;
    identity::World world(rules);
    Origins origins;
    WorldLoader loader(session, ids, origins, caps.maxMerges + 1, {});
    if (!loader.load(profiles, world)) return std::nullopt;
    identity::FactKeys wanted;
    for (const auto& component : world.components())
        for (const auto& home : component->homes) wanted.homes.push_back(home.id);
    std::ranges::sort(wanted.homes);
    const auto facts = loadFacts(session, origins, wanted);
    const identity::Appends nothing;
    Counts counts;
    const GroupPlan plan{world, facts, nothing, now, counts};
    MatchKeys keys(plan);
    for (const auto& component : world.components()) {
        if (component->life != identity::Life::Live) continue;
        keys.identifiersChanged(component->live);
        keys.traitsChanged(component->live);
    }
    keys.write(session);
    auto done = session.bulk(kDone);
    for (const auto profile : profiles) done.add(profile);
    done.run();
    return profiles.size();
}

}  // namespace kith::storage
