// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/storage/check/people.hpp"
#include "core/storage/check/rules.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/described.hpp"

namespace kith::storage::check {
namespace {

using identity::MatchKey;

constexpr std::string_view kTable = "match_key";

constexpr std::string_view kKeys = R"(
SELECT held.profile_id, held.agreement, held.value
FROM {rows profile_id bigint} CROSS JOIN match_key AS held
WHERE held.profile_id = given.profile_id
ORDER BY held.profile_id, held.agreement, held.value)";

constexpr std::string_view kWaiting = R"(
SELECT waiting.profile_id FROM {rows profile_id bigint} CROSS JOIN match_backlog AS waiting
WHERE waiting.profile_id = given.profile_id)";

Rules keysOfNobody() {
    return {kTable,
            "profile_id",
            {{keyText({"profile_id"}),
              "FROM match_key t LEFT JOIN profile p ON p.id = t.profile_id AND p.canonical_id = p.id"
              " WHERE t.profile_id > :after AND t.profile_id <= :upto AND p.id IS NULL",
              "profile_id names no live profile"},
             {keyText({"profile_id", "value"}),
              "FROM match_key t LEFT JOIN match_group g ON g.value = t.value AND g.agreement = t.agreement"
              " WHERE t.profile_id > :after AND t.profile_id <= :upto AND g.value IS NULL",
              "value names no row of match_group"}}};
}

Rules counts() {
    return {"match_group",
            "value",
            {{keyText({"value"}),
              "FROM match_group t WHERE t.value > :after AND t.value <= :upto AND t.holders <>"
              " (SELECT count(*) FROM match_key k WHERE k.value = t.value AND k.agreement = t.agreement)",
              "holders is not the number of profiles that have the key"}}};
}

Rules dismissed() {
    return {"dismissed_duplicate",
            "a",
            {{keyText({"a", "b"}),
              "FROM dismissed_duplicate t WHERE t.a > :after AND t.a <= :upto AND t.a >= t.b",
              "the pair is not in order"}}};
}

void checkKeys(const Checking& checking, const People& people) {
    std::vector<base::ProfileId> lives;
    for (const auto& person : people.all) lives.push_back(person.live);
    std::set<base::ProfileId> waiting;
    auto backlog = checking.session.lookup<base::ProfileId>(
        kWaiting, [&](base::ProfileId profile) { waiting.insert(profile); });
    std::unordered_map<base::ProfileId, std::vector<MatchKey>> stored;
    auto keys = checking.session.lookup<base::ProfileId, identity::Agreement, std::int64_t>(
        kKeys, [&](base::ProfileId profile, identity::Agreement agreement, std::int64_t value) {
            stored[profile].push_back({agreement, value});
        });
    for (const auto live : lives) {
        backlog.add(live);
        keys.add(live);
    }
    backlog.run();
    keys.run();
    const auto described = readDescribed(checking.session, lives);
    for (const auto live : lives) {
        if (waiting.contains(live) || stored[live] == identity::keysOf(described.at(live))) continue;
        checking.findings.add(kTable, "profile_id=" + std::to_string(live.value),
                              "the keys are not those of what it lists and says");
    }
}

}  // namespace

void checkDuplicates(const Checking& checking) {
    checkRules(checking, keysOfNobody());
    checkRules(checking, counts());
    checkRules(checking, dismissed());
    eachPeople(checking, [&](const People& people) { checkKeys(checking, people); });
}

}  // namespace kith::storage::check
