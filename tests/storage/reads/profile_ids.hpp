// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/profile_list.hpp"
#include "tests/storage/reads/people.hpp"

namespace kith::test {

using Ids = std::vector<base::ProfileId>;

inline const base::Time kNow = base::fromMillis(1'000'000);

/// The ids in the order of the list, following the cursors to the end.
inline Ids idsOf(People& people, storage::ProfileQuery query) {
    Ids ids;
    const auto session = people.read();
    for (int pages = 0; pages < 1'000; ++pages) {
        const auto page = storage::listProfiles(*session, query, kNow);
        CHECK(page.items.size() <= query.limit);
        for (const auto& item : page.items) ids.push_back(item.id);
        if (page.nextCursor.empty()) return ids;
        query.cursor = page.nextCursor;
    }
    FAIL("the list does not end");
    return ids;
}

inline Ids sorted(Ids ids) {
    std::ranges::sort(ids);
    return ids;
}

}  // namespace kith::test
