// SPDX-License-Identifier: Apache-2.0
#include "tests/property/structure.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/store_picture.hpp"

namespace kith::test {
namespace {

using Accepted = std::vector<model::Observation>;

std::string brokenPeople(const MemoryStore& store) {
    for (const auto& [id, profile] : store.profiles) {
        if (store.liveOf(profile.canonical) != profile.canonical)
            return "2: an id takes two steps to resolve";
        if (profile.earliest == nullptr && !store.isErased(id))
            return "a profile has no earliest observation";
    }
    std::map<base::IdentifierId, int> holders;
    for (const auto& [key, entry] : store.entries) {
        if (entry.role == model::Role::Identifying && ++holders[key.first] > 1) {
            return "1: two profiles are identified by " + nameOf(store.identifierOf(key.first));
        }
    }
    return {};
}

std::string brokenLimits(const MemoryStore& store, const model::IdentifierRules& rules) {
    std::map<std::pair<base::ProfileId, std::string>, std::size_t> counts;
    for (const auto& [key, entry] : store.entries) {
        const std::string& type = store.identifierOf(key.first).type;
        if (entry.role != model::Role::Identifying) continue;
        if (++counts[{store.liveOf(key.second), type}] > rules.find(type)->limit) {
            return "4 and 5: a profile is identified by too many values of " + type;
        }
    }
    return {};
}

/// What is kept beside a profile's rows agrees with them: whether it stands in lists, and how many were
/// absorbed.
std::string brokenSummaries(const MemoryStore& store, const model::IdentifierRules& rules) {
    std::map<base::ProfileId, bool> listed;
    std::map<base::ProfileId, std::uint32_t> homes;
    for (const auto& [key, entry] : store.entries) {
        const auto* rule = rules.find(store.identifierOf(key.first).type);
        const bool binds =
            entry.role == model::Role::Identifying && rule->cls != model::IdentifierClass::Moving;
        const bool claimed = entry.role == model::Role::Claimed;
        const bool reachable = !claimed && !rule->channel.empty();
        listed[store.liveOf(key.second)] |= binds || claimed || reachable;
    }
    for (const auto& [id, profile] : store.profiles) ++homes[profile.canonical];
    for (const auto& [live, count] : homes) {
        const auto& profile = store.profiles.at(live);
        if (profile.listed != listed[live])
            return "a profile stands in lists where it should not, or the other way";
        if (profile.merges != count - 1) return "absorptions were miscounted";
    }
    return {};
}

bool isRefused(const MemoryStore& store, const model::Identifier& identifier, const model::Origin& origin) {
    return std::any_of(store.refusals.begin(), store.refusals.end(), [&](const auto& record) {
        // Databases count refusals, and keep which observation was the last alone.
        return record.refusal.identifier == identifier &&
               (record.origin == nullptr || record.origin->row == origin.row);
    });
}

bool isListed(const MemoryStore& store, const model::Identifier& identifier) {
    const auto known = store.identifiers.find(identifier);
    if (known == store.identifiers.end()) return false;
    const auto entry = store.entries.lower_bound({known->second, {}});
    const auto retired = store.retired.lower_bound({known->second, {}});
    return (entry != store.entries.end() && entry->first.first == known->second) ||
           (retired != store.retired.end() && retired->first.first == known->second);
}

bool hasErased(const MemoryStore& store) {
    return std::any_of(store.profiles.begin(), store.profiles.end(),
                       [&](const auto& each) { return store.isErased(each.first); });
}

bool wasLetGo(const MemoryStore& store, const model::Identifier& identifier) {
    const auto known = store.identifiers.find(identifier);
    if (known == store.identifiers.end()) return hasErased(store);
    return known != store.identifiers.end() && store.released.contains(known->second);
}

/// With an address that the erased named, and nobody lists, go the refusals of those who claimed it.
bool wentWithTheErased(const MemoryStore& store, const model::Identifier& identifier) {
    const auto known = store.identifiers.find(identifier);
    return known != store.identifiers.end() && store.forgotten.contains(known->second) && hasErased(store);
}

/// What was merely claimed is detached without a release.
bool isDetached(const Accepted& accepted, const model::Identifier& identifier) {
    return std::ranges::any_of(accepted, [&](const model::Observation& observation) {
        const auto* detach =
            observation.command ? std::get_if<model::DetachCommand>(&*observation.command) : nullptr;
        return detach != nullptr && detach->identifier == identifier;
    });
}

/// 5: what was not taken was refused. A moving identifier may be with somebody else, or have left; any may
/// have been detached, or left with somebody who was deleted or erased.
std::string silentlyDropped(const MemoryStore& store, const Accepted& accepted) {
    for (const auto& observation : accepted) {
        for (const auto& seen : observation.identifiers) {
            if (seen.rule->cls == model::IdentifierClass::Moving) continue;
            if (!isListed(store, seen.identifier) && !wasLetGo(store, seen.identifier) &&
                !isRefused(store, seen.identifier, *observation.origin) &&
                (observation.origin->attested ||
                 (!isDetached(accepted, seen.identifier) && !wentWithTheErased(store, seen.identifier)))) {
                return "5: nothing says what became of " + nameOf(seen.identifier);
            }
        }
    }
    return {};
}

bool isErased(const MemoryStore& store, base::ProfileId home) {
    return store.isErased(home);
}

/// Addresses outlive everybody.
bool isErased(const MemoryStore& /*store*/, base::IdentifierId /*endpoint*/) {
    return false;
}

/// How many rows of a ledger are of that sort, apart from those of the erased.
template <class Table, class Sort>
std::size_t rowsOf(const MemoryStore& store, const Table& table, Sort isOfSort) {
    std::size_t rows = 0;
    for (const auto& [key, ledger] : table) {
        if (isErased(store, key)) continue;
        for (const auto& [row, current] : ledger) rows += isOfSort(row) ? 1 : 0;
    }
    return rows;
}

/// 6: numbers of what was written. What the erased said of addresses and of others' activities is no longer
/// one row for each time that it was said.
std::string lost(const MemoryStore& store, const Accepted& accepted, std::size_t claimedConsents) {
    const auto isAttested = [](const auto& row) { return row.stamp.attested; };
    std::size_t attestedConsents = 0;
    std::size_t states = 0;
    std::set<std::pair<std::string, std::string>> activities;
    for (const auto& observation : accepted) {
        if (observation.origin->attested) {
            attestedConsents += observation.subscriptions.size();
            states += observation.endpoints.size();
        }
        for (const auto& each : observation.activities) activities.emplace(each.channel, each.key);
    }
    if (rowsOf(store, store.consents, isAttested) != attestedConsents)
        return "6: consents were lost or doubled";
    if (claimedConsentsIn(store) != claimedConsents) return "6: claimed consents were lost or doubled";
    const auto isState = [](const auto& row) {
        return row.kind == model::EndpointEntry::Kind::State ||
               row.kind == model::EndpointEntry::Kind::ToldOptIn;
    };
    if (hasErased(store)) return {};
    if (rowsOf(store, store.endpoints, isState) != states) return "6: endpoint states were lost or doubled";
    if (store.activities.size() != activities.size()) return "6: activities were lost or doubled";
    return {};
}

std::string brokenCounters(const MemoryStore& store) {
    std::map<MemoryStore::CounterKey, std::int64_t> counted;
    for (const auto& [key, activity] : store.activities) {
        if (store.isErased(activity.home)) continue;
        const int status = activity.status ? static_cast<int>(*activity.status) : 0;
        ++counted[{activity.home, activity.channel, activity.facts.kind, status}];
    }
    auto counters = store.counters;
    std::erase_if(counters, [&](const auto& counter) {
        return counter.second == 0 || store.isErased(std::get<0>(counter.first));
    });
    return counters == counted ? "" : "counters differ from the activities they count";
}

/// 7: every value was carried by some observation.
std::string inventedValue(const MemoryStore& store, const Accepted& accepted) {
    std::set<std::pair<std::string, std::string>> carried;
    for (const auto& observation : accepted) {
        for (const auto& write : observation.fields) carried.emplace(write.field, write.value.text);
    }
    for (const auto& [key, row] : store.fields) {
        if (store.isErased(std::get<0>(key))) continue;
        if (row.first.present && !carried.contains({row.first.field, row.first.value.text})) {
            return "7: nobody ever said that " + row.first.field + " is " + row.first.value.text;
        }
    }
    return {};
}

}  // namespace

std::string brokenStructure(const MemoryStore& store, const model::IdentifierRules& rules,
                            const std::vector<model::Observation>& accepted, std::size_t claimedConsents) {
    for (auto broken : {brokenPeople(store), brokenLimits(store, rules), brokenSummaries(store, rules),
                        silentlyDropped(store, accepted), lost(store, accepted, claimedConsents),
                        brokenCounters(store), inventedValue(store, accepted)}) {
        if (!broken.empty()) return broken;
    }
    return {};
}

std::size_t claimedConsentsIn(const MemoryStore& store) {
    return rowsOf(store, store.consents, [](const auto& row) { return !row.stamp.attested; });
}

}  // namespace kith::test
