// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/row_rules.hpp"

namespace kith::test {
namespace {

using identity::Change;

template <class Row>
std::vector<identity::Tracked<Row>> currentRows(const std::vector<std::pair<Row, bool>>& table) {
    std::vector<identity::Tracked<Row>> rows;
    for (const auto& [row, current] : table) {
        if (current) rows.push_back({row, true, Change::None});
    }
    return rows;
}

/// A claim without a moving identifier.
bool resolvesByClaims(const model::Observation& observation) {
    return !observation.origin->attested &&
           std::none_of(observation.identifiers.begin(), observation.identifiers.end(),
                        [](const auto& seen) { return seen.rule->cls == model::IdentifierClass::Moving; });
}

}  // namespace

void MemoryStore::load(identity::World& world, Group group) {
    std::map<base::IdentifierId, identity::KnownIdentifier> known;
    std::set<base::ProfileId> lives;
    std::set<model::Identifier> claimed;
    for (const auto& observation : group) {
        for (const auto* identifier : identity::mentionedIn(observation)) {
            const auto [found, added] = identifiers.try_emplace(*identifier, base::IdentifierId{});
            if (added) {
                addIdentifier(*identifier, ids_.make<base::IdentifierId>());
            }
            auto& row = known.try_emplace(found->second).first->second;
            row.id = found->second;
            row.identifier = *identifier;
            row.added = row.added || added;
            if (released.contains(row.id)) row.releasedAt = released.at(row.id);
        }
        if (resolvesByClaims(observation)) {
            for (const auto& seen : observation.identifiers) claimed.insert(seen.identifier);
        }
        const auto* address = identity::addressIn(observation);
        if (address != nullptr && profiles.contains(address->home)) lives.insert(liveOf(address->home));
        if (observation.command) {
            require(group.size() == 1, "a command is not alone");
            for (const auto home : namedBy(*observation.command))
                if (profiles.contains(home)) lives.insert(liveOf(home));
        }
        addDeleted(observation, lives);
        for (const auto& each : observation.activities) {
            const auto found = activities.find({each.channel, each.key});
            if (found != activities.end()) lives.insert(liveOf(found->second.home));
        }
    }
    for (auto& [id, row] : known) addListers(row, claimed.contains(row.identifier), lives);
    for (auto& [id, row] : known) noteSharers(row, lives);
    for (const auto& [key, entry] : entries) {
        if (lives.contains(liveOf(key.second))) known.try_emplace(key.first, knownRow(key.first));
    }
    for (const auto& [key, entry] : retired) {
        if (lives.contains(liveOf(key.second))) known.try_emplace(key.first, knownRow(key.first));
    }
    for (auto& [id, row] : known) world.addIdentifier(std::move(row));
    for (const auto live : lives) loadComponent(world, live);
    for (const auto& [what, lifted] : prohibitions)
        if (!lifted) world.addMustNotLink(what.a, what.b);
}

/// An identifier that nothing in the group carries: whom it identifies is enough.
identity::KnownIdentifier MemoryStore::knownRow(base::IdentifierId id) const {
    identity::KnownIdentifier row{.id = id, .identifier = names_.at(id)};
    if (released.contains(id)) row.releasedAt = released.at(id);
    for (auto entry = entries.lower_bound({id, {}}); entry != entries.end(); ++entry) {
        if (entry->first.first != id) break;
        if (entry->second.role == model::Role::Identifying) row.heldBy = liveOf(entry->first.second);
    }
    return row;
}

/// Whom an observation may restore: who was deleted and identified by something that it carries.
void MemoryStore::addDeleted(const model::Observation& observation, std::set<base::ProfileId>& lives) const {
    if (!observation.restore || !observation.origin->attested) return;
    for (const auto& seen : observation.identifiers) {
        for (const auto& [key, each] : retired) {
            const bool identified =
                each.entry.role == model::Role::Identifying && names_.at(key.first) == seen.identifier;
            if (identified && !isErased(key.second)) lives.insert(liveOf(key.second));
        }
    }
}

/// What was an erased person's is there for nobody.
void MemoryStore::removeErased(identity::Facts& facts) {
    std::erase_if(facts.activities, [&](const auto& each) {
        return isErased(each.second.row.home) && activities.erase(each.first) == 1;
    });
}

std::vector<base::ProfileId> MemoryStore::namedBy(const model::Command& command) const {
    if (const auto* merge = std::get_if<model::MergeCommand>(&command))
        return {merge->first.address.home, merge->second.address.home};
    if (const auto* forbid = std::get_if<model::ForbidCommand>(&command))
        return {forbid->first, forbid->second};
    std::vector<base::ProfileId> named;
    if (const auto* undo = std::get_if<model::UndoCommand>(&command)) {
        for (const auto& record : merges)
            if (record.merge.id == undo->merge) named.push_back(record.merge.absorbed);
    }
    if (const auto* allow = std::get_if<model::AllowCommand>(&command)) {
        for (const auto& [what, lifted] : prohibitions)
            if (what.id == allow->prohibition) named.insert(named.end(), {what.a, what.b});
    }
    return named;
}

identity::Matter MemoryStore::matterOf(const model::Command& command) const {
    identity::Matter matter;
    if (const auto* undo = std::get_if<model::UndoCommand>(&command)) {
        for (const auto& record : merges) {
            const auto& merge = record.merge;
            if (undone.contains(merge.id)) continue;
            if (merge.id == undo->merge) {
                matter.merge = merge;
            } else if (matter.merge && liveOf(merge.survivor) == liveOf(matter.merge->absorbed)) {
                matter.later.push_back(merge);
            }
        }
        if (!matter.merge) throw base::Error(base::ErrorCode::NotFound, "no such merge stands");
    }
    if (const auto* allow = std::get_if<model::AllowCommand>(&command)) {
        for (const auto& [what, lifted] : prohibitions)
            if (what.id == allow->prohibition && !lifted) matter.prohibition = what;
        if (!matter.prohibition) throw base::Error(base::ErrorCode::NotFound, "no such prohibition stands");
    } else if (const auto named = namedBy(command);
               named.size() == 2 && profiles.contains(named[0]) && profiles.contains(named[1])) {
        const auto isOf = [&](const identity::Prohibition& what, std::size_t first) {
            return liveOf(what.a) == liveOf(named[first]) && liveOf(what.b) == liveOf(named[1 - first]);
        };
        for (const auto& [what, lifted] : prohibitions)
            if (!lifted && (isOf(what, 0) || isOf(what, 1))) matter.prohibition = what;
    }
    return matter;
}

/// Whom an identifier can lead to: the profile identified by it, else two that share it, and some that claim
/// it.
void MemoryStore::addListers(identity::KnownIdentifier& identifier, bool claimed,
                             std::set<base::ProfileId>& lives) const {
    std::map<model::Role, std::set<base::ProfileId>> listers;
    for (auto entry = entries.lower_bound({identifier.id, {}}); entry != entries.end(); ++entry) {
        if (entry->first.first != identifier.id) break;
        listers[entry->second.role].insert(liveOf(entry->first.second));
    }
    const auto add = [&](model::Role role, std::size_t most) {
        for (const auto live : listers[role]) {
            if (most-- == 0) return;
            lives.insert(live);
        }
    };
    add(model::Role::Identifying, 1);
    if (listers[model::Role::Identifying].empty()) add(model::Role::Shared, 2);
    if (!claimed) return;
    add(model::Role::Claimed, claimLimit);
    identifier.claimsTruncated = listers[model::Role::Claimed].size() > claimLimit;
}

void MemoryStore::noteSharers(identity::KnownIdentifier& identifier,
                              const std::set<base::ProfileId>& loaded) const {
    for (auto entry = entries.lower_bound({identifier.id, {}}); entry != entries.end(); ++entry) {
        if (entry->first.first != identifier.id) break;
        if (entry->second.role == model::Role::Shared && !loaded.contains(liveOf(entry->first.second)))
            identifier.sharedElsewhere = true;
    }
}

void MemoryStore::loadComponent(identity::World& world, base::ProfileId live) {
    const Profile& row = profiles.at(live);
    identity::Component component;
    component.live = live;
    component.version = row.version;
    component.updatedAt = row.updatedAt;
    component.merges = row.merges;
    component.life = row.life;
    component.removedAt = row.removedAt;
    for (const auto& [key, each] : retired) {
        if (liveOf(key.second) == live) component.retired.push_back(each);
    }
    for (const auto home : homesOf(live)) component.homes.push_back({home, profiles.at(home).earliest});
    for (const auto& [key, entry] : entries) {
        if (liveOf(key.second) == live) component.entries.push_back(entry);
    }
    world.addComponent(std::move(component));
}

void MemoryStore::load(identity::Facts& facts, const identity::FactKeys& keys) {
    for (const auto home : keys.homes) {
        auto& rows = facts.fields[home];
        for (auto row = fields.lower_bound({home, "", ""}); row != fields.end(); ++row) {
            if (std::get<0>(row->first) != home) break;
            rows.push_back({row->second.first, row->second.second, Change::None});
        }
        facts.consents[home] = currentRows(consents[home]);
    }
    for (const auto id : keys.endpoints) facts.endpoints[id] = currentRows(endpoints[id]);
    for (const auto& key : keys.activities) {
        const auto found = activities.find(key);
        if (found != activities.end()) facts.activities[key] = {found->second, true, Change::None};
    }
}

}  // namespace kith::test
