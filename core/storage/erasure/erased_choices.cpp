// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>
#include <vector>

#include "core/storage/choices.hpp"
#include "core/storage/erasure/erased_rows.hpp"
#include "core/storage/merge_sides.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kMergesAtOnce = 100;

// The home had become part of somebody by a merge that names it, of whose merges it was part then, and of
// those of whomever that one became part of, whether any of them was taken back or not.
constexpr std::string_view kMergesWith = R"(
WITH RECURSIVE whole(id) AS (
    SELECT profile.id FROM profile WHERE profile.id = :home
    UNION
    SELECT joining.survivor FROM whole CROSS JOIN merge_record AS joining WHERE joining.absorbed = whole.id)
SELECT later.id, later.survivor, later.absorbed, later.choices
FROM whole CROSS JOIN merge_record AS later
WHERE later.survivor = whole.id AND later.survivor <> :home AND later.absorbed <> :home
  AND later.choices <> '[]' AND later.id > :after
ORDER BY later.id LIMIT :most)";

constexpr std::string_view kSetChoices = R"(
UPDATE merge_record SET choices = given.choices
FROM {rows id bigint, choices text} WHERE merge_record.id = given.id)";

struct OthersMerge {
    base::MergeId id;
    base::ProfileId survivor;
    base::ProfileId absorbed;
    std::string choices;
};

std::vector<OthersMerge> mergesWith(Session& session, base::ProfileId home, base::MergeId after,
                                    std::size_t most) {
    std::vector<OthersMerge> found;
    session.each<base::MergeId, base::ProfileId, base::ProfileId, std::string>(
        kMergesWith,
        [&](base::MergeId id, base::ProfileId survivor, base::ProfileId absorbed, std::string choices) {
            found.push_back({id, survivor, absorbed, std::move(choices)});
        },
        home, after, most);
    return found;
}

/// Leaves in each what is of one of the two whom it names, as they are now.
std::size_t removeStrangers(Session& session, std::vector<OthersMerge>& merges) {
    std::vector<MergeHomes> sides;
    for (const auto& merge : merges)
        sides.push_back({merge.survivor, merge.absorbed, homesIn(merge.choices)});
    keepHomesOfSides(session, sides, Sides::AlsoRemoved);
    std::size_t sum = 0;
    auto update = session.bulk(kSetChoices);
    for (std::size_t place = 0; place < merges.size(); ++place) {
        auto& [id, survivor, absorbed, choices] = merges[place];
        const auto removed = keepChoicesOf(choices, sides[place].homes);
        if (removed != 0) update.add(id, choices);
        sum += removed;
    }
    update.run();
    return sum;
}

}  // namespace

std::size_t removeFromOthersMerges(Session& session, const model::Person& person, std::size_t most,
                                   RemovedRows& removed) {
    std::size_t sum = 0;
    for (const auto home : person.homes) {
        const auto atOnce = std::min(most, kMergesAtOnce);
        std::vector<OthersMerge> merges;
        do {
            merges = mergesWith(session, home, merges.empty() ? base::MergeId{} : merges.back().id, atOnce);
            sum += removeStrangers(session, merges);
        } while (merges.size() == atOnce && sum < most);
        if (sum >= most) break;
    }
    if (sum != 0) removed["merge_choices"] += sum;
    return sum;
}

}  // namespace kith::storage
