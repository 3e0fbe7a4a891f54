// SPDX-License-Identifier: Apache-2.0
#include "core/identity/decide.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "core/identity/addressed.hpp"
#include "core/identity/admission.hpp"
#include "core/identity/refusal.hpp"
#include "core/identity/survivor.hpp"
#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

using base::Error;
using base::ErrorCode;

/// What is in the way of each: the prohibition, or the other profile.
Resolution forbiddenFor(std::vector<model::Refusal> refusals, const char* pointer,
                        const std::string& prohibition) {
    std::vector<base::Violation> violations;
    for (const auto& each : refusals) {
        const bool isForbidden = each.code == model::RefusalCode::MustNotLink;
        // That the two are too much together is nobody's alone.
        const bool isOfBoth = each.identifier.type.empty();
        // Told to whoever decides, and kept nowhere: it may have the value that the refusal's words have not.
        auto detail =
            isOfBoth ? each.detail : each.identifier.type + ':' + each.identifier.value + ": " + each.detail;
        violations.push_back({pointer, std::string(model::refusalCodeName(each.code)), std::move(detail),
                              isForbidden ? prohibition
                              : isOfBoth  ? ""
                                          : each.other.text()});
    }
    Resolution result;
    result.forbidden = Error(ErrorCode::Conflict, "The rules forbid this.", std::move(violations));
    result.refusals = std::move(refusals);
    return result;
}

/// Each reason is recorded on the side that is not its other one, so that no identifier is with whom it is
/// not of.
Resolution forbiddenMerge(const Component& first, const Component& second,
                          std::vector<model::Refusal> refusals, const std::string& prohibition) {
    auto result = forbiddenFor(std::move(refusals), "/profiles", prohibition);
    for (const auto& each : result.refusals)
        result.refusedAt.push_back(each.other == first.live ? second.live : first.live);
    return result;
}

[[noreturn]] void throwHeld(base::ProfileId holder) {
    throw Error(ErrorCode::Conflict,
                "This identifier is that of " + holder.text() + "; `move=true` takes it from there.",
                {{"", "identifies_another", "the identifier identifies another profile", holder.text()}});
}

/// The identifier by which the side was named, if by one. It may have left since it was looked for.
base::IdentifierId namedBy(const World& world, Component& component, const model::MergeSide& side,
                           const char* pointer) {
    if (!side.named) return {};
    const auto* known = world.find(*side.named);
    if (known == nullptr || World::entryOf(component, known->id) == nullptr)
        throw Error(ErrorCode::PreconditionFailed, "An identifier is somebody else's by now; try again.",
                    {{pointer, "identifier_moved", "the identifier is not that profile's any more"}});
    return known->id;
}

/// Where the profile lists it; zero if it does not.
base::ProfileId homeOf(Component& component, base::IdentifierId identifier) {
    const Entry* entry = World::entryOf(component, identifier);
    return entry != nullptr ? entry->home : base::ProfileId{};
}

class Deciding {
public:
    Deciding(World& world, const model::Stamp& stamp, const Matter& matter, const Caps& caps,
             base::IdGenerator& ids)
        : world_(world), stamp_(stamp), matter_(matter), caps_(caps), ids_(ids) {}

    Resolution operator()(const model::MergeCommand& wanted) {
        Component& first = componentOf(world_, wanted.first.address.home);
        Component& second = componentOf(world_, wanted.second.address.home);
        requireVersions(
            std::array{NamedSide{&first, &wanted.first.address}, NamedSide{&second, &wanted.second.address}});
        if (&first == &second) throw Error(ErrorCode::Conflict, "The two are one profile already.");
        const auto joinedA = namedBy(world_, first, wanted.first, "/profiles/0/ref");
        const auto joinedB = namedBy(world_, second, wanted.second, "/profiles/1/ref");
        auto refusals = refusalsOfMerge(world_, first, second, caps_);
        if (!refusals.empty() && !wanted.preview)
            return forbiddenMerge(first, second, std::move(refusals), prohibitionId());
        const Component* chosen = wanted.survivor ? world_.component(*wanted.survivor) : nullptr;
        if (wanted.survivor && chosen != &first && chosen != &second) {
            throw Error(ErrorCode::InvalidInput, "The survivor has to be one of the two.",
                        {{"/survivor", "invalid_value", "must name one of the two profiles"}});
        }
        const bool firstStays = chosen != nullptr ? chosen == &first : survives(first, second);
        Component& survivor = firstStays ? first : second;
        Component& absorbed = firstStays ? second : first;
        Resolution result;
        result.merges.push_back({ids_.make<base::MergeId>(), survivor.live, absorbed.live,
                                 std::string(kHandRule), joinedA, joinedB, *survivor.homeIds,
                                 *absorbed.homeIds, homeOf(first, joinedA), homeOf(second, joinedB),
                                 wanted.reason});
        result.refusals = std::move(refusals);
        return of(world_.absorb(survivor, absorbed), std::move(result));
    }

    Resolution operator()(const model::UndoCommand& wanted) {
        const Merge& merge = *matter_.merge;
        Component& whole = componentOf(world_, merge.absorbed);
        std::vector<base::ProfileId> homes;
        for (const auto home : merge.absorbedHomes)
            if (world_.component(home) == &whole) homes.push_back(home);
        if (KITH_FAULT(UndoGivesBackOneHome)) homes = {merge.absorbed};
        requireNotNeeded(whole, homes);
        if (KITH_FAULT(UndoTakesLaterAlong)) {
            std::ranges::copy_if(*whole.homeIds, std::back_inserter(homes), [&](base::ProfileId home) {
                return home != whole.live && std::ranges::count(merge.survivorHomes, home) == 0 &&
                       std::ranges::count(merge.absorbedHomes, home) == 0;
            });
        }
        const Component& restored = world_.split(whole, homes, merge.absorbed);
        Resolution result;
        result.undo = Undo{merge.id, whole.live, restored.live, std::move(homes)};
        const auto [a, b] = std::minmax(merge.survivor, merge.absorbed);
        if (!KITH_FAULT(UndoForbidsNothing))
            result.prohibition = Prohibition{ids_.make<model::ProhibitionId>(), a, b, wanted.reason};
        return of(whole, std::move(result));
    }

    Resolution operator()(const model::ForbidCommand& wanted) {
        Component& first = componentOf(world_, wanted.first);
        const Component& second = componentOf(world_, wanted.second);
        if (&first == &second) {
            throw Error(ErrorCode::Conflict, "The two are one profile; take the merge back instead.");
        }
        if (world_.mustNotLink(first, second)) {
            const auto standing = prohibitionId();
            throw Error(
                ErrorCode::Conflict, "That the two become one is forbidden already, by " + standing + '.',
                {{"/profiles", "must_not_link", "a standing prohibition keeps the two apart", standing}});
        }
        const auto [a, b] = std::minmax(first.live, second.live);
        Resolution result;
        result.prohibition = Prohibition{ids_.make<model::ProhibitionId>(), a, b, wanted.reason};
        return of(first, std::move(result));
    }

    Resolution operator()(const model::AllowCommand& wanted) {
        Component& first = componentOf(world_, matter_.prohibition->a);
        componentOf(world_, matter_.prohibition->b);
        world_.removeMustNotLink(matter_.prohibition->a, matter_.prohibition->b);
        Resolution result;
        result.lifted = Lift{*matter_.prohibition, wanted.reason};
        return of(first, std::move(result));
    }

    Resolution operator()(const model::ConflictCommand& wanted) {
        const model::Address first{matter_.first, {}};
        const model::Address second{matter_.second, {}};
        Resolution result;
        if (wanted.verdict == model::ConflictState::Merged) {
            requireSeen(wanted.seen);
            result = (*this)(model::MergeCommand{{first, {}}, {second, {}}, {}, false, wanted.reason});
        } else if (wanted.verdict == model::ConflictState::Forbidden) {
            result = forbidOnce(first, second, wanted.reason);
        } else {
            componentOf(world_, second);
            result = of(componentOf(world_, first), {});
        }
        result.conflict = wanted;
        return result;
    }

    Resolution operator()(const model::AttachCommand& wanted) {
        Component& target = componentOf(world_, wanted.address);
        const KnownIdentifier& known = *world_.find(wanted.identifier);
        const Listing holder = world_.holder(known.id);
        const bool confirms = world_.isOnlyClaimed(known.id);
        Resolution result;
        if (holder.component != &target) {
            if (holder && !wanted.move) {
                throwHeld(holder.component->live);
            }
            if (const auto refusal = refusesAttach(target, known, caps_)) {
                result = forbiddenFor({makeRefusal(*refusal, wanted.identifier, target.live)}, "", {});
                // It would have been joined with nobody.
                result.refusals.front().other = {};
                result.refusedAt.push_back(wanted.address.home);
                return result;
            }
            if (holder) {
                result.movedFrom.push_back(holder.component->live);
                result.attachments.push_back({holder.entry->home, known.id, false});
                world_.removeEntry(*holder.component, known.id, holder.entry->home);
            }
            Entry* listed = World::entryOf(target, known.id);
            if (listed != nullptr) {
                world_.setRole(target, *listed, model::Role::Identifying);
                if (!listed->firstAttested) dateFirst(*listed, wanted);
                if (confirms)
                    result.endpoints.push_back({.id = known.id, .own = true, .claimedBefore = true});
            } else {
                list(target, known, wanted);
            }
            dateClaim(*World::entryOf(target, known.id));
            result.identityChanged = true;
            result.attachments.push_back({wanted.address.home, known.id, true});
        }
        result = of(target, std::move(result));
        result.home = wanted.address.home;
        return result;
    }

    Resolution operator()(const model::DetachCommand& wanted) {
        Component& target = componentOf(world_, wanted.address);
        const KnownIdentifier& known = *world_.find(wanted.identifier);
        const Entry* listed = World::entryOf(target, known.id);
        if (listed == nullptr) throw Error(ErrorCode::NotFound, "The profile has no such identifier.");
        Resolution result;
        result.attachments.push_back({listed->home, known.id, false});
        // What only lists it does not decide about whom it identifies, and a claim never said whose it is.
        const Listing holder = world_.holder(known.id);
        const bool releases =
            (!holder && listed->role != model::Role::Claimed) || holder.component == &target;
        while (const Entry* entry = World::entryOf(target, known.id))
            world_.removeEntry(target, known.id, entry->home);
        if (releases && !KITH_FAULT(DetachReleasesNothing)) world_.release(known.id, stamp_.at);
        result.identityChanged = true;
        return of(target, std::move(result));
    }

    Resolution operator()(const model::DeleteCommand& wanted) {
        return remove(componentOf(world_, wanted.address), Life::Deleted, {});
    }

    Resolution operator()(const model::EraseCommand& wanted) {
        Component& target = anyComponentOf(world_, wanted.address.home);
        requireVersion(target, wanted.address);
        return remove(target, KITH_FAULT(ErasedComesBack) ? Life::Deleted : Life::Erased, wanted.reason);
    }

    Resolution operator()(const model::RestoreCommand& wanted) {
        Component& target = anyComponentOf(world_, wanted.address.home);
        if (target.life == Life::Live) throw Error(ErrorCode::Conflict, "The profile is not deleted.");
        requireVersion(target, wanted.address);
        Resolution result;
        result.identityChanged = true;
        result.life = LifeChange{
            target.live, Life::Live, stamp_.at, {}, world_.restore(target), ids_.make<base::RowId>()};
        return of(target, std::move(result));
    }

private:
    /// Of the prohibition that keeps the two apart; empty if none does.
    [[nodiscard]] std::string prohibitionId() const {
        return matter_.prohibition ? matter_.prohibition->id.text() : std::string{};
    }

    /// What was looked at has to be the two that the conflict is between, as they still are.
    void requireSeen(const std::vector<model::Address>& seen) {
        const Component* const first = &componentOf(world_, matter_.first);
        const Component* const second = &componentOf(world_, matter_.second);
        std::vector<NamedSide> sides;
        std::vector<base::Violation> others;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const Component* const side = world_.component(seen[i].home);
            const bool isOther = side != first && side != second;
            const bool isTwice = i > 0 && first != second && side == sides.front().first;
            if (isOther || isTwice)
                others.push_back({"/profiles/" + std::to_string(i) + "/ref", "invalid_value",
                                  isTwice
                                      ? "names the same profile as the first one"
                                      : "must name one of the two profiles that the conflict is between"});
            sides.emplace_back(side, &seen[i]);
        }
        if (!others.empty())
            throw Error(ErrorCode::InvalidInput, "The conflict is between other profiles.",
                        std::move(others));
        requireVersions(sides);
    }

    /// A prohibition that somebody made elsewhere settles the conflict as well.
    Resolution forbidOnce(const model::Address& first, const model::Address& second,
                          const std::string& reason) {
        Component& one = componentOf(world_, first);
        if (world_.mustNotLink(one, componentOf(world_, second))) return of(one, {});
        return (*this)(model::ForbidCommand{first.home, second.home, reason});
    }

    Resolution remove(Component& target, Life life, std::string reason) {
        world_.remove(target, life, stamp_.at);
        Resolution result;
        result.identityChanged = true;
        result.life = LifeChange{target.live, life, stamp_.at, std::move(reason), {}, {}};
        if (life == Life::Deleted) result.life->id = ids_.make<base::RowId>();
        return of(target, std::move(result));
    }

    /// A moving identifier stays until a newer sighting beside a unique or linking one.
    void dateClaim(Entry& entry) const {
        const bool moves = entry.rule != nullptr && entry.rule->cls == model::IdentifierClass::Moving;
        if (moves && (!entry.claim || *entry.claim < stamp_)) entry.claim = stamp_;
    }

    static Resolution of(const Component& component, Resolution result) {
        result.live = component.live;
        result.home = component.live;
        result.homes = component.homeIds;
        return result;
    }

    /// A later merge that was made by an identifier of the side to be taken out would lose its reason; so
    /// would one that an id of that side was part of, which had left and came back by it.
    void requireNotNeeded(Component& whole, const std::vector<base::ProfileId>& homes) const {
        const auto leaves = [&](base::ProfileId home) {
            return std::ranges::find(homes, home) != homes.end();
        };
        // What was detached or moved away since is a reason where it stood.
        const auto joinedThere = [&](base::IdentifierId joined, base::ProfileId stood) {
            const auto stands = homeOf(whole, joined);
            return leaves(stands ? stands : stood);
        };
        std::vector<base::Violation> violations;
        for (const Merge& later : matter_.later) {
            if (!joinedThere(later.joinedA, later.joinedAHome) &&
                !joinedThere(later.joinedB, later.joinedBHome) && !leaves(later.survivor) &&
                !leaves(later.absorbed))
                continue;
            violations.push_back(
                {"", "needed_by_merge",
                 "the merge " + later.id.text() + " stands on the side to be taken out; take it back first",
                 later.id.text()});
        }
        if (violations.empty()) return;
        throw Error(ErrorCode::Conflict, "Later merges stand on this one.", std::move(violations));
    }

    /// Like the first attested sighting.
    void dateFirst(Entry& entry, const model::AttachCommand& wanted) const {
        entry.given = wanted.given;
        entry.normalizerVersion = entry.rule != nullptr ? entry.rule->normalizerVersion : 1;
        entry.firstSeen = stamp_.at;
        entry.firstAttested = true;
        entry.lastSeen = std::max(entry.lastSeen, stamp_.at);
    }

    void list(Component& target, const KnownIdentifier& known, const model::AttachCommand& wanted) {
        Entry entry;
        entry.identifier = known.id;
        entry.home = wanted.address.home;
        entry.role = model::Role::Identifying;
        entry.rule = known.rule;
        dateFirst(entry, wanted);
        world_.addEntry(target, std::move(entry));
    }

    World& world_;
    const model::Stamp& stamp_;
    const Matter& matter_;
    const Caps& caps_;
    base::IdGenerator& ids_;
};

}  // namespace

Resolution decide(World& world, const model::Observation& observation, const Matter& matter, const Caps& caps,
                  base::IdGenerator& ids) {
    const auto stamp = observation.stamp();
    return std::visit(Deciding(world, stamp, matter, caps, ids), *observation.command);
}

}  // namespace kith::identity
