// SPDX-License-Identifier: Apache-2.0
#include "core/identity/resolve.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/identity/admission.hpp"
#include "core/identity/fold_endpoints.hpp"
#include "core/identity/refusal.hpp"
#include "core/identity/required_values.hpp"
#include "core/identity/resolve_named.hpp"
#include "core/identity/survivor.hpp"
#include "core/identity/target.hpp"
#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

using model::RefusalCode;
using model::Role;

/// Whom the token names: the only identifier of an attestation that doesn't move.
const model::Identifier& namedBy(const model::Observation& attestation) {
    const auto named = std::ranges::find_if(attestation.identifiers, [](const auto& seen) {
        return seen.rule->cls != model::IdentifierClass::Moving;
    });
    return named->identifier;
}

/// One observation on its way through the steps of IDENTITY.md.
class Resolving {
public:
    Resolving(World& world, const model::Observation& observation, const Caps& caps, base::IdGenerator& ids)
        : world_(world), observation_(observation), caps_(caps), ids_(ids), stamp_(observation.stamp()) {}

    /// `vouched` is where the observation's attestation led to, if it has one.
    Resolution run(const Resolution* vouched) {
        vouched_ = vouched != nullptr;
        carried_ = carriedBy(world_, observation_);
        const auto released = dropReleased();
        if (carried_.empty()) return ofAddresses(released);
        binds_ =
            std::any_of(carried_.begin(), carried_.end(), [](const auto& each) { return !each.moves(); });
        enter(vouched_ ? Target{world_.component(vouched->live), vouched->home, {}} : found());
        noteUnconfirmed();
        for (const auto& each : carried_) stamp_.attested ? attest(each) : claim(each);
        refuseDropped(released);
        for (std::size_t i = 1; i < carried_.size(); ++i) {
            result_.links.push_back({carried_.front().id(), carried_[i].id()});
        }
        if (result_.life) dropRegained(result_.life->shared);
        for (const auto& each : carried_) result_.carried.push_back(each.id());
        result_.endpoints = endpointsTouchedBy(observation_, world_, target_, result_.carried);
        noteConfirmed();
        result_.live = target_->live;
        result_.homes = target_->homeIds;
        result_.mayWriteFacts = stamp_.attested || !target_->known;
        return std::move(result_);
    }

private:
    Released dropReleased() {
        Released released;
        std::erase_if(carried_, [&](const Carried& each) {
            if (!stamp_.attested || !isReleased(*each.known, *observation_.origin)) return false;
            released.push_back(each.seen);
            return true;
        });
        return released;
    }

    /// Whoever it was about has let go of all of it. States are the addresses', and stay with them.
    Resolution ofAddresses(const Released& released) {
        // Of a confirmation they are the person's word on what is not theirs any more.
        if (observation_.endpoints.empty() || observation_.confirms)
            throwNoIdentifier(observation_, released);
        auto states = statesOf(observation_);
        result_ = resolveNobody(world_, *states);
        result_.states = std::move(states);
        refuseDropped(released);
        return std::move(result_);
    }

    void refuseDropped(const Released& released) {
        for (const auto& blocked : observation_.blocked) {
            result_.refusals.push_back(
                makeRefusal({RefusalCode::BlockedValue}, {blocked.type, blocked.given}));
        }
        for (const auto* each : released) {
            result_.refusals.push_back(makeRefusal({RefusalCode::Released}, each->identifier));
        }
    }

    [[nodiscard]] Target found() {
        if (observation_.confirms) return named();
        if (!stamp_.attested) return findClaimTarget(world_, carried_);
        const auto target = findTarget(world_, carried_);
        return target.component != nullptr || !observation_.restore ? target : restored();
    }

    /// The claimant, by the claim if it lists it.
    [[nodiscard]] Target named() {
        Component& claimant = namedComponent(world_, *observation_.address);
        const auto id = carried_.front().id();
        const bool lists = World::entryOf(claimant, id) != nullptr;
        return {&claimant, observation_.address->home, lists ? id : base::IdentifierId{}};
    }

    /// The deleted profile that one of these identified, the first of them in matching order, lives again.
    [[nodiscard]] Target restored() {
        const auto target = findDeleted(world_, carried_);
        if (target.component == nullptr) return target;
        auto shared = world_.restore(*target.component);
        result_.life = LifeChange{
            target.component->live,  Life::Live, observation_.origin->receivedAt, {}, std::move(shared),
            ids_.make<base::RowId>()};
        return target;
    }

    /// What a restored profile had to share came back with whoever had it, if the two are one by now.
    void dropRegained(std::vector<base::IdentifierId>& shared) {
        std::erase_if(shared, [this](auto id) { return world_.holder(id).component == target_; });
    }

    void enter(const Target& found) {
        result_.created = found.component == nullptr;
        target_ = result_.created ? &world_.createProfile(ids_.make<base::ProfileId>()) : found.component;
        result_.home = result_.created ? target_->live : found.home;
        if (KITH_FAULT(SurvivorDecidesHome)) result_.home = target_->live;
        foundBy_ = result_.created ? foundingIdentifier() : found.by;
        result_.identityChanged = target_->noteWritten(result_.home, observation_.origin) || result_.life;
    }

    /// What a new profile is made for: its first free identifier, of those that could have found one.
    base::IdentifierId foundingIdentifier() {
        const auto founds = [this](const Carried& each) {
            return each.moves() != binds_ && !each.known->heldBy && !world_.holder(each.id());
        };
        const auto first = std::find_if(carried_.begin(), carried_.end(), founds);
        return first != carried_.end() ? first->id() : carried_.front().id();
    }

    /// Who shows what of this as unconfirmed so far.
    void noteUnconfirmed() {
        if (!stamp_.attested) return;
        for (const auto& each : carried_) {
            if (!world_.isOnlyClaimed(each.id())) continue;
            for (const auto& listing : world_.listings(each.id()))
                unconfirmed_.emplace_back(each.id(), listing.component->live);
        }
    }

    /// What the profile, or one that it absorbed, only claimed is touched by not being so any more.
    void noteConfirmed() {
        for (const auto& [id, live] : unconfirmed_) {
            if (world_.component(live) != target_ || world_.isOnlyClaimed(id)) continue;
            auto& all = result_.endpoints;
            auto touched = std::ranges::find(all, id, &TouchedEndpoint::id);
            if (touched == all.end()) touched = all.insert(touched, {.id = id, .own = true});
            touched->claimedBefore = true;
        }
    }

    void attest(const Carried& each) {
        const Listing holder = world_.holder(each.id());
        if (holder.component == target_) {
            see(each, *holder.entry);
        } else if (!holder) {
            attach(each);
        } else if (!holder.component->known) {
            if (KITH_FAULT(AnonymousNotAbsorbed)) return;
            join(each, *holder.component, kAnonymousRule);
        } else if (each.moves()) {
            if (binds_ && isNewerThan(holder.entry->claim)) move(each, holder);
        } else {
            join(each, *holder.component, kLinkingRule);
        }
    }

    void claim(const Carried& each) {
        const Listing holder = world_.holder(each.id());
        if (holder.component == target_) {
            see(each, *holder.entry);
            return;
        }
        if (each.moves()) {
            // Of one with a token the attestation decided already.
            if (!holder && !vouched_) claimFree(each);
            return;
        }
        Entry* entry = World::entryOf(*target_, each.id());
        const auto refusal = entry != nullptr ? std::nullopt : refusesClaim(*target_, *each.known, caps_);
        // One that comes too late is no refusal: it would be gone at the next look.
        const bool late = entry == nullptr && observation_.origin->observedAt <= world_.claimDeadline();
        if (!refusal && !late) {
            see(each, entry != nullptr ? *entry : list(each, Role::Claimed));
        }
        if (holder) {
            refuse(each, {RefusalCode::NotAttested}, holder.component->live);
        } else if (each.known->heldBy) {
            refuse(each, {RefusalCode::NotAttested}, each.known->heldBy);
        } else if (refusal) {
            refuse(each, *refusal, {});
        }
    }

    /// It does not bring back what was detached since. Somebody new may have it: by a rejection a public key
    /// would learn that somebody had the value.
    void claimFree(const Carried& each) {
        if (!result_.created && isReleased(*each.known, *observation_.origin)) {
            refuse(each, {RefusalCode::Released}, {});
        } else {
            attach(each);
        }
    }

    void attach(const Carried& each) {
        if (const auto refusal = refusesAttach(*target_, *each.known, caps_)) {
            if (!KITH_FAULT(LimitSilently)) refuseAndShare(each, *refusal, nullptr);
            return;
        }
        identify(each);
    }

    /// Makes a free value identifying, under the home that lists it already if there is one.
    void identify(const Carried& each) {
        Entry* listed = World::entryOf(*target_, each.id());
        if (listed != nullptr) {
            world_.setRole(*target_, *listed, Role::Identifying);
            result_.identityChanged = true;
        }
        see(each, listed != nullptr ? *listed : list(each, Role::Identifying));
    }

    void move(const Carried& each, const Listing& holder) {
        if (KITH_FAULT(FirstOwnerWins)) return;
        if (const auto refusal = refusesAttach(*target_, *each.known, caps_)) {
            refuseAndShare(each, *refusal, holder.component);
            return;
        }
        result_.movedFrom.push_back(holder.component->live);
        world_.removeEntry(*holder.component, each.id(), holder.entry->home);
        identify(each);
    }

    void join(const Carried& each, Component& other, std::string_view rule) {
        if (const auto refusal = refusesMerge(world_, *target_, other, caps_)) {
            refuseAndShare(each, *refusal, &other);
            return;
        }
        const bool stays = survives(*target_, other);
        Component& survivor = stays ? *target_ : other;
        Component& absorbed = stays ? other : *target_;
        // A new profile may not list yet what it was made for; it will under its own home.
        const Entry* found = World::entryOf(*target_, foundBy_);
        result_.merges.push_back({ids_.make<base::MergeId>(), survivor.live, absorbed.live, std::string(rule),
                                  foundBy_, each.id(), *survivor.homeIds, *absorbed.homeIds,
                                  found != nullptr ? found->home : result_.home,
                                  World::entryOf(other, each.id())->home});
        if (KITH_FAULT(UndatedClaimAfterMerge)) {
            for (auto& entry : absorbed.entries) entry.claim.reset();
        }
        target_ = &world_.absorb(survivor, absorbed);
        see(each, *world_.holder(each.id()).entry);
    }

    Entry& list(const Carried& each, Role role) {
        result_.identityChanged = true;
        Entry entry;
        entry.identifier = each.id();
        entry.home = result_.home;
        entry.role = role;
        entry.given = each.seen->given;
        entry.normalizerVersion = each.seen->rule->normalizerVersion;
        entry.firstSeen = entry.lastSeen = observation_.origin->observedAt;
        entry.firstAttested = stamp_.attested;
        return world_.addEntry(*target_, std::move(entry));
    }

    void refuseAndShare(const Carried& each, const Reason& reason, const Component* other) {
        refuse(each, reason, other != nullptr ? other->live : base::ProfileId{});
        Entry* listed = World::entryOf(*target_, each.id());
        if (listed == nullptr && !hasRoom(*target_, caps_)) return;
        if (listed != nullptr && listed->role == Role::Claimed) {
            world_.setRole(*target_, *listed, Role::Shared);
            result_.identityChanged = true;
        }
        see(each, listed != nullptr ? *listed : list(each, Role::Shared));
    }

    void refuse(const Carried& each, const Reason& reason, base::ProfileId other) {
        result_.refusals.push_back(makeRefusal(reason, each.known->identifier, other));
    }

    /// Notes a sighting, and dates the claim of a moving identifier that was seen beside a binding one.
    void see(const Carried& each, Entry& entry) {
        const base::Time at = observation_.origin->observedAt;
        const bool first = noteFirst(each, entry);
        const bool later = at > entry.lastSeen;
        if (later) entry.lastSeen = at;
        const bool dates = stamp_.attested && binds_ && each.moves() && entry.role == Role::Identifying &&
                           (!entry.claim || *entry.claim < stamp_);
        if (dates) entry.claim = stamp_;
        if ((first || later || dates) && entry.change == Change::None) entry.change = Change::Changed;
    }

    /// A claim tells when an identifier was first seen, and how it was written, only until that is attested.
    bool noteFirst(const Carried& each, Entry& entry) {
        const base::Time at = observation_.origin->observedAt;
        const auto& given = each.seen->given;
        if (std::tuple(!entry.firstAttested, entry.firstSeen, std::string_view(entry.given)) <=
            std::tuple(!stamp_.attested, at, std::string_view(given)))
            return false;
        if (entry.firstSeen != at || entry.given != given) result_.identityChanged = true;
        entry.firstSeen = at;
        entry.firstAttested = stamp_.attested;
        entry.given = given;
        entry.normalizerVersion = each.seen->rule->normalizerVersion;
        return true;
    }

    [[nodiscard]] bool isNewerThan(const std::optional<model::Stamp>& claim) const {
        return !claim || *claim < stamp_ || KITH_FAULT(MoveWithoutDateCheck);
    }

    World& world_;
    const model::Observation& observation_;
    const Caps& caps_;
    base::IdGenerator& ids_;
    model::Stamp stamp_;
    std::vector<Carried> carried_;
    bool binds_ = false;
    bool vouched_ = false;
    Component* target_ = nullptr;
    base::IdentifierId foundBy_;
    std::vector<std::pair<base::IdentifierId, base::ProfileId>> unconfirmed_;
    Resolution result_;
};

/// A token whose identifier was detached since says nothing: what came with it is a claim like any other.
Resolution resolveVouched(World& world, const model::Observation& claim, const Caps& caps,
                          base::IdGenerator& ids) {
    const auto& attestation = *claim.attestation;
    const auto& named = namedBy(attestation);
    if (isReleased(*world.find(named), *attestation.origin)) {
        auto result = Resolving(world, claim, caps, ids).run(nullptr);
        result.refusals.push_back(makeRefusal({RefusalCode::Released}, named));
        return result;
    }
    auto vouched = std::make_shared<const Resolution>(Resolving(world, attestation, caps, ids).run(nullptr));
    auto result = Resolving(world, claim, caps, ids).run(vouched.get());
    result.attestation = std::move(vouched);
    return result;
}

}  // namespace

Resolution resolve(World& world, const model::Observation& observation, const Caps& caps,
                   base::IdGenerator& ids) {
    if (observation.ofNobody) return resolveNobody(world, observation);
    if (observation.address && !observation.confirms) return resolveEdit(world, observation);
    requireValues(observation);
    if (!observation.attestation) return Resolving(world, observation, caps, ids).run(nullptr);
    return resolveVouched(world, observation, caps, ids);
}

}  // namespace kith::identity
