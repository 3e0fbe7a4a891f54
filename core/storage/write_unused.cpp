// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_set>

#include "core/model/endpoint_fold.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Change;
using Identifiers = std::unordered_set<base::IdentifierId>;

constexpr std::string_view kForgetHash =
    "DELETE FROM forgotten_identifier WHERE hash IN (SELECT hash FROM {rows hash text})";
constexpr std::string_view kRemoveSuppressions =
    "DELETE FROM suppression WHERE hash IN (SELECT hash FROM {rows hash text})";
constexpr std::string_view kRemoveStates =
    "DELETE FROM endpoint_state WHERE identifier_id IN (SELECT id FROM {rows id bigint})";

constexpr std::string_view kDeleteIdentifiers =
    "DELETE FROM identifier WHERE id IN (SELECT id FROM {rows id bigint})";

/// Whatever the group writes that refers to an identifier.
struct Uses {
    Identifiers byPeople;
    Identifiers byNobody;  ///< States that were said of an address without saying whose it is.
};

Uses usesIn(const GroupPlan& plan) {
    std::unordered_set<base::ObservationId> ofNobody;
    for (const auto& accepted : plan.appends.observations)
        if (!accepted.home) ofNobody.insert(accepted.origin->row);
    Uses uses;
    for (const auto& component : plan.world.components()) {
        for (const auto& entry : component->entries) {
            if (entry.change != Change::None) uses.byPeople.insert(entry.identifier);
        }
    }
    for (const auto& [link, origin] : plan.appends.links) uses.byPeople.insert({link.a, link.b});
    for (const auto& [identifier, rows] : plan.facts.endpoints) {
        // What was only recalled is no use of it.
        for (const auto& [row, current, change] : rows) {
            if (change != Change::Added) continue;
            (ofNobody.contains(row.stamp.origin->row) ? uses.byNobody : uses.byPeople).insert(identifier);
        }
    }
    for (const auto& [key, tracked] : plan.facts.activities) {
        if (!tracked.row.facts.endpoint) continue;
        if (const auto* endpoint = plan.world.find(*tracked.row.facts.endpoint))
            uses.byPeople.insert(endpoint->id);
    }
    return uses;
}

/// Whoever comes again is known again; whoever did not is as forgotten as before.
class Recalled {
public:
    explicit Recalled(Session& session)
        : known_(session.bulk(kForgetHash)),
          suppressions_(session.bulk(kRemoveSuppressions)),
          states_(session.bulk(kRemoveStates)) {}

    void add(const identity::KnownIdentifier& identifier, bool used) {
        if (identifier.forgottenAs.empty()) return;
        if (!used) return states_.add(identifier.id);
        known_.add(identifier.forgottenAs);
        suppressions_.add(identifier.forgottenAs);
    }
    void run() {
        known_.run();
        suppressions_.run();
        states_.run();
    }

private:
    BulkWrite known_;
    BulkWrite suppressions_;
    BulkWrite states_;
};

/// So that nobody's address is known but to whoever knows it.
void keepHashes(Session& session, const GroupPlan& plan, const model::HashKey& key,
                const std::vector<const identity::KnownIdentifier*>& addresses) {
    Forgetting forgetting(session, key);
    auto states = session.bulk(kRemoveStates);
    for (const auto* address : addresses) {
        forgetting.add(address->identifier, address->releasedAt);
        states.add(address->id);
    }
    for (const auto* address : addresses) {
        for (const auto& [row, current, change] : plan.facts.endpoints.at(address->id)) {
            if (!current) continue;
            const auto& by = *row.stamp.origin;
            forgetting.addEntry(address->identifier, row, {by.sourceType == model::kStaffSource, by.row});
        }
    }
    forgetting.run();
    states.run();
}

}  // namespace

Unused removeUnused(Session& session, const GroupPlan& plan, const model::HashKey& addressKey) {
    const auto uses = usesIn(plan);
    auto remove = session.bulk(kDeleteIdentifiers);
    Recalled recalled(session);
    std::vector<const identity::KnownIdentifier*> nobodys;
    Unused unused;
    for (const auto& identifier : plan.world.identifiers()) {
        if (!identifier.added) continue;
        const bool isPeoples = uses.byPeople.contains(identifier.id);
        if (!isPeoples) {
            remove.add(identifier.id);
            unused.removed.insert(identifier.id);
        }
        if (!isPeoples && uses.byNobody.contains(identifier.id))
            nobodys.push_back(&identifier);
        else
            recalled.add(identifier, isPeoples);
    }
    remove.run();
    recalled.run();
    if (!nobodys.empty()) keepHashes(session, plan, addressKey, nobodys);
    for (const auto* each : nobodys) unused.hashed.insert(each->id);
    return unused;
}

}  // namespace kith::storage
