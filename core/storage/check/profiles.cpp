// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <unordered_map>
#include <utility>

#include "core/model/stamp.hpp"
#include "core/storage/check/people.hpp"
#include "core/storage/check/rules.hpp"
#include "core/storage/hash_text.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kTable = "profile";

constexpr std::string_view kEarliest = R"(
SELECT given.home, first.key_id, first.source_type, first.source_name, first.given_id, first.content_hash,
       first.observed_at
FROM {rows home bigint} CROSS JOIN profile CROSS JOIN observation AS first
WHERE profile.id = given.home AND first.id = profile.first_observation_id)";

Rule ruleOf(const std::string& joins, const std::string& condition, std::string sentence) {
    return {keyText({"id"}),
            "FROM profile t " + joins + " WHERE t.id > :after AND t.id <= :upto AND " + condition,
            std::move(sentence)};
}

Rules pointers() {
    const std::string target = "LEFT JOIN profile c ON c.id = t.canonical_id";
    const std::string earliest = "LEFT JOIN observation o ON o.id = t.first_observation_id";
    return {
        kTable,
        "id",
        {ruleOf(target, "t.removed_live IS NULL AND c.id IS NULL", "canonical_id names no profile"),
         ruleOf(target, "t.removed_live IS NULL AND c.canonical_id <> c.id",
                "canonical_id names a profile that was merged itself"),
         ruleOf("",
                "t.canonical_id = t.id AND t.merge_count <> (SELECT count(*) FROM profile h"
                " WHERE h.canonical_id = t.id AND h.canonical_id <> h.id)",
                "merge_count is not the number of profiles that it absorbed"),
         ruleOf("",
                "t.removed_live = t.id AND t.merge_count <> (SELECT count(*) FROM profile h"
                " WHERE h.removed_live = t.id AND h.removed_live <> h.id)",
                "merge_count is not the number of profiles that it absorbed"),
         ruleOf("", "t.removed_live IS NULL AND t.canonical_id <> t.id AND (t.known <> 0 OR t.listed <> 0)",
                "was merged, and still stands in lists"),
         ruleOf("",
                "COALESCE(t.removed_live, t.canonical_id) <> t.id"
                " AND (t.source_type <> '' OR t.source_name <> '' OR t.sort_name <> '')",
                "was merged, and still has a name or a source of its own"),
         ruleOf(earliest, "o.id IS NULL AND NOT " + isErased("t.id"),
                "first_observation_id names no observation"),
         ruleOf(earliest, "o.home <> t.id AND NOT " + isErased("t.id"),
                "first_observation_id names an observation of another profile")}};
}

Rules merged(const identity::Caps& caps) {
    auto rule = ruleOf("",
                       "COALESCE(t.removed_live, t.canonical_id) = t.id AND t.merge_count > " +
                           std::to_string(caps.maxMerges),
                       "absorbed more profiles than the cap, which may have been higher then");
    rule.weight = Weight::Remark;
    return {kTable, "id", {std::move(rule)}};
}

/// created_at and source of a live profile are those of the earliest observation under any home.
void checkOrigins(const Checking& checking, People& people) {
    std::unordered_map<base::ProfileId, model::Origin> earliest;
    auto lookup = checking.session.lookup<base::ProfileId, base::KeyId, std::string, std::string, std::string,
                                          std::string, base::Time>(
        kEarliest, [&](base::ProfileId home, base::KeyId key, std::string sourceType, std::string sourceName,
                       std::string givenId, const std::string& contentHash, base::Time observedAt) {
            model::Origin origin;
            origin.key = key;
            origin.sourceType = std::move(sourceType);
            origin.sourceName = std::move(sourceName);
            origin.observationId = std::move(givenId);
            origin.contentHash = parseHash(contentHash);
            origin.observedAt = observedAt;
            const auto live = people.of(home).live;
            const auto [known, isFirst] = earliest.try_emplace(live, origin);
            if (!isFirst && model::compareAge(origin, known->second) < 0) known->second = std::move(origin);
        });
    for (const auto& [home, person] : people.byHome) lookup.add(home);
    lookup.run();
    for (const auto& person : people.all) {
        const auto origin = earliest.find(person.live);
        if (origin == earliest.end()) continue;
        const auto key = "id=" + std::to_string(person.live.value);
        if (origin->second.observedAt != person.createdAt)
            checking.findings.add(kTable, key, "created_at is not the time of its earliest observation");
        if (origin->second.sourceType != person.sourceType || origin->second.sourceName != person.sourceName)
            checking.findings.add(kTable, key, "the source is not that of its earliest observation");
    }
}

}  // namespace

void checkProfiles(const Checking& checking) {
    checkRules(checking, pointers());
    checkRules(checking, merged(checking.caps));
    eachPeople(checking, [&](People& people) { checkOrigins(checking, people); });
}

}  // namespace kith::storage::check
