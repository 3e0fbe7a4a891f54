// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kith::storage {

/// A statement that gives the ids of all homes of a person, who may have been deleted or erased; each of its
/// parts is found by an index. `live`: what stands for the person's id in the text, a column or a mark.
[[nodiscard]] inline std::string allHomesOf(const std::string& live) {
    return "SELECT h.id FROM profile h WHERE h.id = " + live +
           " UNION ALL SELECT h.id FROM profile h WHERE h.canonical_id = " + live +
           " AND h.canonical_id <> h.id UNION ALL SELECT h.id FROM profile h WHERE h.removed_live = " + live +
           " AND h.removed_live <> h.id";
}

}  // namespace kith::storage
