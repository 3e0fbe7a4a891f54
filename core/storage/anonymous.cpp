// SPDX-License-Identifier: Apache-2.0
#include "core/storage/anonymous.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "core/base/id_time.hpp"
#include "core/identity/facts.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/nobody.hpp"
#include "core/storage/origins.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"
#include "core/storage/world_loader.hpp"

namespace kith::storage {
namespace {

using base::ProfileId;

constexpr std::string_view kUnchanged = R"(
SELECT id, updated_at FROM profile
WHERE canonical_id = id AND known = 0 AND (updated_at, id) > (:at, :id) AND updated_at < :since
ORDER BY updated_at, id LIMIT :most)";

// A sighting that changes nothing does not date the profile.
constexpr std::string_view kUnheard = R"(
SELECT given.id FROM {rows id bigint, first bigint}
WHERE NOT EXISTS (SELECT 1 FROM observation WHERE observation.home = given.id AND observation.id >= given.first)
  AND NOT EXISTS (SELECT 1 FROM profile AS absorbed CROSS JOIN observation
                  WHERE absorbed.canonical_id = given.id AND absorbed.canonical_id <> absorbed.id
                    AND observation.home = absorbed.id AND observation.id >= given.first))";

constexpr std::string_view kReason = "retention";

std::vector<ProfileId> unheardOf(Session& session, const std::vector<ProfileId>& profiles, base::Time since) {
    std::vector<ProfileId> found;
    auto read = session.lookup<ProfileId>(kUnheard, [&](ProfileId id) { found.push_back(id); });
    for (const auto id : profiles) read.add(id, base::firstIdAt(since));
    read.run();
    return found;
}

/// A claim waits to be confirmed for as long as `identity.claim_ttl` says; one that expired is not loaded.
bool hasClaim(const identity::Component& component) {
    return std::ranges::any_of(
        component.entries, [](const identity::Entry& entry) { return entry.role == model::Role::Claimed; });
}

/// Loads and locks whom they name as erasures do.
bool load(Session& session, const Expiring& with, const std::vector<ProfileId>& profiles, Origins& origins,
          identity::World& world) {
    std::vector<model::Observation> erasures;
    for (const auto id : profiles) {
        auto& erasure = erasures.emplace_back();
        erasure.origin = origins.of(kNobody);
        erasure.command = model::EraseCommand{{id, {}}, std::string(kReason)};
    }
    std::vector<const model::Observation*> named;
    for (const auto& each : erasures) named.push_back(&each);
    WorldLoader loader(session, with.ids, origins, with.caps.maxMerges + 1, with.addressKey);
    return loader.load(named, world);
}

}  // namespace

std::optional<ExpiredAnonymous> expireAnonymous(Session& session, const Expiring& with, base::Time now,
                                                base::Time since, const ExpiredAnonymous& after,
                                                std::size_t most) {
    ExpiredAnonymous step{after.updatedAt, after.profile, 0, false};
    std::vector<ProfileId> unchanged;
    session.each<ProfileId, base::Time>(
        kUnchanged,
        [&](ProfileId id, base::Time updatedAt) {
            unchanged.push_back(id);
            step.profile = id;
            step.updatedAt = updatedAt;
        },
        after.updatedAt, after.profile, since, most);
    step.isOver = unchanged.size() < most;
    const auto unheard = unheardOf(session, unchanged, since);
    if (unheard.empty()) return step;
    session.execute(kInsertNobody);
    Origins origins;
    identity::World world(with.rules, now - with.caps.claimTtl);
    if (!load(session, with, unheard, origins, world)) return std::nullopt;
    identity::Facts facts;
    identity::Appends appends;
    // Now that they are locked, nothing more can be heard of them until the end.
    for (const auto id : unheardOf(session, unheard, since)) {
        auto* component = world.component(id);
        if (component == nullptr || component->life != identity::Life::Live || component->known ||
            component->updatedAt >= since || component->hasUnknownType() || hasClaim(*component))
            continue;
        world.remove(*component, identity::Life::Erased, now);
        ++component->version;
        component->updatedAt = now;
        component->markChanged();
        appends.lives.push_back(
            {{component->live, identity::Life::Erased, now, std::string(kReason), {}}, origins.of(kNobody)});
        ++step.profiles;
    }
    Counts counts;
    const GroupPlan plan{world, facts, appends, now, counts};
    writeIdentity(session, plan);
    writeNamed(session, plan);
    writeDecisions(session, plan);
    writeFields(session, plan);
    writeMatchKeys(session, plan);
    writeEvents(session, with.ids, plan);
    counts.write(session);
    return step;
}

}  // namespace kith::storage
