// SPDX-License-Identifier: Apache-2.0
#include "core/storage/ledger.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <tuple>

namespace kith::storage {
namespace {

model::Hash hashFromText(std::string_view text) noexcept {
    model::Hash hash{};
    for (std::size_t i = 0; i < hash.size() && 2 * i + 2 <= text.size(); ++i) {
        const char* const digits = text.data() + 2 * i;
        std::from_chars(digits, digits + 2, hash[i], 16);
    }
    return hash;
}

}  // namespace

model::Stamp makeStamp(const StampColumns& columns) {
    auto origin = std::make_shared<model::Origin>();
    origin->key = columns.key;
    origin->sourceType = columns.sourceType;
    origin->sourceName = columns.sourceName;
    origin->observationId = columns.givenId;
    origin->contentHash = hashFromText(columns.contentHash);
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
