// SPDX-License-Identifier: Apache-2.0
#include "core/storage/maintenance.hpp"

#include <vector>

#include "core/identity/facts.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/origins.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::storage {
namespace {

// SQLite only uses a partial index whose condition it finds word by word.
constexpr std::string_view kExpired = R"(
SELECT home FROM profile_identifier
WHERE role = 2 AND last_seen <= :deadline
ORDER BY last_seen LIMIT :most)";

// The text first: else SQLite looks up the key alone, and passes over all that was remembered of it.
constexpr std::string_view kForget = R"(
DELETE FROM seen_observation
WHERE (id_hash, key_id) IN (SELECT id_hash, key_id FROM seen_observation WHERE at < :since
                            ORDER BY at LIMIT :most))";

}  // namespace

bool lockMaintenance(Session& session) {
    bool locked = false;
    session.withRaw([&](soci::session& raw) { locked = session.dialect().lockMaintenance(raw); });
    return locked;
}

// A listing that identifies nobody belongs to its profile, whose lock is enough. The rows of identifiers
// stay: evidence, states and activities may refer to them.
std::optional<ExpiredClaims> expireClaims(Session& session, const model::IdentifierRules& rules,
                                          base::IdGenerator& ids, base::Time now, const identity::Caps& caps,
                                          std::size_t most) {
    identity::World world(rules, now - caps.claimTtl);
    std::vector<base::ProfileId> homes;
    session.each<base::ProfileId>(
        kExpired, [&](base::ProfileId home) { homes.push_back(home); }, world.claimDeadline(), most);
    if (homes.empty()) return ExpiredClaims{};
    Origins origins;
    WorldLoader loader(session, ids, origins, caps.maxMerges + 1, {});
    if (!loader.load(homes, world)) return std::nullopt;
    identity::Facts facts;
    const auto appends = identity::Folder(world, facts, ids, now).finish();
    Counts counts;
    const GroupPlan plan{world, facts, appends, now, counts};
    writeIdentity(session, plan);
    writeNamed(session, plan);
    writeEvents(session, ids, plan);
    counts.write(session);
    ExpiredClaims expired{.claims = world.removedEntries().size(), .more = homes.size() == most};
    for (const auto& component : world.components())
        expired.profiles += world.claimsExpired(component->live) ? 1U : 0U;
    return expired;
}

std::size_t forgetObservations(Session& session, base::Time since, std::size_t most) {
    return static_cast<std::size_t>(session.execute(kForget, since, most));
}

}  // namespace kith::storage
