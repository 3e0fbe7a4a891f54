// SPDX-License-Identifier: Apache-2.0
#include "core/model/endpoint_fold.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/model/faults.hpp"
#include "core/model/names.hpp"

namespace kith::model {
namespace {

constexpr Names<LiftedBy, 4> kLiftedBy{{"time", "delivery", "opt_in", "active"}};

/// A total order even over statements of one observation about one address, so that no order of arrival can
/// show.
bool isNewer(const EndpointEntry& a, const EndpointEntry& b) {
    if (const auto order = a.stamp <=> b.stamp; order != 0) return order > 0;
    return std::tie(a.until, a.reason, a.detail) > std::tie(b.until, b.reason, b.detail);
}

bool isNewerPointer(const EndpointEntry* a, const EndpointEntry* b) {
    return isNewer(*a, *b);
}

EndpointStateView viewOf(const EndpointEntry& entry) {
    return {entry.state,  entry.reason, entry.detail,      entry.stamp.at,
            std::nullopt, std::nullopt, entry.stamp.origin};
}

Lifting liftingBy(const EndpointEntry& entry, LiftedBy by) {
    const bool isTold = entry.kind == EndpointEntry::Kind::ToldOptIn;
    return {entry.stamp.at, by, entry.reason, isTold ? entry.detail : std::string{}, entry.stamp.origin};
}

/// An export that calls everybody active is none, though it may be attested.
bool isStaffDecision(const EndpointEntry& entry) {
    return entry.stamp.origin->sourceType == kStaffSource && !entry.reason.empty() &&
           entry.reason != kDoubleOptIn;
}

}  // namespace

std::string_view liftedByName(LiftedBy by) noexcept {
    return kLiftedBy.of(by);
}

bool operator==(const Lifting& a, const Lifting& b) noexcept {
    return std::tie(a.at, a.by, a.reason, a.proof) == std::tie(b.at, b.by, b.reason, b.proof);
}

bool operator==(const EndpointStateView& a, const EndpointStateView& b) noexcept {
    return std::tie(a.state, a.reason, a.detail, a.since, a.until, a.lifted) ==
           std::tie(b.state, b.reason, b.detail, b.since, b.until, b.lifted);
}

bool mayReceive(const EndpointView& endpoint, Role role, Purpose purpose) noexcept {
    if (purpose == Purpose::Marketing)
        return endpoint.state == EndpointState::Active && role != Role::Claimed;
    return std::ranges::none_of(endpoint.states, [](const EndpointStateView& each) {
        return !each.lifted &&
               (each.state == EndpointState::Blacklisted || each.state == EndpointState::Blocked);
    });
}

void EndpointFold::add(const EndpointEntry& entry) {
    switch (entry.kind) {
        case EndpointEntry::Kind::State:
            return addState(entry);
        case EndpointEntry::Kind::OptIn:
        case EndpointEntry::Kind::ToldOptIn:
            return keepNewest(OptIn, entry);
        case EndpointEntry::Kind::Delivery:
            return keepNewest(Delivery, entry);
    }
}

void EndpointFold::addState(const EndpointEntry& entry) {
    switch (entry.state) {
        case EndpointState::Complained:
            return keepNewest(Complained, entry);
        case EndpointState::Blacklisted:
            return keepNewest(Blacklisted, entry);
        case EndpointState::Unsubscribed:
            return keepNewest(Unsubscribed, entry);
        case EndpointState::Unconfirmed:
            return keepNewest(Unconfirmed, entry);
        case EndpointState::Blocked:
            if (entry.until) return keepNewest(BlockedUntil, entry);
            failures_.push_back(&entry);
            return;
        case EndpointState::Active:
            keepNewest(Active, entry);
            if (isStaffDecision(entry)) keepNewest(ActiveByStaff, entry);
            return;
    }
}

void EndpointFold::keepNewest(Slot slot, const EndpointEntry& entry) {
    const EndpointEntry*& kept = newest_[slot];
    if (kept == nullptr || isNewer(entry, *kept)) kept = &entry;
}

/// A delivery lifts what is older; one of the same moment does not.
bool EndpointFold::isAfterDelivery(const EndpointEntry& entry) const {
    return newest_[Delivery] == nullptr || !(entry.stamp < newest_[Delivery]->stamp) ||
           KITH_FAULT(LadderCountsDelivered);
}

/// Newest first: the failures that the ladder counts, or only the last one if a delivery followed all.
std::vector<const EndpointEntry*> EndpointFold::neededFailures() const {
    std::vector<const EndpointEntry*> failures = failures_;
    std::sort(failures.begin(), failures.end(), isNewerPointer);
    const auto counted = static_cast<std::size_t>(std::count_if(
        failures.begin(), failures.end(), [&](const auto* each) { return isAfterDelivery(*each); }));
    const std::size_t kept = std::clamp<std::size_t>(counted, 1, kLadderDays.size());
    failures.resize(std::min(failures.size(), kept));
    return failures;
}

std::vector<const EndpointEntry*> EndpointFold::needed() const {
    std::vector<const EndpointEntry*> kept = neededFailures();
    std::copy_if(newest_.begin(), newest_.end(), std::back_inserter(kept),
                 [](const EndpointEntry* entry) { return entry != nullptr; });
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    return kept;
}

std::optional<Lifting> EndpointFold::lifting(Slot slot, const EndpointEntry& entry) const {
    const auto by = [&](Slot lifter, LiftedBy what) -> std::optional<Lifting> {
        const EndpointEntry* lift = newest_[lifter];
        if (lift == nullptr || !(entry.stamp < lift->stamp)) return std::nullopt;
        return liftingBy(*lift, what);
    };
    switch (slot) {
        case Complained:
        case Unsubscribed:
            return by(OptIn, LiftedBy::OptIn);
        case Blacklisted:
            return by(ActiveByStaff, LiftedBy::Active);
        case Unconfirmed: {
            auto active = by(Active, LiftedBy::Active);
            auto optIn = by(OptIn, LiftedBy::OptIn);
            if (!active || !optIn) return active ? active : optIn;
            return optIn->at < active->at ? active : optIn;
        }
        default:
            return std::nullopt;
    }
}

/// One block with its end. Of those that no delivery lifted the one that ends last counts.
struct EndpointFold::Block {
    const EndpointEntry* entry = nullptr;
    std::optional<base::Time> end;
};

std::optional<EndpointStateView> EndpointFold::blocked(base::Time now) const {
    const auto failures = neededFailures();
    std::vector<Block> blocks;
    if (const EndpointEntry* explicitly = newest_[BlockedUntil])
        blocks.push_back({explicitly, explicitly->until});
    if (!failures.empty()) {
        const auto length = std::chrono::days{kLadderDays[failures.size() - 1]};
        blocks.push_back({failures.front(), failures.front()->stamp.at + length});
    }
    if (blocks.empty()) return std::nullopt;

    const auto counts = [&](const Block& block) { return isAfterDelivery(*block.entry); };
    const Block& shown = *std::max_element(blocks.begin(), blocks.end(), [&](const Block& a, const Block& b) {
        if (counts(a) != counts(b)) return counts(b);
        if (counts(a) && a.end != b.end) return a.end < b.end;
        return isNewer(*b.entry, *a.entry);
    });
    EndpointStateView view = viewOf(*shown.entry);
    if (!counts(shown)) {
        view.lifted = liftingBy(*newest_[Delivery], LiftedBy::Delivery);
        return view;
    }
    view.until = shown.end;
    if (*shown.end <= now) view.lifted = Lifting{.at = *shown.end, .by = LiftedBy::Time};
    return view;
}

EndpointView EndpointFold::view(bool onlyClaimed, base::Time now) const {
    EndpointView result;
    const auto show = [&](Slot slot) {
        if (const EndpointEntry* entry = newest_[slot]) {
            result.states.push_back(viewOf(*entry));
            result.states.back().lifted = lifting(slot, *entry);
        }
    };
    show(Complained);
    show(Blacklisted);
    show(Unsubscribed);
    if (auto block = blocked(now)) result.states.push_back(std::move(*block));
    show(Unconfirmed);
    show(Active);

    const auto standing = std::find_if(result.states.begin(), result.states.end(),
                                       [](const EndpointStateView& each) { return !each.lifted; });
    if (standing != result.states.end()) {
        result.state = standing->state;
    } else if (onlyClaimed && newest_[OptIn] == nullptr) {
        result.state = EndpointState::Unconfirmed;
    }
    return result;
}

EndpointView foldEndpoint(std::span<const EndpointEntry> entries, bool onlyClaimed, base::Time now) {
    EndpointFold fold;
    for (const auto& entry : entries) fold.add(entry);
    return fold.view(onlyClaimed, now);
}

}  // namespace kith::model
