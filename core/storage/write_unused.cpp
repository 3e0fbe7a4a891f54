// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_set>

#include "core/identity/needs.hpp"
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
Identifiers usedIdentifiers(const GroupPlan& plan) {
    Identifiers used;
    for (const auto& component : plan.world.components()) {
        for (const auto& entry : component->entries) {
            if (entry.change != Change::None) used.insert(entry.identifier);
        }
    }
    for (const auto& [link, origin] : plan.appends.links) used.insert({link.a, link.b});
    for (const auto& [identifier, rows] : plan.facts.endpoints) {
        // What was only recalled is no use of it.
        const auto isWritten = [](const auto& tracked) { return tracked.change != Change::None; };
        if (std::ranges::any_of(rows, isWritten)) used.insert(identifier);
    }
    for (const auto& [key, tracked] : plan.facts.activities) {
        if (!tracked.row.facts.endpoint) continue;
        if (const auto* endpoint = plan.world.find(*tracked.row.facts.endpoint)) used.insert(endpoint->id);
    }
    return used;
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

/// Addresses of which the group only says states, without saying whose they are.
Identifiers suppressedAddresses(const GroupPlan& plan) {
    const auto& accepted = plan.appends.observations;
    const auto isOfNobody = [](const auto& each) { return each.observation->ofNobody; };
    Identifiers suppressed;
    if (std::ranges::none_of(accepted, isOfNobody)) return suppressed;
    Identifiers others;
    for (const auto& each : accepted) {
        for (const auto* identifier : identity::mentionedIn(*each.observation))
            (isOfNobody(each) ? suppressed : others).insert(plan.world.find(*identifier)->id);
    }
    std::erase_if(suppressed, [&](base::IdentifierId id) { return others.contains(id); });
    return suppressed;
}

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

void removeUnused(Session& session, const GroupPlan& plan, const model::HashKey& addressKey) {
    const auto used = usedIdentifiers(plan);
    const auto suppressed = suppressedAddresses(plan);
    auto remove = session.bulk(kDeleteIdentifiers);
    Recalled recalled(session);
    std::vector<const identity::KnownIdentifier*> nobodys;
    for (const auto& identifier : plan.world.identifiers()) {
        if (!identifier.added) continue;
        const bool isNobodys = suppressed.contains(identifier.id);
        const bool isUsed = used.contains(identifier.id);
        if (isNobodys || !isUsed) remove.add(identifier.id);
        if (isNobodys)
            nobodys.push_back(&identifier);
        else
            recalled.add(identifier, isUsed);
    }
    remove.run();
    recalled.run();
    if (!nobodys.empty()) keepHashes(session, plan, addressKey, nobodys);
}

}  // namespace kith::storage
