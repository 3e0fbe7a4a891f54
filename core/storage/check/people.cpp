// SPDX-License-Identifier: Apache-2.0
#include "core/storage/check/people.hpp"

#include <utility>

#include "core/storage/check/rules.hpp"

namespace kith::storage::check {
namespace {

// So few that what they list and say, at the most that one may have, fits into memory.
constexpr std::string_view kLives = R"(
SELECT id, created_at, source_type, source_name, known, listed, sort_name
FROM profile WHERE id > :after AND canonical_id = id ORDER BY id LIMIT 500)";

constexpr std::string_view kHomes = R"(
SELECT id, canonical_id FROM profile
WHERE canonical_id <> id AND canonical_id >= :first AND canonical_id <= :last ORDER BY id)";

People peopleAfter(Session& session, std::int64_t after) {
    People people;
    session.each<base::ProfileId, base::Time, std::string, std::string, bool, bool, std::string>(
        kLives,
        [&](base::ProfileId live, base::Time createdAt, std::string sourceType, std::string sourceName,
            bool known, bool listed, std::string sortName) {
            people.byHome.emplace(live, people.all.size());
            people.all.push_back({live,
                                  createdAt,
                                  std::move(sourceType),
                                  std::move(sourceName),
                                  known,
                                  listed,
                                  std::move(sortName),
                                  {live}});
        },
        after);
    if (people.all.empty()) return people;
    session.each<base::ProfileId, base::ProfileId>(
        kHomes,
        [&](base::ProfileId home, base::ProfileId live) {
            // One that points to a profile that is not live belongs to nobody.
            const auto person = people.byHome.find(live);
            if (person == people.byHome.end()) return;
            people.all[person->second].homes.push_back(home);
            people.byHome.emplace(home, person->second);
        },
        people.all.front().live, people.all.back().live);
    return people;
}

}  // namespace

void eachPeople(const Checking& checking, const std::function<void(People&)>& step) {
    std::int64_t rows = 0;
    for (std::int64_t after = kFirst;;) {
        auto people = peopleAfter(checking.session, after);
        if (people.all.empty()) return;
        step(people);
        after = people.all.back().live.value;
        rows += static_cast<std::int64_t>(people.all.size());
        checking.progress("people", rows);
    }
}

}  // namespace kith::storage::check
