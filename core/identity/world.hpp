// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"
#include "core/model/stamp.hpp"

namespace kith::identity {

/// What must be written for a loaded row once the group is resolved.
enum class Change { None, Added, Changed, Removed };

/// One (type, value): the row that is locked, and the endpoint that states belong to.
struct KnownIdentifier {
    base::IdentifierId id;
    model::Identifier identifier;
    bool added = false;            ///< Inserted by this group, ownerless.
    bool claimsTruncated = false;  ///< More profiles list it as claimed than were loaded.
};

/// An identifier as one home lists it: (identifier, home) is unique.
struct Entry {
    base::IdentifierId identifier;
    base::ProfileId home;
    model::Role role = model::Role::Shared;
    std::string given;
    base::Time firstSeen;
    base::Time lastSeen;
    std::optional<model::Stamp> claim;  ///< Moving identifiers: the newest dating sighting.
    Change change = Change::None;
};

/// A profile id and what stands under it. Every profile starts as its own only home.
struct Home {
    base::ProfileId id;
    /// The earliest observation written under it gives its created_at and source. Null only in a home that
    /// this group has just added and not yet written to.
    std::shared_ptr<const model::Origin> earliest;
    Change change = Change::None;
};

/// One live person: the fold over its homes.
struct Component {
    base::ProfileId live;
    std::int64_t version = 0;
    base::Time updatedAt;
    std::uint32_t merges = 0;  ///< Absorptions over the whole component.
    bool known = false;        ///< Identified by a unique or linking identifier.
    bool listed = false;       ///< Known, or with a claimed identifier, or reachable: stands in lists.
    std::vector<Home> homes;   ///< The live one included.
    std::vector<Entry> entries;
    Change change = Change::None;  ///< Added, Changed (any of the columns above), or None.
};

/// The slice of the database that one group of observations needs: every identifier that they carry or
/// mention, and every component that owns or lists one of them. Loaded by storage, changed by resolve(),
/// written back by what its rows say of themselves. Not thread-safe.
class World {
public:
    /// Loading. Components are added whole.
    void addIdentifier(KnownIdentifier identifier);
    Component& addComponent(Component component);
    void addMustNotLink(base::ProfileId a, base::ProfileId b);

    /// Null if the identifier was not loaded.
    [[nodiscard]] const KnownIdentifier* find(const model::Identifier& identifier) const;
    [[nodiscard]] const KnownIdentifier* find(base::IdentifierId id) const;
    /// The component that a profile id stands for now, through this group's merges. Null if not loaded.
    [[nodiscard]] Component* component(base::ProfileId id);
    /// The live components that list the identifier, with each one's strongest entry of it.
    [[nodiscard]] std::vector<std::pair<Component*, Entry*>> listings(base::IdentifierId id);
    [[nodiscard]] bool mustNotLink(const Component& a, const Component& b) const;

    /// Resolving.
    Component& createProfile(base::ProfileId id);
    Entry& addEntry(Component& component, Entry entry);
    void removeEntry(Component& component, base::IdentifierId identifier, base::ProfileId home);
    /// Makes `from`'s homes and entries part of `into`; `from` stops being a component.
    Component& absorb(Component& into, Component& from);

    /// Writing. Live components, and the homes that now point elsewhere.
    [[nodiscard]] const std::vector<std::unique_ptr<Component>>& components() const { return components_; }
    [[nodiscard]] const std::vector<KnownIdentifier>& identifiers() const { return identifiers_; }
    struct RemovedEntry {
        base::IdentifierId identifier;
        base::ProfileId home;
    };
    [[nodiscard]] const std::vector<RemovedEntry>& removedEntries() const { return removed_; }

private:
    std::vector<KnownIdentifier> identifiers_;
    std::map<model::Identifier, std::size_t> byValue_;
    std::unordered_map<base::IdentifierId, std::size_t> byId_;
    std::vector<std::unique_ptr<Component>> components_;
    std::unordered_map<base::ProfileId, Component*> byHome_;
    std::unordered_map<base::IdentifierId, std::vector<Component*>> listedBy_;
    std::set<std::pair<base::ProfileId, base::ProfileId>> mustNotLinks_;
    std::vector<RemovedEntry> removed_;
};

}  // namespace kith::identity
