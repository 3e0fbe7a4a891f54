// SPDX-License-Identifier: Apache-2.0
#include "core/storage/ledger.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

#include "core/storage/hash_text.hpp"

namespace kith::storage {

model::Stamp makeStamp(const StampColumns& columns) {
    auto origin = std::make_shared<model::Origin>();
    origin->row = columns.row;
    origin->key = columns.key;
    origin->sourceType = columns.sourceType;
    origin->sourceName = columns.sourceName;
    origin->observationId = columns.givenId;
    origin->contentHash = parseHash(columns.contentHash);
    origin->observedAt = columns.observedAt;
    origin->receivedAt = columns.receivedAt;
    origin->attested = columns.attested;
    return {columns.attested, columns.at, std::move(origin)};
}

void EndpointLedgers::sort() {
    const auto key = [](const model::EndpointEntry& entry) { return std::tuple(entry.identifier, entry.id); };
    std::sort(entries_.begin(), entries_.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    const auto end = std::unique(entries_.begin(), entries_.end(),
                                 [&](const auto& a, const auto& b) { return key(a) == key(b); });
    entries_.erase(end, entries_.end());
}

model::EndpointView EndpointLedgers::fold(base::IdentifierId identifier, bool onlyClaimed,
                                          base::Time now) const {
    const auto begin = std::ranges::lower_bound(entries_, identifier, {}, &model::EndpointEntry::identifier);
    const auto end = std::ranges::upper_bound(entries_, identifier, {}, &model::EndpointEntry::identifier);
    return model::foldEndpoint({begin, end}, onlyClaimed, now);
}

}  // namespace kith::storage
