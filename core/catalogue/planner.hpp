// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/catalogue/entry_json.hpp"
#include "core/catalogue/entry_rules.hpp"
#include "core/catalogue/provisioning.hpp"

/// How the entries of one kind are planned. Internal to core/catalogue.
namespace kith::catalogue {

template <class Entry>
nlohmann::json described(const Entry& entry) {
    auto members = membersOf(entry);
    members["managed_by"] = storage::kManagers.of(entry.managedBy);
    return members;
}

template <class Entry>
std::vector<Change::Member> changedMembers(const Entry* before, const Entry& after) {
    const auto from = before == nullptr ? nlohmann::json::object() : described(*before);
    const auto to = described(after);
    std::vector<Change::Member> changed;
    for (const auto& [name, value] : to.items()) {
        const auto found = from.find(name);
        if (name == "key" || name == "id" || (found != from.end() && *found == value)) continue;
        changed.push_back({name, found == from.end() ? "" : found->dump(), value.dump()});
    }
    return changed;
}

inline std::vector<base::Violation> conflictsWith(const storage::StoredField& stored,
                                                  const storage::StoredField& wanted,
                                                  const plugins::Registry& registry) {
    const bool isTakenOver = stored.managedBy == storage::ManagedBy::Api && !stored.archivedAt;
    if (isTakenOver && stored.type != wanted.type)
        return {{"/type", "another_type",
                 "the API made a field '" + stored.key + "' of the type '" + stored.type +
                     (stored.inUse
                          ? "', and people have values of it: give it that type here, or list another key"
                          : "': give it that type here, or archive it there first")}};
    return conflictsOf(stored, wanted, registry);
}

inline std::vector<base::Violation> conflictsWith(const storage::Segment& stored,
                                                  const storage::Segment& /*wanted*/,
                                                  const plugins::Registry& /*registry*/) {
    if (stored.condition) return {};
    return {{"/id", "static_segment",
             "the API made a static segment of this id: call this one otherwise, or delete it there first"}};
}

// Groups and categories hold no values.
template <class Entry>
std::vector<base::Violation> conflictsWith(const Entry& /*stored*/, const Entry& /*wanted*/,
                                           const plugins::Registry& /*registry*/) {
    return {};
}

/// Whether the configuration leaves an entry as the API made it.
template <class Entry>
bool staysOfApi(const Entry& /*stored*/, const Provisioned<Entry>& /*wanted*/) {
    return false;
}

/// A field of the configuration may stand in a group that the configuration says nothing else of.
inline bool staysOfApi(const storage::StoredGroup& stored, const Provisioned<storage::StoredGroup>& wanted) {
    return stored.managedBy == storage::ManagedBy::Api && !stored.archivedAt &&
           wanted.pointer.starts_with("/fields/");
}

// What every deployment has may have been given other names.
inline void keep(const storage::CatalogueEntry& stored, storage::CatalogueEntry& wanted) {
    if (wanted.managedBy == storage::ManagedBy::Core && stored.managedBy == storage::ManagedBy::Core)
        wanted.names = stored.names;
}
inline void keep(const storage::Segment& stored, storage::Segment& wanted) {
    wanted.id = stored.id;
}

// A segment holds nothing, and others may name it.
inline void letGo(storage::CatalogueEntry& entry, base::Time now) {
    entry.archivedAt = entry.archivedAt.value_or(now);
}
inline void letGo(storage::Segment& /*entry*/, base::Time /*now*/) {}

inline bool isArchived(const storage::CatalogueEntry& entry) {
    return entry.archivedAt.has_value();
}
inline bool isArchived(const storage::Segment& /*entry*/) {
    return false;
}

/// Plans one kind of entry.
template <class Entry>
class Planner {
public:
    Planner(std::string_view what, const std::vector<Entry>& stored, base::Time now, Plan& plan,
            std::vector<Entry>& put)
        : what_(what), stored_(stored), now_(now), plan_(plan), put_(put) {}

    void want(const std::vector<Provisioned<Entry>>& wanted, const plugins::Registry& registry,
              std::vector<base::Violation>& violations) {
        for (const auto& each : wanted) {
            const auto& [entry, pointer] = each;
            const auto* found = find(entry.key);
            if (found == nullptr) {
                put(nullptr, entry);
                continue;
            }
            if (staysOfApi(*found, each)) continue;
            for (auto& fault : conflictsWith(*found, entry, registry))
                violations.push_back({pointer + fault.pointer, fault.code, entry.key + ": " + fault.detail});
            take(*found, entry);
        }
        for (const auto& entry : stored_) {
            const bool isNamed = std::any_of(wanted.begin(), wanted.end(),
                                             [&](const auto& each) { return each.entry.key == entry.key; });
            if (entry.managedBy == storage::ManagedBy::Configuration && !isNamed) release(entry);
        }
    }

private:
    [[nodiscard]] const Entry* find(const std::string& key) const {
        const auto found = std::find_if(stored_.begin(), stored_.end(),
                                        [&](const Entry& entry) { return entry.key == key; });
        return found == stored_.end() ? nullptr : &*found;
    }

    void take(const Entry& stored, Entry wanted) {
        keep(stored, wanted);
        put(&stored, std::move(wanted));
    }

    void release(const Entry& stored) {
        auto entry = stored;
        letGo(entry, now_);
        entry.managedBy = storage::ManagedBy::Api;
        put(&stored, std::move(entry));
    }

    void put(const Entry* stored, Entry entry) {
        auto members = changedMembers(stored, entry);
        if (members.empty()) return;
        entry.version = stored == nullptr ? 1 : stored->version + 1;
        entry.createdAt = stored == nullptr ? now_ : stored->createdAt;
        entry.updatedAt = now_;
        const bool isGone = stored != nullptr && isArchived(entry) && !isArchived(*stored);
        plan_.changes.push_back({stored == nullptr ? Change::Kind::Added
                                 : isGone          ? Change::Kind::Archived
                                                   : Change::Kind::Changed,
                                 what_, entry.key, std::move(members)});
        put_.push_back(std::move(entry));
    }

    std::string_view what_;
    const std::vector<Entry>& stored_;
    base::Time now_;
    Plan& plan_;
    std::vector<Entry>& put_;
};

/// What there is once the entries of a plan are put.
template <class Entry>
std::vector<Entry> overlaid(const std::vector<Entry>& stored, const std::vector<Entry>& put) {
    auto all = put;
    for (const auto& entry : stored)
        if (std::ranges::find(put, entry.key, &Entry::key) == put.end()) all.push_back(entry);
    return all;
}

}  // namespace kith::catalogue
