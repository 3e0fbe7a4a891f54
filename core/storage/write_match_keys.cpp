// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "core/storage/codes.hpp"
#include "core/storage/match_keys.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Agreement;
using identity::Change;
using identity::MatchKey;

constexpr std::string_view kStored = R"(
SELECT held.profile_id, held.agreement, held.value
FROM {rows profile_id bigint} CROSS JOIN match_key AS held
WHERE held.profile_id = given.profile_id)";

constexpr std::string_view kInsert =
    "INSERT INTO match_key {insert profile_id bigint, agreement bigint, value bigint}";

constexpr std::string_view kRemove = R"(
DELETE FROM match_key
WHERE (profile_id, agreement, value)
      IN (SELECT profile_id, agreement, value FROM {rows profile_id bigint, agreement bigint, value bigint}))";

// One statement for more and for fewer, sorted: it locks, and writers must not wait for each other in a ring.
constexpr std::string_view kCount = R"(
INSERT INTO match_group {insert value bigint, agreement bigint, holders bigint}
ON CONFLICT (value, agreement) DO UPDATE SET holders = match_group.holders + excluded.holders)";

constexpr std::string_view kRemoveEmpty = R"(
DELETE FROM match_group
WHERE holders = 0 AND (value, agreement) IN (SELECT value, agreement FROM {rows value bigint, agreement bigint}))";

}  // namespace

bool MatchKeys::isWanted(base::ProfileId profile, Agreement agreement) const {
    return (isOfTraits(agreement) ? traits_ : identifiers_).contains(profile);
}

std::vector<MatchKey> MatchKeys::identifierKeysOf(base::ProfileId live) const {
    std::vector<const model::Identifier*> listed;
    for (const auto& entry : plan_.world.component(live)->entries) {
        if (entry.role == model::Role::Claimed) continue;
        const auto& identifier = plan_.world.find(entry.identifier)->identifier;
        if (identity::isCompared(identifier.type)) listed.push_back(&identifier);
    }
    return identity::identifierKeys(listed);
}

std::vector<MatchKey> MatchKeys::traitKeysOf(base::ProfileId live) const {
    identity::Traits traits;
    for (const auto& home : plan_.world.component(live)->homes) {
        const auto rows = plan_.facts.fields.find(home.id);
        if (rows == plan_.facts.fields.end()) continue;
        for (const auto& [row, current, change] : rows->second) {
            if (!current || !row.present) continue;
            if (auto* trait = identity::traitOf(traits, row.field)) *trait = row.value.text;
        }
    }
    return identity::traitKeys(traits);
}

void MatchKeys::addWanted() {
    const auto add = [&](base::ProfileId live, const std::vector<MatchKey>& keys) {
        if (!ended_.contains(live)) added_[live].insert(keys.begin(), keys.end());
    };
    for (const auto live : identifiers_) add(live, identifierKeysOf(live));
    for (const auto live : traits_) add(live, traitKeysOf(live));
}

/// Splits what is stored and what is wanted into what must be removed and what must be added.
void MatchKeys::readStored(Session& session) {
    auto stored = session.lookup<base::ProfileId, Agreement, std::int64_t>(
        kStored, [&](base::ProfileId profile, Agreement agreement, std::int64_t value) {
            const MatchKey key{agreement, value};
            if (ended_.contains(profile)) {
                removed_[profile].insert(key);
            } else if (isWanted(profile, agreement) && added_[profile].erase(key) == 0) {
                removed_[profile].insert(key);
            }
        });
    auto asked = ended_;
    for (const auto& changed : {identifiers_, traits_})
        for (const auto live : changed)
            if (plan_.world.loadedVersion(live) != 0) asked.insert(live);
    for (const auto profile : asked) stored.add(profile);
    stored.run();
}

void MatchKeys::count(Session& session) const {
    std::map<std::pair<std::int64_t, Agreement>, std::int64_t> more;
    for (const auto& [profile, keys] : added_)
        for (const auto& key : keys) ++more[{key.value, key.agreement}];
    for (const auto& [profile, keys] : removed_)
        for (const auto& key : keys) --more[{key.value, key.agreement}];
    auto change = session.bulk(kCount);
    for (const auto& [key, holders] : more)
        if (holders != 0) change.add(key.first, key.second, holders);
    change.run();
    auto remove = session.bulk(kRemoveEmpty);
    for (const auto& [key, holders] : more)
        if (holders < 0) remove.add(key.first, key.second);
    remove.run();
}

void MatchKeys::write(Session& session) {
    if (identifiers_.empty() && traits_.empty() && ended_.empty()) return;
    addWanted();
    readStored(session);
    count(session);
    const auto put = [&](std::string_view sql, const std::map<base::ProfileId, Keys>& rows) {
        auto statement = session.bulk(sql);
        for (const auto& [profile, keys] : rows)
            for (const auto& key : keys) statement.add(profile, key.agreement, key.value);
        statement.run();
    };
    put(kRemove, removed_);
    put(kInsert, added_);
}

void writeMatchKeys(Session& session, const GroupPlan& plan) {
    const auto& world = plan.world;
    MatchKeys keys(plan);
    const auto compares = [&](base::IdentifierId id) {
        return identity::isCompared(world.find(id)->identifier.type);
    };
    for (const auto& component : world.components()) {
        const auto& entries = component->entries;
        if (std::ranges::any_of(entries, [&](const identity::Entry& entry) {
                return entry.change != Change::None && compares(entry.identifier);
            }))
            keys.identifiersChanged(component->live);
    }
    for (const auto& removed : world.removedEntries())
        if (compares(removed.identifier)) keys.identifiersChanged(world.component(removed.home)->live);
    identity::Traits known;
    for (const auto& [home, rows] : plan.facts.fields) {
        if (std::ranges::any_of(rows, [&](const auto& each) {
                return each.change != Change::None && identity::traitOf(known, each.row.field) != nullptr;
            }))
            keys.traitsChanged(world.component(home)->live);
    }
    const auto changed = [&](base::ProfileId live) {
        keys.identifiersChanged(live);
        keys.traitsChanged(live);
    };
    for (const auto& record : plan.appends.merges) {
        keys.ended(record.merge.absorbed);
        changed(world.component(record.merge.survivor)->live);
    }
    for (const auto& record : plan.appends.undos) {
        changed(record.undo.survivor);
        changed(record.undo.restored);
    }
    for (const auto& record : plan.appends.lives) {
        const auto live = record.life.profile;
        if (record.life.life == identity::Life::Live)
            changed(live);
        else
            keys.ended(live);
    }
    keys.write(session);
}

}  // namespace kith::storage
