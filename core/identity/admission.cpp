// SPDX-License-Identifier: Apache-2.0
#include "core/identity/admission.hpp"

#include <algorithm>
#include <vector>

#include "core/identity/refusal.hpp"
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

bool breaksLimit(const Component& a, const Component& b, bool ofUniqueTypes) {
    return std::any_of(a.entries.begin(), a.entries.end(), [&](const Entry& entry) {
        return entry.rule != nullptr &&
               (entry.rule->cls == model::IdentifierClass::Unique) == ofUniqueTypes &&
               breaksLimit(entry, a, b);
    });
}

model::ComponentSize sizeOf(const Component& a, const Component& b, const Caps& caps) {
    return {distinctIdentifiers(a, &b), caps.maxIdentifiers, a.merges + b.merges + 1, caps.maxMerges};
}

bool isTooLarge(const Component& a, const Component& b, const Caps& caps) {
    const bool tooMany = a.entries.size() + b.entries.size() > caps.maxIdentifiers &&
                         distinctIdentifiers(a, &b) > caps.maxIdentifiers;
    return tooMany || a.merges + b.merges + 1 > caps.maxMerges;
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

std::optional<RefusalCode> refusesAttach(Component& component, const KnownIdentifier& identifier,
                                         const Caps& caps) {
    if (hasOtherValue(component, identifier)) return RefusalCode::UniqueConflict;
    if (World::entryOf(component, identifier.id) == nullptr && !hasRoom(component, caps)) {
        return RefusalCode::ComponentTooLarge;
    }
    if (identifier.rule != nullptr && identifyingOf(component, identifier.rule) >= identifier.rule->limit) {
        return RefusalCode::Limit;
    }
    return std::nullopt;
}

std::optional<RefusalCode> refusesMerge(const World& world, const Component& a, const Component& b,
                                        const Caps& caps) {
    if (world.mustNotLink(a, b)) return RefusalCode::MustNotLink;
    if (!KITH_FAULT(UniqueCheckSkipped) && breaksLimit(a, b, true)) return RefusalCode::UniqueConflict;
    if (isTooLarge(a, b, caps)) return RefusalCode::ComponentTooLarge;
    if (breaksLimit(a, b, false)) return RefusalCode::Limit;
    return std::nullopt;
}

std::vector<model::Refusal> refusalsOfMerge(const World& world, const Component& a, const Component& b,
                                            const Caps& caps) {
    std::vector<model::Refusal> refusals;
    if (world.mustNotLink(a, b) && !KITH_FAULT(HandMergesTheForbidden))
        refusals.push_back(makeRefusal(RefusalCode::MustNotLink, {}));
    if (isTooLarge(a, b, caps)) {
        refusals.push_back(makeRefusal(RefusalCode::ComponentTooLarge, {}));
        refusals.back().size = sizeOf(a, b, caps);
    }
    for (const auto* side : {&a, &b}) {
        const Component& other = side == &a ? b : a;
        for (const Entry& entry : side->entries) {
            if (!breaksLimit(entry, a, b)) continue;
            const bool unique = entry.rule->cls == model::IdentifierClass::Unique;
            refusals.push_back(makeRefusal(unique ? RefusalCode::UniqueConflict : RefusalCode::Limit,
                                           world.find(entry.identifier)->identifier, other.live));
        }
    }
    return refusals;
}

std::optional<RefusalCode> refusesClaim(const Component& component, const KnownIdentifier& identifier,
                                        const Caps& caps) {
    if (!hasRoom(component, caps)) return RefusalCode::ComponentTooLarge;
    if (identifier.rule != nullptr && claimedOf(component, identifier.rule) >= identifier.rule->limit) {
        return RefusalCode::Limit;
    }
    return std::nullopt;
}

}  // namespace kith::identity
