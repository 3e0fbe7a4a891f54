// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/provisioning.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.hpp"
#include "core/catalogue/entry_json.hpp"
#include "core/catalogue/entry_rules.hpp"

namespace kith::catalogue {
namespace {

using base::Violation;
using storage::ManagedBy;

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
        if (name == "key" || (found != from.end() && *found == value)) continue;
        changed.push_back({name, found == from.end() ? "" : found->dump(), value.dump()});
    }
    return changed;
}

std::vector<Violation> conflictsWith(const storage::StoredField& stored, const storage::StoredField& wanted,
                                     const plugins::Registry& registry) {
    const bool isTakenOver = stored.managedBy == ManagedBy::Api && !stored.archivedAt;
    if (isTakenOver && stored.type != wanted.type)
        return {{"/type", "another_type",
                 "the API made a field '" + stored.key + "' of the type '" + stored.type +
                     "': give it that type here, or archive it there first"}};
    return conflictsOf(stored, wanted, registry);
}

// Groups and categories hold no values.
template <class Entry>
std::vector<Violation> conflictsWith(const Entry& /*stored*/, const Entry& /*wanted*/,
                                     const plugins::Registry& /*registry*/) {
    return {};
}

/// Whether the configuration leaves an entry as the API made it.
template <class Entry>
bool staysOfApi(const Entry& /*stored*/, const Provisioned<Entry>& /*wanted*/) {
    return false;
}

/// A field of the configuration may stand in a group that the configuration says nothing else of.
bool staysOfApi(const storage::StoredGroup& stored, const Provisioned<storage::StoredGroup>& wanted) {
    return stored.managedBy == ManagedBy::Api && !stored.archivedAt &&
           wanted.pointer.starts_with("/fields/");
}

/// Plans one kind of entry.
template <class Entry>
class Planner {
public:
    Planner(std::string_view what, const std::vector<Entry>& stored, base::Time now, Plan& plan,
            std::vector<Entry>& put)
        : what_(what), stored_(stored), now_(now), plan_(plan), put_(put) {}

    void want(const std::vector<Provisioned<Entry>>& wanted, const plugins::Registry& registry,
              std::vector<Violation>& violations) {
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
            if (entry.managedBy == ManagedBy::Configuration && !isNamed) archive(entry);
        }
    }

private:
    [[nodiscard]] const Entry* find(const std::string& key) const {
        const auto found = std::find_if(stored_.begin(), stored_.end(),
                                        [&](const Entry& entry) { return entry.key == key; });
        return found == stored_.end() ? nullptr : &*found;
    }

    void take(const Entry& stored, Entry wanted) {
        // What every deployment has may have been given other names.
        if (wanted.managedBy == ManagedBy::Core && stored.managedBy == ManagedBy::Core)
            wanted.names = stored.names;
        put(&stored, std::move(wanted));
    }

    void archive(const Entry& stored) {
        auto entry = stored;
        entry.archivedAt = stored.archivedAt.value_or(now_);
        entry.managedBy = ManagedBy::Api;
        put(&stored, std::move(entry));
    }

    void put(const Entry* stored, Entry entry) {
        auto members = changedMembers(stored, entry);
        if (members.empty()) return;
        entry.version = stored == nullptr ? 1 : stored->version + 1;
        entry.createdAt = stored == nullptr ? now_ : stored->createdAt;
        entry.updatedAt = now_;
        const bool isArchived = entry.archivedAt && stored != nullptr && !stored->archivedAt;
        plan_.changes.push_back({stored == nullptr ? Change::Kind::Added
                                 : isArchived      ? Change::Kind::Archived
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

}  // namespace

std::string_view changeName(Change::Kind kind) noexcept {
    switch (kind) {
        case Change::Kind::Added:
            return "added";
        case Change::Kind::Changed:
            return "changed";
        case Change::Kind::Archived:
            return "archived";
    }
    return {};
}

Plan plan(const storage::StoredCatalogue& stored, const Wanted& wanted, const plugins::Registry& registry,
          base::Time now) {
    Plan plan;
    std::vector<Violation> violations;
    Planner("field group", stored.groups, now, plan, plan.groups).want(wanted.groups, registry, violations);
    Planner("field", stored.fields, now, plan, plan.fields).want(wanted.fields, registry, violations);
    Planner("category", stored.categories, now, plan, plan.categories)
        .want(wanted.categories, registry, violations);
    if (!violations.empty())
        throw base::Error(base::ErrorCode::Configuration, "the configuration does not fit the database",
                          std::move(violations));
    return plan;
}

std::vector<Change> provision(storage::Session& writer, const Wanted& wanted,
                              const plugins::Registry& registry, base::Time now) {
    if (plan(storage::readCatalogue(writer), wanted, registry, now).changes.empty()) return {};
    storage::Transaction transaction(writer);
    storage::lockCatalogue(writer);
    auto planned = plan(storage::readCatalogue(writer), wanted, registry, now);
    for (const auto& group : planned.groups) storage::putEntry(writer, group);
    for (const auto& field : planned.fields) storage::putEntry(writer, field);
    for (const auto& category : planned.categories) storage::putEntry(writer, category);
    transaction.commit();
    return std::move(planned.changes);
}

}  // namespace kith::catalogue
