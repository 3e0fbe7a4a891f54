// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace kith::storage {

/// What one of several ordered sources gave for a page: its first items, complete up to and with `end`;
/// without an end, all that it has.
template <class Item, class Key>
struct PagePart {
    std::vector<Item> items;
    std::optional<Key> end;
};

/// Merges the parts into one: sorted by `comesFirst` over keys, and complete up to the first of their ends.
/// A part that gave `wanted` items or more ends at its last one.
template <class Item, class Key, class KeyOf, class ComesFirst>
[[nodiscard]] PagePart<Item, Key> mergeParts(std::vector<PagePart<Item, Key>> parts, std::size_t wanted,
                                             KeyOf keyOf, ComesFirst comesFirst) {
    PagePart<Item, Key> merged;
    for (auto& part : parts) {
        std::ranges::sort(part.items, comesFirst, keyOf);
        if (part.items.size() >= wanted) part.end = keyOf(part.items.back());
        if (part.end && (!merged.end || comesFirst(*part.end, *merged.end))) merged.end = part.end;
        std::ranges::move(part.items, std::back_inserter(merged.items));
    }
    std::ranges::sort(merged.items, comesFirst, keyOf);
    if (merged.end) {
        std::erase_if(merged.items, [&](const Item& item) { return comesFirst(*merged.end, keyOf(item)); });
    }
    return merged;
}

/// Cuts to `limit` items; the end is then that of the last one kept.
template <class Item, class Key, class KeyOf>
void cutPart(PagePart<Item, Key>& part, std::size_t limit, KeyOf keyOf) {
    if (part.items.size() <= limit) return;
    part.items.erase(part.items.begin() + static_cast<std::ptrdiff_t>(limit), part.items.end());
    part.end = keyOf(part.items.back());
}

}  // namespace kith::storage
