// SPDX-License-Identifier: Apache-2.0
#include "core/storage/component_growth.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "core/storage/identifier_sightings.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/merge_list.hpp"

namespace kith::storage {
namespace {

/// Those that were seen first last.
std::vector<model::Identifier> newestIdentifiers(const std::vector<Listings>& sides, std::size_t most) {
    std::vector<ListingView> listed;
    for (const auto& side : sides)
        for (const auto& row : side.rows) listed.push_back(row.view);
    std::ranges::sort(listed, [](const ListingView& a, const ListingView& b) {
        return a.firstSeen != b.firstSeen ? a.firstSeen > b.firstSeen : a.identifier < b.identifier;
    });
    std::vector<model::Identifier> newest;
    for (const auto& each : listed) {
        if (newest.size() == most) break;
        if (std::ranges::find(newest, each.identifier) == newest.end()) newest.push_back(each.identifier);
    }
    return newest;
}

}  // namespace

std::vector<ProvenanceView> readGrowth(Session& session, const std::vector<base::ProfileId>& profiles,
                                       const model::ComponentSize& size, std::size_t most) {
    std::vector<Listings> sides;
    for (const auto profile : profiles) sides.push_back(readListings(session, profile));
    std::vector<ProvenanceView> growth;
    if (size.identifiers > size.maxIdentifiers) {
        for (auto& [identifier, seen] : readSightings(session, profiles, newestIdentifiers(sides, most), 1))
            std::ranges::move(seen, std::back_inserter(growth));
    }
    if (size.merges > size.maxMerges) {
        for (const auto& side : sides)
            for (auto& merge : readMergesOf(session, side.homes))
                if (!merge.undone && merge.by.observation) growth.push_back(std::move(merge.by));
    }
    std::ranges::sort(growth, std::greater{}, &ProvenanceView::observation);
    const auto isSame = [](const ProvenanceView& a, const ProvenanceView& b) {
        return a.observation == b.observation;
    };
    growth.erase(std::unique(growth.begin(), growth.end(), isSame), growth.end());
    if (growth.size() > most) growth.erase(growth.begin() + static_cast<std::ptrdiff_t>(most), growth.end());
    return growth;
}

}  // namespace kith::storage
