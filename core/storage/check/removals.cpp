// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "core/storage/check/rules.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kSuppression = "suppression";

/// What must not be found of suppressions, and what is wrong then.
struct Broken {
    std::string_view rows;
    std::string_view sentence;
};
constexpr Broken kBroken[] = {
    {R"(
FROM suppression t LEFT JOIN forgotten_identifier f ON f.hash = t.hash WHERE f.hash IS NULL)",
     "hash names no address that was forgotten"},
    {R"(
FROM suppression t LEFT JOIN observation o ON o.id = t.observation_id
WHERE t.observation_id IS NOT NULL AND o.id IS NULL)",
     "observation_id names no row of observation"},
};

Rule ruleOf(std::string_view table, std::string_view column, std::string key, const std::string& joins,
            const std::string& condition, std::string sentence) {
    const std::string walked = "t." + std::string(column);
    return {std::move(key),
            "FROM " + std::string(table) + " t " + joins + " WHERE " + walked + " > :after AND " + walked +
                " <= :upto AND " + condition,
            std::move(sentence)};
}

/// Whoever does not live is found by nothing, and the removal says since when.
Rules profiles() {
    const auto rule = [](const std::string& joins, const std::string& condition, std::string sentence) {
        return ruleOf("profile", "id", keyText({"id"}), joins, "t.removed_live IS NOT NULL AND " + condition,
                      std::move(sentence));
    };
    return {"profile",
            "id",
            {rule("", "t.canonical_id <> 0", "was removed, and points to somebody"),
             rule("LEFT JOIN profile l ON l.id = t.removed_live AND l.removed_live = l.id", "l.id IS NULL",
                  "removed_live names no profile that was removed"),
             rule("LEFT JOIN removal r ON r.profile_id = t.removed_live", "r.profile_id IS NULL",
                  "was removed, and nothing says when"),
             rule("", "(t.known <> 0 OR t.listed <> 0)", "was removed, and still stands in lists"),
             rule("", "EXISTS (SELECT 1 FROM profile_identifier e WHERE e.home = t.id)",
                  "was removed, and still lists an identifier"),
             rule("CROSS JOIN erasure e",
                  "e.profile_id = t.removed_live AND e.finished_at IS NOT NULL"
                  " AND (t.first_observation_id IS NOT NULL OR t.source_type <> '' OR t.source_name <> ''"
                  " OR t.sort_name <> '' OR t.created_at <> 0)",
                  "was erased, and its row still tells of it")}};
}

Rules removals() {
    const auto rule = [](const std::string& joins, const std::string& condition, std::string sentence) {
        return ruleOf("removal", "profile_id", keyText({"profile_id"}), joins, condition,
                      std::move(sentence));
    };
    return {"removal",
            "profile_id",
            {rule("LEFT JOIN profile p ON p.id = t.profile_id AND p.removed_live = p.id", "p.id IS NULL",
                  "profile_id names no profile that was removed"),
             rule("LEFT JOIN erasure e ON e.profile_id = t.profile_id",
                  "t.erased = 1 AND e.profile_id IS NULL", "somebody was erased, and there is no receipt")}};
}

Rules erasures() {
    return {"erasure",
            "profile_id",
            {ruleOf("erasure", "profile_id", keyText({"profile_id"}),
                    "LEFT JOIN removal r ON r.profile_id = t.profile_id AND r.erased = 1",
                    "r.profile_id IS NULL", "profile_id names nobody who was erased")}};
}

Rules listings() {
    return {"removed_identifier",
            "home",
            {ruleOf("removed_identifier", "home", keyText({"home", "identifier_id"}),
                    "LEFT JOIN profile p ON p.id = t.home", "p.removed_live IS NULL",
                    "home names no profile that was removed")}};
}

/// Nothing is left of whom an erasure with a final receipt was about.
void checkLeft(const Checking& checking) {
    struct Left {
        std::string_view table;
        std::string_view walked;
        std::string key;
        std::string home = "home";
        std::string unless = {};
    };
    // Who ended the person is said for ever.
    const std::string theirEnd =
        " AND NOT EXISTS (SELECT 1 FROM removal r WHERE r.profile_id = p.removed_live"
        " AND r.observation_id = t.id)";
    for (const auto& [table, walked, key, home, unless] :
         {Left{"field_value", "home", keyText({"home", "field"})},
          Left{"field_change", "home", keyText({"home", "id"})},
          Left{"identifier_change", "home", keyText({"home", "id"})},
          Left{"life_change", "home", keyText({"home", "id"})},
          Left{"consent", "home", keyText({"home", "id"})},
          Left{"activity", "home", keyText({"home", "at", "id"})},
          Left{"activity_counter", "home", keyText({"home", "channel", "kind", "status"})},
          Left{"segment_member", "home", keyText({"segment_id", "home"})},
          Left{"refusal", "home", keyText({"home", "code", "other"})},
          Left{"removed_identifier", "home", keyText({"home", "identifier_id"})},
          Left{"named_identifier", "home", keyText({"home", "identifier_id"})},
          Left{"observation", "id", keyText({"id"}), "home", theirEnd},
          Left{"merge_record", "id", keyText({"id"}), "survivor"},
          Left{"merge_record", "id", keyText({"id"}), "absorbed"},
          Left{"must_not_link", "id", keyText({"id"}), "a"},
          Left{"must_not_link", "id", keyText({"id"}), "b"},
          Left{"conflict", "id", keyText({"id"}), "a"},
          Left{"conflict", "id", keyText({"id"}), "b"},
          Left{"dismissed_duplicate", "a", keyText({"a", "b"}), "a"},
          Left{"dismissed_duplicate", "b", keyText({"a", "b"}), "b"}}) {
        const std::string joins = "CROSS JOIN profile p CROSS JOIN erasure e";
        const std::string condition =
            "p.id = t." + home + " AND e.profile_id = p.removed_live AND e.finished_at IS NOT NULL" + unless;
        checkRules(checking, {table,
                              walked,
                              {ruleOf(table, walked, key, joins, condition,
                                      "is left of somebody whose erasure has finished")}});
    }
}

/// Its keys are no numbers to walk by; and only one row of a rule is ever held.
void checkSuppressions(const Checking& checking) {
    auto& session = checking.session;
    auto& findings = checking.findings;
    for (const auto& [from, sentence] : kBroken) {
        const std::string broken(from);
        const auto rows = std::get<0>(*session.first<std::int64_t>("SELECT count(*) " + broken));
        if (rows == 0) continue;
        findings.count(kSuppression, sentence, rows);
        session.each<std::string>(
            "SELECT " + keyText({"id"}) + ' ' + broken + " LIMIT :most",
            [&, sentence = sentence](const std::string& key) { findings.show(kSuppression, key, sentence); },
            findings.room(kSuppression, sentence));
    }
}

}  // namespace

void checkRemovals(const Checking& checking) {
    for (const auto& rules : {profiles(), removals(), erasures(), listings()}) checkRules(checking, rules);
    checkLeft(checking);
    checkSuppressions(checking);
}

}  // namespace kith::storage::check
