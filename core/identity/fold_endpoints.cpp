// SPDX-License-Identifier: Apache-2.0
#include "core/identity/fold_endpoints.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/activity_fold.hpp"
#include "core/model/endpoint_fold.hpp"

namespace kith::identity {
namespace {

using model::EndpointEntry;
using model::EndpointState;

base::IdentifierId idOf(const World& world, const model::Identifier& identifier) {
    const KnownIdentifier* known = world.find(identifier);
    if (known == nullptr) {
        throw base::Error(base::ErrorCode::Internal, "an endpoint was folded before it was loaded");
    }
    return known->id;
}

/// When the person last opted in to anything in this observation.
std::optional<base::Time> optedInAt(const model::Observation& observation) {
    std::optional<base::Time> at;
    for (const auto& each : observation.subscriptions) {
        if (each.subscribed && each.by == "person") at = std::max(at, std::optional{each.at});
    }
    return at;
}

bool isConfirmation(const model::EndpointWrite& write) {
    return write.state == EndpointState::Active && write.reason == model::kDoubleOptIn && !write.told;
}

/// Calls `say` with every entry that the observation adds, still without an id.
template <class Say>
void eachEntry(const model::Observation& observation, std::span<const base::IdentifierId> carried,
               const World& world, const Say& say) {
    const auto mark = [&](base::IdentifierId id, EndpointEntry::Kind kind, base::Time at) {
        EndpointEntry entry;
        entry.identifier = id;
        entry.kind = kind;
        entry.stamp = observation.stampAt(at);
        say(std::move(entry));
    };
    for (const auto& write : observation.endpoints) {
        const auto id = idOf(world, write.identifier);
        say(EndpointEntry{{},
                          id,
                          write.told ? EndpointEntry::Kind::ToldOptIn : EndpointEntry::Kind::State,
                          write.state,
                          write.reason,
                          write.detail,
                          write.until,
                          observation.stampAt(write.at)});
        if (isConfirmation(write) && std::ranges::find(carried, id) != carried.end()) {
            mark(id, EndpointEntry::Kind::OptIn, write.at);
        }
    }
    if (const auto at = optedInAt(observation)) {
        for (const auto id : carried) mark(id, EndpointEntry::Kind::OptIn, *at);
    }
    for (const auto& activity : observation.activities) {
        if (!model::isDelivery(activity)) continue;
        mark(idOf(world, *activity.facts.endpoint), EndpointEntry::Kind::Delivery, activity.at);
    }
}

using Ledger = std::vector<Tracked<EndpointEntry>>;

model::EndpointFold foldOf(const Ledger& ledger) {
    model::EndpointFold fold;
    for (const auto& entry : ledger) {
        if (entry.current) fold.add(entry.row);
    }
    return fold;
}

/// Whether it says what is shown, or less of it; without a date, what stands by now. A block without an end
/// is a failure, and each of them counts.
bool isShown(const model::EndpointWrite& write, const model::EndpointStateView& state) {
    if (write.state == EndpointState::Blocked && !write.until) return false;
    const bool isSame = write.state == state.state && write.until == state.until &&
                        (write.detail.empty() || write.detail == state.detail);
    if (write.isDated) return isSame && write.reason == state.reason && write.at == state.since;
    return isSame && !state.lifted && (write.reason.empty() || write.reason == state.reason);
}

/// Whether nobody has the address, so that it is known by its hash alone once the group is written.
bool isNobodys(World& world, const KnownIdentifier& known) {
    return known.added && world.listings(known.id).empty();
}

/// Leaves of a statement what is kept of one about nobody's address.
template <class Statement>
void forgetWords(Statement& statement, const model::Origin& by) {
    statement.reason = model::keptReason(statement.reason, by.sourceType == model::kStaffSource);
    statement.detail.clear();
}

/// What other statements leave on the addresses that they carry.
bool isMark(const EndpointEntry& entry) {
    return entry.kind == EndpointEntry::Kind::OptIn || entry.kind == EndpointEntry::Kind::Delivery;
}

struct Shown {
    EndpointState before;
    EndpointState after;
};

/// Appends entries and prunes what the fold no longer needs. A mark that is not needed is not kept at all:
/// the activity or the consent that made it is. Nothing if what is shown is the same.
std::optional<Shown> append(Ledger& ledger, std::vector<EndpointEntry> entries,
                            const TouchedEndpoint& touched, const FoldStep& step) {
    const auto before = foldOf(ledger).view(touched.claimedBefore, step.now);
    for (auto& entry : entries) {
        entry.id = step.ids.make<base::RowId>();
        ledger.push_back({std::move(entry), true, Change::Added});
    }
    const auto fold = foldOf(ledger);
    const auto after = fold.view(touched.claimedAfter, step.now);
    const auto needed = fold.needed();
    for (auto& each : ledger) {
        if (!each.current || std::binary_search(needed.begin(), needed.end(), &each.row)) continue;
        each.current = false;
        touch(each);
    }
    std::erase_if(ledger, [](const Tracked<EndpointEntry>& each) {
        return each.change == Change::Added && !each.current && isMark(each.row);
    });
    if (after == before) return std::nullopt;
    return Shown{before.state, after.state};
}

/// Whether the endpoint shows with the profile; notes with whom else it does.
bool noteChange(const FoldStep& step, const TouchedEndpoint& touched, const Shown& shown) {
    const auto note = [&](base::ProfileId home) {
        step.appends.endpointChanges.push_back({touched.id, home, shown.before, shown.after});
    };
    if (touched.other != base::ProfileId{}) {
        step.others.push_back(touched.other);
        note(touched.other);
    }
    if (touched.own) note(step.resolution.live);
    return touched.own;
}

}  // namespace

std::vector<TouchedEndpoint> endpointsTouchedBy(const model::Observation& observation, World& world,
                                                Component* own, std::span<const base::IdentifierId> carried) {
    std::vector<TouchedEndpoint> touched;
    if (!observation.origin->attested) return touched;
    eachEntry(observation, carried, world, [&](const EndpointEntry& entry) {
        const auto id = entry.identifier;
        if (std::any_of(touched.begin(), touched.end(), [&](const auto& each) { return each.id == id; }))
            return;
        const Listing holder = world.holder(id);
        const bool elsewhere = holder && holder.component != own;
        const bool lists = own != nullptr && World::entryOf(*own, id) != nullptr;
        const bool claims = lists && world.isOnlyClaimed(id);
        touched.push_back({id, lists, elsewhere ? holder.entry->home : base::ProfileId{}, claims, claims});
    });
    return touched;
}

bool suppressesAnew(const FoldStep& step) {
    return std::ranges::any_of(step.observation.endpoints, [&](const model::EndpointWrite& write) {
        // Who of the staff let an address be written to again is noted each time.
        if (write.state == EndpointState::Active) return true;
        const auto& known = *step.world.find(idOf(step.world, write.identifier));
        auto shown = foldOf(step.facts.endpoints[known.id]).view(false, step.now);
        auto said = write;
        if (isNobodys(step.world, known)) {
            forgetWords(said, *step.observation.origin);
            for (auto& state : shown.states) forgetWords(state, *state.origin);
        }
        return std::ranges::none_of(shown.states, [&](const auto& state) { return isShown(said, state); });
    });
}

bool foldEndpoints(const FoldStep& step) {
    if (!step.attested()) {
        if (!step.observation.endpoints.empty()) {
            step.warn("/endpoints", "not_attested", "A claim sets no endpoint state.");
        }
        return false;
    }
    std::map<base::IdentifierId, std::vector<EndpointEntry>> entries;
    eachEntry(step.observation, step.resolution.carried, step.world, [&](EndpointEntry entry) {
        const auto id = entry.identifier;
        entries[id].push_back(std::move(entry));
    });
    bool changed = false;
    for (const auto& touched : step.resolution.endpoints) {
        auto& ledger = step.facts.endpoints[touched.id];
        const auto shown = append(ledger, std::move(entries[touched.id]), touched, step);
        if (shown && noteChange(step, touched, *shown)) changed = true;
    }
    return changed;
}

}  // namespace kith::identity
