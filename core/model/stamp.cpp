// SPDX-License-Identifier: Apache-2.0
#include "core/model/stamp.hpp"

#include "core/model/faults.hpp"

namespace kith::model {

std::strong_ordering operator<=>(const Stamp& a, const Stamp& b) noexcept {
    if (const auto order = a.attested <=> b.attested; order != 0 && !KITH_FAULT(ClaimedBeatsAttested)) {
        return order;
    }
    if (const auto order = a.at <=> b.at; order != 0) return order;
    return compareOrigins(*a.origin, *b.origin);
}

std::strong_ordering compareOrigins(const Origin& a, const Origin& b) noexcept {
    if (&a == &b) return std::strong_ordering::equal;
    if (const auto order = a.sourceName <=> b.sourceName; order != 0) return order;
    if (const auto order = a.observationId <=> b.observationId; order != 0) return order;
    if (const auto order = a.key <=> b.key; order != 0) return order;
    return a.contentHash <=> b.contentHash;
}

std::strong_ordering compareAge(const Origin& a, const Origin& b) noexcept {
    if (const auto order = a.observedAt <=> b.observedAt; order != 0) return order;
    return compareOrigins(a, b);
}

}  // namespace kith::model
