// SPDX-License-Identifier: Apache-2.0
#include "tests/support/memory_store.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "tests/support/row_rules.hpp"

namespace kith::test {
namespace {

using identity::Change;

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
