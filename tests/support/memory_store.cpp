// SPDX-License-Identifier: Apache-2.0
#include "tests/support/memory_store.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "core/base/error.hpp"

namespace kith::test {
namespace {

using identity::Change;

/// A database would have failed the whole group.
void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(what);
}

template <class Map, class Key, class Value>
void insertRow(Map& table, const Key& key, Value value) {
    require(table.emplace(key, std::move(value)).second, "a row to be inserted stands already");
}

template <class Map, class Key, class Value>
void replaceRow(Map& table, const Key& key, Value value) {
    const auto row = table.find(key);
    require(row != table.end(), "a row to be changed is missing");
    row->second = std::move(value);
}

/// Ledgers: new entries are appended, of old ones only `current` is written.
template <class Row>
void storeLedger(std::vector<std::pair<Row, bool>>& table, const std::vector<identity::Tracked<Row>>& rows) {
    for (const auto& tracked : rows) {
        const auto row = std::find_if(table.begin(), table.end(),
                                      [&](const auto& each) { return each.first.id == tracked.row.id; });
        if (tracked.change == Change::Added) {
            require(row == table.end(), "a ledger's entry to be appended stands already");
            table.emplace_back(tracked.row, tracked.current);
        } else if (tracked.change == Change::Changed) {
            require(row != table.end(), "a ledger's entry to be marked is missing");
            row->second = tracked.current;
        }
    }
}

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

model::Outcome rejected(const base::Error& error) {
    model::Outcome outcome;
    outcome.problem = error;
    return outcome;
}

}  // namespace

MemoryStore::MemoryStore(const model::IdentifierRules& rules, base::IdGenerator& ids, identity::Caps caps)
    : rules_(rules), ids_(ids), caps_(caps) {}

std::vector<base::ProfileId> MemoryStore::homesOf(base::ProfileId live) const {
    std::vector<base::ProfileId> homes;
    for (const auto& [id, profile] : profiles) {
        if (profile.canonical == live) homes.push_back(id);
    }
    return homes;
}

const model::Identifier& MemoryStore::identifierOf(base::IdentifierId id) const {
    return names_.at(id);
}

void MemoryStore::addIdentifier(const model::Identifier& identifier, base::IdentifierId id) {
    identifiers[identifier] = id;
    insertRow(names_, id, identifier);
}

std::vector<model::Outcome> MemoryStore::write(std::span<const model::Observation> group, base::Time now) {
    identity::World world(rules_, now - caps_.claimTtl);
    load(world, group);
    std::vector<model::Outcome> outcomes(group.size());
    std::vector<std::optional<identity::Resolution>> resolutions(group.size());
    std::vector<std::size_t> again;
    identity::FactKeysOf keys(world);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (auto outcome = repeated(group[i])) {
            outcomes[i] = std::move(*outcome);
            if (outcomes[i].result == model::Result::Duplicate) again.push_back(i);
            continue;
        }
        try {
            resolutions[i] = group[i].command
                                 ? identity::decide(world, group[i], matterOf(*group[i].command), caps_, ids_)
                                 : identity::resolve(world, group[i], caps_, ids_);
            if (resolutions[i]->forbidden) {
                store(identity::recordRefused(group[i], *resolutions[i], ids_));
                outcomes[i] = rejected(*resolutions[i]->forbidden);
                outcomes[i].forbidden = std::move(resolutions[i]->refusals);
                resolutions[i].reset();
                continue;
            }
            keys.add(group[i], *resolutions[i]);
            remember(group[i], resolutions[i]->home);
        } catch (const base::Error& error) {
            outcomes[i] = rejected(error);
        }
    }
    identity::Facts facts;
    load(facts, keys.take());
    removeErased(facts);
    identity::Folder folder(world, facts, ids_, now);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (!resolutions[i]) continue;
        try {
            outcomes[i] = folder.fold(group[i], *resolutions[i]);
        } catch (const base::Error& error) {
            outcomes[i] = rejected(error);
        }
    }
    auto appends = folder.finish();
    store(world);
    store(facts);
    store(std::move(appends));
    for (const std::size_t i : again) outcomes[i].profile = liveOf(outcomes[i].profile);
    return outcomes;
}

std::optional<model::Outcome> MemoryStore::repeated(const model::Observation& observation) const {
    if (!observation.idHash) return std::nullopt;
    const auto found = seen.find({observation.origin->key, *observation.idHash});
    if (found == seen.end()) return std::nullopt;
    if (found->second.content != observation.origin->contentHash) {
        return rejected({base::ErrorCode::IdReused, "the id came with other content before"});
    }
    model::Outcome outcome;
    outcome.result = model::Result::Duplicate;
    outcome.profile = found->second.profile;
    return outcome;
}

void MemoryStore::remember(const model::Observation& observation, base::ProfileId home) {
    if (!observation.idHash) return;
    seen[{observation.origin->key, *observation.idHash}] = {observation.origin->contentHash, home};
}

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

void MemoryStore::store(const identity::World& world) {
    for (const auto& identifier : world.identifiers()) {
        if (identifier.released && identifier.releasedAt)
            released[identifier.id] = *identifier.releasedAt;
        else if (identifier.released)
            released.erase(identifier.id);
    }
    for (const auto& removed : world.removedEntries()) {
        require(entries.erase({removed.identifier, removed.home}) == 1, "an entry to be removed is missing");
    }
    for (const auto& component : world.components()) {
        for (const auto& home : component->homes) {
            if (home.change == Change::None) continue;
            if (home.change == Change::Added) insertRow(profiles, home.id, Profile{});
            auto& row = profiles.at(home.id);
            row.canonical = component->live;
            row.earliest = home.earliest;
        }
        if (component->change != Change::None) {
            auto& row = profiles.at(component->live);
            row.version = component->version;
            row.updatedAt = component->updatedAt;
            row.merges = component->merges;
            row.known = component->known;
            row.listed = component->listed;
        }
        if (component->lifeChanged) storeLife(*component);
        for (const auto& entry : component->entries) {
            if (entry.change == Change::None) continue;
            auto stored = entry;
            stored.change = Change::None;
            const EntryKey key{entry.identifier, entry.home};
            entry.change == Change::Added ? insertRow(entries, key, stored)
                                          : replaceRow(entries, key, stored);
        }
    }
}

void MemoryStore::storeLife(const identity::Component& component) {
    for (const auto& home : component.homes) {
        profiles.at(home.id).life = component.life;
        profiles.at(home.id).removedAt = component.removedAt;
    }
    if (component.life == identity::Life::Live) {
        std::erase_if(retired, [&](const auto& row) { return liveOf(row.first.second) == component.live; });
    }
    for (auto each : component.retired) {
        if (!std::exchange(each.added, false)) continue;
        each.entry.change = Change::None;
        insertRow(retired, EntryKey{each.entry.identifier, each.entry.home}, each);
    }
}

void MemoryStore::store(const identity::Facts& facts) {
    for (const auto& [home, rows] : facts.fields) {
        for (const auto& [row, current, change] : rows) {
            const FieldKey key{home, row.field, row.element};
            const std::pair value{row, current};
            if (change == Change::Added) insertRow(fields, key, value);
            if (change == Change::Changed) replaceRow(fields, key, value);
        }
    }
    for (const auto& [home, rows] : facts.consents) storeLedger(consents[home], rows);
    for (const auto& [id, rows] : facts.endpoints) storeLedger(endpoints[id], rows);
    for (const auto& each : facts.displaced)
        require(activities.erase({each.channel, each.key}) == 1, "an activity to be removed is missing");
    for (const auto& [key, tracked] : facts.activities) {
        if (tracked.change == Change::Added) insertRow(activities, key, tracked.row);
        if (tracked.change == Change::Changed) replaceRow(activities, key, tracked.row);
    }
}

void MemoryStore::store(identity::Appends appends) {
    const auto append = [](auto& table, auto& rows) {
        table.insert(table.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    };
    for (const auto& recorded : appends.observations) {
        insertRow(observations, recorded.origin->row, recorded.home);
    }
    append(fieldChanges, appends.fieldChanges);
    append(merges, appends.merges);
    for (const auto& record : appends.undos) undone.insert(record.undo.merge);
    for (const auto& record : appends.prohibitions) prohibitions.push_back({record.prohibition});
    for (const auto& record : appends.lifts) {
        for (auto& [what, lifted] : prohibitions) lifted = lifted || what.id == record.lift.prohibition.id;
    }
    append(refusals, appends.refusals);
    append(links, appends.links);
    for (const auto& count : appends.counters) {
        const int status = count.status ? static_cast<int>(*count.status) : 0;
        counters[{count.home, count.channel, count.kind, status}] += count.by;
    }
}

}  // namespace kith::test
