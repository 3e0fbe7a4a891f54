// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/query.hpp"

namespace kith::api {

/// The part of a list that a page shows, and the cursor of the next one (empty after the last).
struct Page {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string nextCursor;
};

/// Reads `limit` and `cursor`, and finishes the query. For short lists that are held as a whole and only grow
/// at their end: `keys` names each item, in their order. Throws Error{InvalidInput} like Query::finish, and
/// for a cursor that is not one of this list.
[[nodiscard]] Page readPage(Query& query, std::string_view list, const std::vector<std::string>& keys);

/// The same for lists in the order of their keys, byte by byte, from which items may go while they are read.
[[nodiscard]] Page readSortedPage(Query& query, std::string_view list, const std::vector<std::string>& keys);

}  // namespace kith::api
