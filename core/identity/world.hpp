// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
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
    bool claimsTruncated = false;  ///< More profiles claim it than were loaded.
    bool sharedElsewhere = false;  ///< More profiles share it than were loaded.
    std::optional<base::Time> releasedAt =
        {};                        ///< It was detached: what was observed by then does not carry it.
    bool released = false;         ///< By this group.
    std::string forgottenAs = {};  ///< Of one that was erased and was added again: the hash it was known by.
    base::ProfileId heldBy =
        {};  ///< Whom it identifies, where that is all that is asked and so nobody was loaded.
    /// Set by World. Null if no source brings the type any more: then no limit holds.
    const model::IdentifierRule* rule = nullptr;
};

/// An identifier as one home lists it: (identifier, home) is unique.
struct Entry {
    base::IdentifierId identifier;
    base::ProfileId home;
    model::Role role = model::Role::Shared;
    std::string given;                    ///< As the first sighting gave it.
    std::uint32_t normalizerVersion = 1;  ///< Of the normaliser that made the value of it.
    base::Time firstSeen;                 ///< By the earliest attested sighting; while there is none, by any.
    bool firstAttested = false;           ///< Whether the first sighting is an attested one.
    base::Time lastSeen;
    std::optional<model::Stamp> claim;  ///< Moving identifiers: the newest dating sighting.
    Change change = Change::None;
    const model::IdentifierRule* rule = nullptr;  ///< Set by World.
};

/// A profile id and what stands under it. Every profile starts as its own only home.
struct Home {
    base::ProfileId id;
    /// The earliest observation written under it gives its created_at and source. Never null once an
    /// observation was resolved to it.
    std::shared_ptr<const model::Origin> earliest;
    /// Changed: another earliest observation, or it now points to another live profile.
    Change change = Change::None;
};

/// Whether a profile is shown. What is erased never lives again.
enum class Life { Live, Deleted, Erased };

/// What a profile listed until it was deleted.
struct RetiredEntry {
    Entry entry;
    std::optional<base::Time> releasedBefore;  ///< The identifier's release before that one.
    bool added = false;                        ///< By this group.
};

/// One person: the fold over its homes.
struct Component {
    base::ProfileId live;
    std::int64_t version = 0;  ///< As loaded, until Folder::finish() sets it.
    base::Time updatedAt;
    std::uint32_t merges = 0;  ///< Absorptions over the whole component.
    bool known = false;        ///< Identified by a unique or linking identifier. Set by World.
    bool listed =
        false;  ///< Known, or with a claimed identifier, or reachable: stands in lists. Set by World.
    std::vector<Home> homes;  ///< The live one included.
    std::vector<Entry> entries;
    Change change = Change::None;  ///< Added, Changed (any of the columns above), or None.
    /// One that does not live lists nothing, so that nothing finds it: only what names it, or one of its
    /// activities, loads it.
    Life life = Life::Live;
    bool lifeChanged = false;   ///< By this group.
    base::Time removedAt = {};  ///< While it does not live: since when.
    std::vector<RetiredEntry> retired = {};

    /// Set by World: the ids of `homes`, replaced when they change; and where World keeps the component.
    std::shared_ptr<const std::vector<base::ProfileId>> homeIds;
    std::size_t slot = 0;

    void markChanged() noexcept {
        if (change == Change::None) change = Change::Changed;
    }
    /// The earliest observation written under any home: what created_at and source show. Null only if
    /// nothing was written yet.
    [[nodiscard]] const model::Origin* earliest() const noexcept;
    /// Whether it lists an identifier of a type that no source brings: nobody knows whom that identifies,
    /// what it binds and what reaches it.
    [[nodiscard]] bool hasUnknownType() const noexcept;
    /// Notes what is written under one of the homes. True if the created_at or the source shown differ for
    /// it.
    bool noteWritten(base::ProfileId home, const std::shared_ptr<const model::Origin>& origin);
};

/// A component that lists an identifier, with its strongest entry of it. Valid until the world changes.
struct Listing {
    Component* component = nullptr;
    Entry* entry = nullptr;

    [[nodiscard]] explicit operator bool() const noexcept { return component != nullptr; }
};

/// The slice of the database that one group of observations needs: every identifier that they carry or
/// mention; every component that is identified by one of them or named by an edit, or to which an activity
/// belongs that they say something about; of an identifier that identifies nobody the components that
/// share it (of many two); of one that is carried by a claim without a moving identifier a
/// bounded number of components that claim it; and every identifier that one of these components lists.
/// Loaded by storage, changed by resolve(), written back by what its rows say of themselves. Not thread-safe.
class World {
public:
    /// `rules` outlive the world. Claims last seen at `claimDeadline` or before have expired: they are
    /// removed from the components that are added, whether storage has cleaned up yet or not. So what an
    /// observation does never depends on when that last happened.
    explicit World(const model::IdentifierRules& rules, base::Time claimDeadline = base::Time::min())
        : rules_(rules), claimDeadline_(claimDeadline) {}
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// Loading. Identifiers come before the components that list them. Components are added whole.
    void addIdentifier(KnownIdentifier identifier);
    Component& addComponent(Component component);
    void addMustNotLink(base::ProfileId a, base::ProfileId b);

    /// Null if the identifier was not loaded.
    [[nodiscard]] const KnownIdentifier* find(const model::Identifier& identifier) const;
    [[nodiscard]] const KnownIdentifier* find(base::IdentifierId id) const;
    /// The component that a profile id stands for now, through this group's merges. Null if not loaded.
    [[nodiscard]] Component* component(base::ProfileId id);
    [[nodiscard]] const Component* component(base::ProfileId id) const;
    /// The component's strongest entry of the identifier: by role, then by home. Null if it lists none.
    [[nodiscard]] static Entry* entryOf(Component& component, base::IdentifierId id);
    /// The one component that is identified by it, if any.
    [[nodiscard]] Listing holder(base::IdentifierId id);
    /// Whether it identifies anybody, loaded or not.
    [[nodiscard]] bool isHeld(base::IdentifierId id);
    /// Whether it is listed, and by everybody as claimed. For one that an attested observation mentions.
    [[nodiscard]] bool isOnlyClaimed(base::IdentifierId id);
    /// The loaded components that list the identifier, in no particular order.
    [[nodiscard]] std::vector<Listing> listings(base::IdentifierId id);
    [[nodiscard]] bool mustNotLink(const Component& a, const Component& b) const;
    /// Lifts what was added for these two ids.
    void removeMustNotLink(base::ProfileId a, base::ProfileId b);
    [[nodiscard]] base::Time claimDeadline() const noexcept { return claimDeadline_; }
    /// The version that a live profile had when the group began; 0 if the group created it.
    [[nodiscard]] std::int64_t loadedVersion(base::ProfileId live) const;
    /// Whether it listed claims then that had expired, so that it shows something else since.
    [[nodiscard]] bool claimsExpired(base::ProfileId live) const { return expired_.contains(live); }
    /// The live profile that a home was part of when the group began; itself, if the group created it.
    [[nodiscard]] base::ProfileId loadedLive(base::ProfileId home) const;

    /// Resolving. Each marks what it changes. References to entries of that component end.
    Component& createProfile(base::ProfileId id);
    Entry& addEntry(Component& component, Entry entry);
    void setRole(Component& component, Entry& entry, model::Role role);
    void removeEntry(Component& component, base::IdentifierId identifier, base::ProfileId home);
    /// Notes that the identifier was detached at that time.
    void release(base::IdentifierId identifier, base::Time at);
    /// Ends a profile's life, at that time: it lets go of what identified it.
    void remove(Component& component, Life life, base::Time at);
    /// Lets a deleted one live again. Returns what identified it and is somebody else's now, which it shares.
    std::vector<base::IdentifierId> restore(Component& component);
    /// Makes `from`'s homes and entries part of `into`; `from` stops being a component.
    Component& absorb(Component& into, Component& from);
    /// Takes these homes and what they list out of `from`, and makes `live`, one of them, the id that they
    /// stand under.
    Component& split(Component& from, std::span<const base::ProfileId> homes, base::ProfileId live);

    /// Writing. Live components, and the homes that now point elsewhere.
    [[nodiscard]] const std::vector<std::unique_ptr<Component>>& components() const { return components_; }
    [[nodiscard]] const std::deque<KnownIdentifier>& identifiers() const { return identifiers_; }
    struct RemovedEntry {
        base::IdentifierId identifier;
        base::ProfileId home;
        model::Role role = model::Role::Identifying;  ///< As it was listed.
    };
    /// Profiles that were absorbed and are live again.
    [[nodiscard]] const std::vector<base::ProfileId>& revived() const { return revived_; }
    /// Of entries that were loaded; written before anything is added or changed.
    [[nodiscard]] const std::vector<RemovedEntry>& removedEntries() const { return removed_; }
    /// What restored profiles listed until they were deleted, and do not list again: claims that expired.
    [[nodiscard]] const std::vector<RemovedEntry>& lapsedEntries() const { return lapsed_; }
    /// A release that a restored profile took back, and the one before it. Whoever was deleted since and let
    /// go of the same has the latter before theirs.
    struct TakenBack {
        base::IdentifierId identifier;
        base::Time release;
        std::optional<base::Time> before;
    };
    [[nodiscard]] const std::vector<TakenBack>& releasesTakenBack() const { return takenBack_; }

private:
    struct HashIdentifier {
        std::size_t operator()(const model::Identifier* identifier) const noexcept;
    };
    struct SameIdentifier {
        bool operator()(const model::Identifier* a, const model::Identifier* b) const noexcept {
            return *a == *b;
        }
    };

    [[nodiscard]] std::size_t indexOf(base::IdentifierId id) const;
    void index(Component& component);
    static void refreshFlags(Component& component);
    void takeBack(const TakenBack& release);
    void removeExpiredClaims(Component& component);

    const model::IdentifierRules& rules_;
    base::Time claimDeadline_;
    std::deque<KnownIdentifier> identifiers_;  ///< A deque, since byValue_ points into it.
    std::vector<std::vector<Component*>> listedBy_;
    std::unordered_map<const model::Identifier*, std::size_t, HashIdentifier, SameIdentifier> byValue_;
    std::unordered_map<base::IdentifierId, std::size_t> byId_;
    std::vector<std::unique_ptr<Component>> components_;
    std::unordered_map<base::ProfileId, Component*> byHome_;
    std::unordered_map<base::ProfileId, std::int64_t> loadedVersions_;
    std::unordered_map<base::ProfileId, base::ProfileId> loadedLives_;  ///< By home.
    std::unordered_set<base::ProfileId> expired_;                       ///< Live ids whose claims had.
    std::set<std::pair<base::ProfileId, base::ProfileId>> mustNotLinks_;
    std::vector<RemovedEntry> removed_;
    std::vector<RemovedEntry> lapsed_;
    std::vector<TakenBack> takenBack_;
    std::vector<base::ProfileId> revived_;
};

}  // namespace kith::identity
