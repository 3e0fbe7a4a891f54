// SPDX-License-Identifier: Apache-2.0
#include "core/api/page.hpp"

#include <algorithm>

#include "core/storage/cursor.hpp"

namespace kith::api {

namespace {

/// `after`: what finds the place behind the item of a key.
template <class After>
Page readPageFrom(Query& query, std::string_view list, const std::vector<std::string>& keys, After after) {
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    Page page;
    if (!cursor.empty()) page.begin = after(storage::readCursor(cursor, list, 0).text);
    page.end = std::min(keys.size(), page.begin + limit);
    if (page.end < keys.size())
        page.nextCursor = storage::writeCursor({std::string(list), {}, keys[page.end - 1]});
    return page;
}

}  // namespace

Page readPage(Query& query, std::string_view list, const std::vector<std::string>& keys) {
    return readPageFrom(query, list, keys, [&](const std::string& last) {
        const auto at = std::find(keys.begin(), keys.end(), last);
        return static_cast<std::size_t>(at - keys.begin()) + (at == keys.end() ? 0 : 1);
    });
}

Page readSortedPage(Query& query, std::string_view list, const std::vector<std::string>& keys) {
    return readPageFrom(query, list, keys, [&](const std::string& last) {
        return static_cast<std::size_t>(std::upper_bound(keys.begin(), keys.end(), last) - keys.begin());
    });
}

}  // namespace kith::api
