// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "core/storage/codes.hpp"
#include "core/storage/endpoint_counts.hpp"
#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Change;
using model::EndpointEntry;
using Identifiers = std::unordered_set<base::IdentifierId>;
using Ledger = std::vector<identity::Tracked<EndpointEntry>>;

void countActivities(const GroupPlan& plan) {
    for (const auto& change : plan.appends.counters) {
        const int status = change.status ? static_cast<int>(*change.status) : kNoStatus;
        plan.counts.addActivity(change.at, change.channel, status, change.by);
    }
}

template <class Wanted>
std::vector<EndpointEntry> entriesOf(const Ledger& ledger, Wanted wanted) {
    std::vector<EndpointEntry> entries;
    for (const auto& tracked : ledger)
        if (wanted(tracked)) entries.push_back(tracked.row);
    return entries;
}

/// All that is loaded of a ledger was current.
void countLedger(const GroupPlan& plan, const identity::KnownIdentifier& known, const Ledger& ledger,
                 const Identifiers& removed) {
    using Entry = identity::Tracked<EndpointEntry>;
    const auto& type = known.identifier.type;
    if (!known.added) {
        const auto before = entriesOf(ledger, [](const Entry& each) { return each.change != Change::Added; });
        countEndpoint(plan.counts, type, before, -1);
    }
    if (removed.contains(known.id)) return;
    countEndpoint(plan.counts, type, entriesOf(ledger, [](const Entry& each) { return each.current; }), 1);
}

bool isChanged(const Ledger& ledger) {
    return std::ranges::any_of(ledger, [](const auto& each) { return each.change != Change::None; });
}

}  // namespace

void countLedgers(Session& session, const GroupPlan& plan, const Identifiers& removed) {
    countActivities(plan);
    for (const auto& [identifier, ledger] : plan.facts.endpoints) {
        const auto& known = *plan.world.find(identifier);
        if (known.added || isChanged(ledger)) countLedger(plan, known, ledger, removed);
    }
    // What was kept of an address by its hash is a ledger again, though nothing was said of it here.
    std::vector<base::IdentifierId> recalled;
    for (const auto& known : plan.world.identifiers()) {
        if (known.added && !known.forgottenAs.empty() && !removed.contains(known.id) &&
            !plan.facts.endpoints.contains(known.id))
            recalled.push_back(known.id);
    }
    if (!recalled.empty()) countEndpoints(session, plan.counts, recalled, 1);
}

}  // namespace kith::storage
