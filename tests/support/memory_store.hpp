// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/identity/decide.hpp"
#include "core/identity/facts.hpp"
#include "core/identity/needs.hpp"
#include "core/identity/resolve.hpp"
#include "core/identity/world.hpp"

namespace kith::test {

/// What storage does with the resolver and the folds, in memory: loads the slice of the tables that a group
/// needs, and writes back nothing but what the marks of the world and the facts ask for. So a mark that is
/// missing is a value that is lost, as it would be in a database.
class MemoryStore {
public:
    struct Profile {
        base::ProfileId canonical;
        std::shared_ptr<const model::Origin> earliest;
        std::int64_t version = 0;
        base::Time updatedAt;
        std::uint32_t merges = 0;
        bool known = false;
        bool listed = false;
        identity::Life life = identity::Life::Live;  ///< Of all homes of a profile.
        base::Time removedAt = {};
    };
    struct Seen {
        model::Hash content{};
        base::ProfileId profile;
    };
    struct Prohibition {
        identity::Prohibition what;
        bool lifted = false;
    };
    using EntryKey = std::pair<base::IdentifierId, base::ProfileId>;
    using FieldKey = std::tuple<base::ProfileId, std::string, std::string>;
    using ActivityKey = std::pair<std::string, std::string>;
    using CounterKey = std::tuple<base::ProfileId, std::string, model::ActivityKind, int>;
    template <class Row>
    using Rows = std::vector<std::pair<Row, bool>>;  ///< With `current`.

    MemoryStore(const model::IdentifierRules& rules, base::IdGenerator& ids, identity::Caps caps = {});

    /// One group: resolved and folded together, written in one go. Outcomes in the order given. A command is
    /// a group of its own.
    std::vector<model::Outcome> write(std::span<const model::Observation> group, base::Time now);
    void forbid(base::ProfileId a, base::ProfileId b) {
        prohibitions.push_back({{ids_.make<model::ProhibitionId>(), a, b, {}}});
    }

    /// The live profile that an id stands for, in one step.
    [[nodiscard]] base::ProfileId liveOf(base::ProfileId id) const {
        return id ? profiles.at(id).canonical : id;
    }
    [[nodiscard]] std::vector<base::ProfileId> homesOf(base::ProfileId live) const;
    [[nodiscard]] const model::Identifier& identifierOf(base::IdentifierId id) const;
    [[nodiscard]] bool isErased(base::ProfileId home) const {
        return home && profiles.at(home).life == identity::Life::Erased;
    }
    /// A row of `identifiers`, for whoever fills the tables from elsewhere.
    void addIdentifier(const model::Identifier& identifier, base::IdentifierId id);

    /// At most so many profiles that only claim an identifier are loaded.
    std::size_t claimLimit = 100;

    // The tables.
    std::map<base::ProfileId, Profile> profiles;
    std::map<base::ObservationId, base::ProfileId> observations;  ///< The home of each; zero: nobody's.
    std::map<model::Identifier, base::IdentifierId> identifiers;
    std::map<base::IdentifierId, base::Time> released;
    std::set<base::IdentifierId> forgotten;  ///< Of which a database has nothing but a hash.
    std::map<EntryKey, identity::Entry> entries;
    std::map<EntryKey, identity::RetiredEntry> retired;  ///< What those who don't live listed.
    std::map<FieldKey, std::pair<model::FieldRow, bool>> fields;
    std::map<base::ProfileId, Rows<model::Consent>> consents;
    std::map<base::IdentifierId, Rows<model::EndpointEntry>> endpoints;
    std::map<ActivityKey, model::Activity> activities;
    std::map<CounterKey, std::int64_t> counters;
    std::map<std::pair<base::KeyId, model::Hash>, Seen> seen;
    std::vector<identity::FieldChange> fieldChanges;
    std::vector<identity::MergeRecord> merges;
    std::vector<identity::RefusalRecord> refusals;
    std::vector<identity::LinkRecord> links;
    std::vector<Prohibition> prohibitions;
    std::set<base::MergeId> undone;  ///< Of `merges`.

private:
    using Group = std::span<const model::Observation>;

    void load(identity::World& world, Group group);
    [[nodiscard]] std::vector<base::ProfileId> namedBy(const model::Command& command) const;
    [[nodiscard]] identity::Matter matterOf(const model::Command& command) const;
    void addListers(identity::KnownIdentifier& identifier, bool claimed,
                    std::set<base::ProfileId>& lives) const;
    void noteSharers(identity::KnownIdentifier& identifier, const std::set<base::ProfileId>& loaded) const;
    [[nodiscard]] identity::KnownIdentifier knownRow(base::IdentifierId id) const;
    void addDeleted(const model::Observation& observation, std::set<base::ProfileId>& lives) const;
    void loadComponent(identity::World& world, base::ProfileId live);
    void removeErased(identity::Facts& facts);
    void load(identity::Facts& facts, const identity::FactKeys& keys);
    void store(const identity::World& world);
    void storeLife(const identity::Component& component);
    void store(const identity::Facts& facts);
    void store(identity::Appends appends);
    [[nodiscard]] std::optional<model::Outcome> repeated(const model::Observation& observation) const;
    void remember(const model::Observation& observation, base::ProfileId home);

    const model::IdentifierRules& rules_;
    base::IdGenerator& ids_;
    identity::Caps caps_;
    std::map<base::IdentifierId, model::Identifier> names_;
};

}  // namespace kith::test
