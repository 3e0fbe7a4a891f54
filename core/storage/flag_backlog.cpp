// SPDX-License-Identifier: Apache-2.0
#include "core/storage/flag_backlog.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/identity/facts.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/identifier_classes.hpp"
#include "core/storage/origins.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::storage {
namespace {

using base::ProfileId;

constexpr std::string_view kNext = "SELECT id FROM profile WHERE id > :after ORDER BY id LIMIT :most";

// In whatever role: whom a type that was not there kept from being looked at may only claim it. Who does not
// live gets both flags when restored.
constexpr std::string_view kHaving = R"(
SELECT profile.canonical_id, identifier.type
FROM {rows home bigint} CROSS JOIN profile CROSS JOIN profile_identifier AS entry CROSS JOIN identifier
WHERE profile.id = given.home AND profile.removed_live IS NULL
  AND entry.home = given.home AND identifier.id = entry.identifier_id)";

constexpr std::string_view kFlags = R"(
SELECT profile.id, profile.known, profile.listed
FROM {rows id bigint} CROSS JOIN profile WHERE profile.id = given.id)";

std::vector<ProfileId> homesAfter(Session& session, ProfileId after, std::size_t most) {
    std::vector<ProfileId> homes;
    session.each<ProfileId>(
        kNext, [&](ProfileId home) { homes.push_back(home); }, after, most);
    return homes;
}

/// The live profiles of those of the homes that have an identifier of one of these types.
std::vector<ProfileId> livesOf(Session& session, const std::vector<ProfileId>& homes,
                               const std::set<std::string, std::less<>>& types) {
    std::vector<ProfileId> lives;
    auto find = session.lookup<ProfileId, std::string>(kHaving, [&](ProfileId live, const std::string& type) {
        if (types.contains(type)) lives.push_back(live);
    });
    for (const auto home : homes) find.add(home);
    find.run();
    std::ranges::sort(lives);
    lives.erase(std::unique(lives.begin(), lives.end()), lives.end());
    return lives;
}

/// Marks those of whom a row says something else than their identifiers do; how many they are.
std::size_t markStale(Session& session, identity::World& world, base::Time now) {
    std::size_t stale = 0;
    auto read = session.lookup<ProfileId, bool, bool>(kFlags, [&](ProfileId live, bool known, bool listed) {
        auto& component = *world.component(live);
        if (component.known == known && component.listed == listed) return;
        ++component.version;
        component.updatedAt = now;
        component.markChanged();
        ++stale;
    });
    for (const auto& component : world.components()) {
        if (component->life == identity::Life::Live && !component->hasUnknownType())
            read.add(component->live);
    }
    read.run();
    return stale;
}

}  // namespace

// No identifier is written, so the locks of the profiles are enough.
std::optional<RefreshedFlags> refreshFlags(Session& session, const model::IdentifierRules& rules,
                                           base::IdGenerator& ids, base::Time now, const identity::Caps& caps,
                                           std::size_t homes) {
    if (!readIdentifierClasses(session).walk) return RefreshedFlags{};
    // A server may be starting with other ones.
    auto classes = lockIdentifierClasses(session);
    if (!classes.walk || !classes.areOf(rules)) return RefreshedFlags{};
    const auto next = homesAfter(session, classes.walk->after, homes);
    RefreshedFlags step{.profiles = 0, .isOver = next.size() < homes};
    if (const auto lives = livesOf(session, next, classes.walk->types); !lives.empty()) {
        identity::World world(rules);
        Origins origins;
        WorldLoader loader(session, ids, origins, caps.maxMerges + 1, {});
        if (!loader.load(lives, world)) return std::nullopt;
        step.profiles = markStale(session, world, now);
        const identity::Facts facts;
        const identity::Appends nothing;
        Counts counts;
        const GroupPlan plan{world, facts, nothing, now, counts};
        writeIdentity(session, plan);
        writeEvents(session, ids, plan);
        counts.write(session);
    }
    if (step.isOver)
        classes.walk.reset();
    else
        classes.walk->after = next.back();
    writeIdentifierClasses(session, classes);
    return step;
}

}  // namespace kith::storage
