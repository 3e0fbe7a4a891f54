// SPDX-License-Identifier: Apache-2.0
#include "core/identity/admission.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/model/faults.hpp"

namespace kith::identity {
namespace {

using model::RefusalCode;
using model::Role;

/// Entries, of which there may be several per identifier, bound the exact number from above.
std::size_t distinctIdentifiers(const Component& a, const Component* b) {
    std::vector<base::IdentifierId> ids;
    ids.reserve(a.entries.size() + (b != nullptr ? b->entries.size() : 0));
    for (const auto& entry : a.entries) ids.push_back(entry.identifier);
    if (b != nullptr) {
        for (const auto& entry : b->entries) ids.push_back(entry.identifier);
    }
    std::sort(ids.begin(), ids.end());
    return static_cast<std::size_t>(std::unique(ids.begin(), ids.end()) - ids.begin());
}

std::size_t identifyingOf(const Component& component, const model::IdentifierRule* rule) {
    return static_cast<std::size_t>(std::count_if(
        component.entries.begin(), component.entries.end(),
        [&](const Entry& entry) { return entry.role == Role::Identifying && entry.rule == rule; }));
}

std::size_t claimedOf(const Component& component, const model::IdentifierRule* rule) {
    std::vector<base::IdentifierId> ids;
    for (const auto& entry : component.entries) {
        if (entry.role == Role::Claimed && entry.rule == rule) ids.push_back(entry.identifier);
    }
    std::sort(ids.begin(), ids.end());
    return static_cast<std::size_t>(std::unique(ids.begin(), ids.end()) - ids.begin());
}

/// Whether there would be too many of the entry's type. The two are never identified by the same value, so
/// numbers add up.
bool breaksLimit(const Entry& entry, const Component& a, const Component& b) {
    if (entry.role != Role::Identifying || entry.rule == nullptr) return false;
    const std::size_t ofA = identifyingOf(a, entry.rule);
    const std::size_t ofB = identifyingOf(b, entry.rule);
    return ofA != 0 && ofB != 0 && ofA + ofB > entry.rule->limit;
}

/// The first type in matching order of which there would be too many; null if there is none.
const model::IdentifierRule* brokenLimit(const Component& a, const Component& b, bool ofUniqueTypes) {
    const model::IdentifierRule* first = nullptr;
    for (const Entry& entry : a.entries) {
        const auto* rule = entry.rule;
        if (rule == nullptr || (rule->cls == model::IdentifierClass::Unique) != ofUniqueTypes) continue;
        if (first != nullptr && first->order <= rule->order) continue;
        if (breaksLimit(entry, a, b)) first = rule;
    }
    return first;
}

Reason uniqueConflict(const model::IdentifierRule& rule) {
    return {RefusalCode::UniqueConflict, {}, rule.type};
}

/// Of values of a type.
Reason overLimit(const model::IdentifierRule& rule, std::size_t count, const char* values = "values of ") {
    return {RefusalCode::Limit, {{values + rule.type, count, rule.limit}}};
}

Reason overLimit(const model::IdentifierRule& rule, const Component& a, const Component& b) {
    return overLimit(rule, identifyingOf(a, &rule) + identifyingOf(b, &rule));
}

/// With one identifier more.
Reason overCap(const Component& component, const Caps& caps) {
    return {RefusalCode::ComponentTooLarge,
            {{"identifiers", distinctIdentifiers(component, nullptr) + 1, caps.maxIdentifiers}}};
}

model::ComponentSize sizeOf(const Component& a, const Component& b, const Caps& caps) {
    return {distinctIdentifiers(a, &b), caps.maxIdentifiers, a.merges + b.merges + 1, caps.maxMerges};
}

/// Of what the two as one would have more than one person may.
std::vector<Excess> excessOf(const Component& a, const Component& b, const Caps& caps) {
    std::vector<Excess> excess;
    if (a.entries.size() + b.entries.size() > caps.maxIdentifiers) {
        const auto identifiers = distinctIdentifiers(a, &b);
        if (identifiers > caps.maxIdentifiers)
            excess.push_back({"identifiers", identifiers, caps.maxIdentifiers});
    }
    const std::size_t merges = std::size_t{a.merges} + b.merges + 1;
    if (merges > caps.maxMerges) excess.push_back({"merges", merges, caps.maxMerges});
    return excess;
}

}  // namespace

bool hasRoom(const Component& component, const Caps& caps) {
    return component.entries.size() < caps.maxIdentifiers ||
           distinctIdentifiers(component, nullptr) < caps.maxIdentifiers;
}

bool hasOtherValue(const Component& component, const KnownIdentifier& identifier) {
    if (identifier.rule == nullptr || identifier.rule->cls != model::IdentifierClass::Unique) return false;
    return std::any_of(component.entries.begin(), component.entries.end(), [&](const Entry& entry) {
        return entry.role == Role::Identifying && entry.rule == identifier.rule &&
               entry.identifier != identifier.id;
    });
}

std::optional<Reason> refusesAttach(Component& component, const KnownIdentifier& identifier,
                                    const Caps& caps) {
    if (hasOtherValue(component, identifier)) return uniqueConflict(*identifier.rule);
    if (World::entryOf(component, identifier.id) == nullptr && !hasRoom(component, caps))
        return overCap(component, caps);
    if (identifier.rule == nullptr) return std::nullopt;
    const auto count = identifyingOf(component, identifier.rule) + 1;
    if (count > identifier.rule->limit) return overLimit(*identifier.rule, count);
    return std::nullopt;
}

std::optional<Reason> refusesMerge(const World& world, const Component& a, const Component& b,
                                   const Caps& caps) {
    if (world.mustNotLink(a, b)) return Reason{RefusalCode::MustNotLink};
    const auto* unique = brokenLimit(a, b, true);
    if (unique != nullptr && !KITH_FAULT(UniqueCheckSkipped)) return uniqueConflict(*unique);
    if (auto excess = excessOf(a, b, caps); !excess.empty())
        return Reason{RefusalCode::ComponentTooLarge, std::move(excess)};
    if (const auto* rule = brokenLimit(a, b, false)) return overLimit(*rule, a, b);
    return std::nullopt;
}

std::vector<model::Refusal> refusalsOfMerge(const World& world, const Component& a, const Component& b,
                                            const Caps& caps) {
    std::vector<model::Refusal> refusals;
    if (world.mustNotLink(a, b) && !KITH_FAULT(HandMergesTheForbidden))
        refusals.push_back(makeRefusal({RefusalCode::MustNotLink}, {}, b.live));
    if (auto excess = excessOf(a, b, caps); !excess.empty()) {
        refusals.push_back(makeRefusal({RefusalCode::ComponentTooLarge, std::move(excess)}, {}, b.live));
        refusals.back().size = sizeOf(a, b, caps);
    }
    for (const auto* side : {&a, &b}) {
        const Component& other = side == &a ? b : a;
        for (const Entry& entry : side->entries) {
            if (!breaksLimit(entry, a, b)) continue;
            const bool unique = entry.rule->cls == model::IdentifierClass::Unique;
            const auto reason = unique ? uniqueConflict(*entry.rule) : overLimit(*entry.rule, a, b);
            refusals.push_back(makeRefusal(reason, world.find(entry.identifier)->identifier, other.live));
        }
    }
    return refusals;
}

std::optional<Reason> refusesClaim(const Component& component, const KnownIdentifier& identifier,
                                   const Caps& caps) {
    if (!hasRoom(component, caps)) return overCap(component, caps);
    if (identifier.rule == nullptr) return std::nullopt;
    const auto count = claimedOf(component, identifier.rule) + 1;
    if (count > identifier.rule->limit) return overLimit(*identifier.rule, count, "claimed values of ");
    return std::nullopt;
}

}  // namespace kith::identity
