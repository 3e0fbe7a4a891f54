// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <vector>

#include "core/storage/check/rules.hpp"

namespace kith::storage::check {
namespace {

/// A column that holds an id of another table, or NULL.
struct Reference {
    std::string_view column;
    std::string_view target;
    bool orZero = false;  ///< 0 says that there is none.
    /// Somebody's who was erased may be referred to still by what is others'.
    bool orErased = false;
};

struct Referring {
    std::string_view table;
    std::string_view walked;
    std::string key;
    std::vector<Reference> references;
};

std::vector<Referring> referring() {
    return {
        {"profile_identifier",
         "home",
         keyText({"home", "identifier_id"}),
         {{"home", "profile"},
          {"identifier_id", "identifier"},
          {"claim_observation_id", "observation", false, true}}},
        {"observation", "id", keyText({"id"}), {{"home", "profile", true}}},
        {"seen_observation", "at", keyText({"key_id", "id_hash"}), {{"profile_id", "profile", true}}},
        // An element is a value of somebody's, so the field is all that is said.
        {"field_value",
         "home",
         keyText({"home", "field"}),
         {{"home", "profile"}, {"observation_id", "observation"}}},
        {"field_change",
         "home",
         keyText({"home", "id"}),
         {{"home", "profile"}, {"observation_id", "observation"}}},
        // Of a move to somebody who was erased the observation was theirs.
        {"identifier_change",
         "home",
         keyText({"home", "id"}),
         {{"home", "profile"},
          {"identifier_id", "identifier"},
          {"observation_id", "observation", false, true}}},
        // What was seen when it was restored may be of somebody else since an undo.
        {"life_change",
         "home",
         keyText({"home", "id"}),
         {{"home", "profile"}, {"observation_id", "observation", false, true}}},
        {"segment_member",
         "home",
         keyText({"segment_id", "home"}),
         {{"home", "profile"}, {"segment_id", "segment"}}},
        {"consent",
         "home",
         keyText({"home", "id"}),
         {{"home", "profile"}, {"observation_id", "observation"}}},
        {"endpoint_state",
         "identifier_id",
         keyText({"identifier_id", "id"}),
         {{"identifier_id", "identifier"}, {"observation_id", "observation"}}},
        {"activity",
         "home",
         keyText({"home", "at", "id"}),
         {{"home", "profile"},
          {"endpoint_id", "identifier", false, true},
          {"observation_id", "observation", false, true}}},
        {"activity_status",
         "activity_id",
         keyText({"activity_id", "status"}),
         {{"observation_id", "observation", false, true}}},
        {"activity_counter", "home", keyText({"home", "channel", "kind", "status"}), {{"home", "profile"}}},
        {"evidence",
         "identifier_a",
         keyText({"identifier_a", "identifier_b", "observation_id"}),
         {{"identifier_a", "identifier"},
          {"identifier_b", "identifier"},
          {"observation_id", "observation", false, true}}},
        {"removed_identifier",
         "home",
         keyText({"home", "identifier_id"}),
         {{"home", "profile"},
          {"identifier_id", "identifier"},
          {"claim_observation_id", "observation", false, true}}},
        // 0: nothing tells whose it was, and it waits to be forgotten.
        {"named_identifier",
         "home",
         keyText({"home", "identifier_id"}),
         {{"home", "profile", true}, {"identifier_id", "identifier"}}},
        {"removal",
         "profile_id",
         keyText({"profile_id"}),
         {{"profile_id", "profile"}, {"observation_id", "observation"}}},
        {"merge_record",
         "id",
         keyText({"id"}),
         {{"survivor", "profile"},
          {"absorbed", "profile"},
          {"observation_id", "observation", false, true},
          {"joined_a", "identifier", true, true},
          {"joined_b", "identifier", true, true}}},
        {"merge_undo",
         "merge_id",
         keyText({"merge_id"}),
         {{"merge_id", "merge_record"}, {"observation_id", "observation", false, true}}},
        {"must_not_link",
         "id",
         keyText({"id"}),
         {{"a", "profile"},
          {"b", "profile"},
          {"observation_id", "observation", false, true},
          {"lift_observation_id", "observation", false, true}}},
        {"conflict",
         "id",
         keyText({"id"}),
         {{"a", "profile"},
          {"b", "profile"},
          {"observation_id", "observation", false, true},
          {"decision_observation_id", "observation", false, true}}},
        {"dismissed_duplicate", "a", keyText({"a", "b"}), {{"a", "profile"}, {"b", "profile"}}},
        {"event",
         "id",
         keyText({"id"}),
         {{"profile_id", "profile"}, {"other_id", "profile"}, {"identifier_id", "identifier", false, true}}},
        {"refusal",
         "home",
         keyText({"home", "code", "other"}),
         {{"home", "profile"}, {"other", "profile", true}, {"observation_id", "observation"}}},
    };
}

/// What the last erasure took away was older than this, also where it had waited in a queue.
std::int64_t olderThanErased(Session& session) {
    constexpr std::int64_t kWaited = 60'000;
    constexpr unsigned kBitsBelowTime = 21;
    const auto [at, by] = *session.first<std::optional<std::int64_t>, std::optional<std::int64_t>>(
        "SELECT (SELECT max(COALESCE(finished_at, at)) FROM erasure),"
        " (SELECT max(observation_id) FROM removal WHERE erased = 1)");
    return at ? std::max((*at + kWaited) << kBitsBelowTime, by.value_or(0)) : 0;
}

Rule ruleOf(const Referring& table, const Reference& reference, std::int64_t erased) {
    const std::string walked(table.walked);
    const std::string column(reference.column);
    const std::string target(reference.target);
    return {table.key,
            "FROM " + std::string(table.table) + " t LEFT JOIN " + target + " r ON r.id = t." + column +
                " WHERE t." + walked + " > :after AND t." + walked + " <= :upto AND t." + column +
                (reference.orZero ? " <> 0" : " IS NOT NULL") + " AND r.id IS NULL" +
                (reference.orErased ? " AND t." + column + " > " + std::to_string(erased) : ""),
            column + " names no row of " + target};
}

}  // namespace

void checkReferences(const Checking& checking) {
    const auto erased = olderThanErased(checking.session);
    for (const auto& table : referring()) {
        Rules rules{table.table, table.walked, {}};
        for (const auto& reference : table.references)
            rules.rules.push_back(ruleOf(table, reference, erased));
        checkRules(checking, rules);
    }
}

}  // namespace kith::storage::check
