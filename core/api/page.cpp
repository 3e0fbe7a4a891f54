// SPDX-License-Identifier: Apache-2.0
#include "core/api/page.hpp"

#include <algorithm>

#include "core/storage/cursor.hpp"

namespace kith::api {

Page readPage(Query& query, std::string_view list, const std::vector<std::string>& keys) {
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    Page page;
    if (!cursor.empty()) {
        const auto last = storage::readCursor(cursor, list, 0).text;
        const auto at = std::find(keys.begin(), keys.end(), last);
        page.begin = static_cast<std::size_t>(at - keys.begin()) + (at == keys.end() ? 0 : 1);
    }
    page.end = std::min(keys.size(), page.begin + limit);
    if (page.end < keys.size())
        page.nextCursor = storage::writeCursor({std::string(list), {}, keys[page.end - 1]});
    return page;
}

}  // namespace kith::api
