// SPDX-License-Identifier: Apache-2.0
#include "core/storage/merge_sides.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

// A deleted person is the same one when restored.
constexpr std::string_view kOfEither = R"(
SELECT given.place, own.id, own.canonical_id
FROM {rows place bigint, home bigint, survivor bigint, absorbed bigint}
CROSS JOIN profile AS own CROSS JOIN profile AS survivor CROSS JOIN profile AS absorbed
WHERE own.id = given.home AND survivor.id = given.survivor AND absorbed.id = given.absorbed
  AND COALESCE(NULLIF(own.canonical_id, 0), own.removed_live)
      IN (COALESCE(NULLIF(survivor.canonical_id, 0), survivor.removed_live),
          COALESCE(NULLIF(absorbed.canonical_id, 0), absorbed.removed_live)))";

}  // namespace

void keepHomesOfSides(Session& session, std::vector<MergeHomes>& merges, Sides sides) {
    std::vector<std::set<base::ProfileId>> kept(merges.size());
    auto find = session.lookup<std::size_t, base::ProfileId, base::ProfileId>(
        kOfEither, [&](std::size_t place, base::ProfileId home, base::ProfileId live) {
            if (live || sides == Sides::AlsoRemoved) kept[place].insert(home);
        });
    for (std::size_t place = 0; place < merges.size(); ++place) {
        const auto& [survivor, absorbed, homes] = merges[place];
        for (const auto home : homes) find.add(place, home, survivor, absorbed);
    }
    find.run();
    for (std::size_t place = 0; place < merges.size(); ++place) merges[place].homes = std::move(kept[place]);
}

}  // namespace kith::storage
