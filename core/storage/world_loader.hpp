// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/identity/world.hpp"
#include "core/model/hash.hpp"
#include "core/model/observation.hpp"
#include "core/storage/origins.hpp"

namespace kith::storage {

class Session;

/// Loads the slice of the database that a group of observations needs, and on PostgreSQL locks it in the
/// order in which every writer does: the identifiers sorted, then the live profiles sorted. What else belongs
/// to a profile or an identifier is only ever written by whoever holds that lock. One object per attempt,
/// inside a transaction.
class WorldLoader {
public:
    /// `maxHomes`: the cap on the homes of one profile.
    /// `addressKey`: of the hashes of addresses that were erased.
    WorldLoader(Session& session, base::IdGenerator& ids, Origins& origins, std::size_t maxHomes,
                const model::HashKey& addressKey)
        : session_(session), ids_(ids), origins_(origins), maxHomes_(maxHomes), addressKey_(addressKey) {}

    /// Fills `world`. False if a profile was merged, or a merge taken back, after it was found and before it
    /// was locked: the transaction is to be rolled back and begun again.
    [[nodiscard]] bool load(std::span<const model::Observation* const> observations, identity::World& world);
    /// The same for the profiles that these ids stand for, without what an observation may do to them: no
    /// identifier is locked, so none may be attached.
    [[nodiscard]] bool load(std::span<const base::ProfileId> homes, identity::World& world);

private:
    /// The profiles that only list an identifier, in one role, seen there after `since`.
    struct Listed {
        std::size_t position = 0;  ///< In carried_.
        model::Role role = model::Role::Shared;
        base::Time since;
        std::vector<base::ProfileId> lives = {};
        std::vector<base::ProfileId> leftOut = {};  ///< More of them, not to be loaded.
        std::size_t rows = 0;
    };

    void findEnding(std::span<const model::Observation* const> observations);
    void insertIdentifiers(std::span<const model::Observation* const> observations);
    void recallForgotten();
    /// False if one was erased after it was found to be there.
    [[nodiscard]] bool lockIdentifiers();
    [[nodiscard]] std::vector<base::ProfileId> deletedHolders(
        std::span<const model::Observation* const> observations);
    [[nodiscard]] bool knowsDeletedHolders(std::span<const model::Observation* const> observations);
    void findHolders(std::span<const model::Observation* const> observations, base::Time claimDeadline);
    void findListings(std::vector<Listed> listed);
    void findEdited(std::span<const model::Observation* const> observations);
    void findNamed(std::span<const base::ProfileId> homes);
    void findActivityOwners(std::span<const model::Observation* const> observations);
    [[nodiscard]] bool loadProfiles(identity::World& world);
    [[nodiscard]] bool lockProfiles();
    void loadRemovals();
    void loadHomes();
    void loadEntries();
    void loadRetired();
    void loadProhibitions(identity::World& world);
    void build(identity::World& world);
    identity::Component& componentOf(base::ProfileId home) { return components_[byHome_.at(home)]; }
    void addHome(base::ProfileId id, std::optional<base::ObservationId> first, std::size_t component);

    Session& session_;
    base::IdGenerator& ids_;
    Origins& origins_;
    std::size_t maxHomes_;
    model::HashKey addressKey_;
    std::vector<identity::KnownIdentifier> carried_;  ///< Sorted by type and value.
    std::vector<identity::KnownIdentifier> others_;   ///< Listed by loaded components, not carried.
    std::unordered_set<base::IdentifierId> known_;
    /// Live ids, sorted, of those whose life a write ends or begins again.
    std::vector<base::ProfileId> ending_;
    std::vector<model::Identifier> endingIdentifiers_;  ///< What they list, or listed.
    std::set<model::Identifier> onlyListed_;            ///< Of these what nothing in the group carries.
    bool listsMore_ = false;              ///< One of them lists something else by now, which is not locked.
    std::vector<base::ProfileId> lives_;  ///< To be locked and loaded.
    /// Homes that a write names or by which it found one of these, whose they were when looked for.
    std::vector<base::ProfileId> sought_;
    /// Profiles that share an identifier of carried_, whose place stands first, and are not among these.
    std::vector<std::pair<std::size_t, base::ProfileId>> leftOut_;
    std::vector<identity::Component> components_;
    std::unordered_map<base::ProfileId, std::size_t> byHome_;
};

}  // namespace kith::storage
