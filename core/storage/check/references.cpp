// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "core/storage/check/rules.hpp"

namespace kith::storage::check {
namespace {

/// A column that holds an id of another table, or NULL.
struct Reference {
    std::string_view column;
    std::string_view target;
    bool orZero = false;  ///< 0 says that there is none.
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
         {{"home", "profile"}, {"identifier_id", "identifier"}, {"claim_observation_id", "observation"}}},
        {"observation", "id", keyText({"id"}), {{"home", "profile"}}},
        {"seen_observation", "at", keyText({"key_id", "id_hash"}), {{"profile_id", "profile"}}},
        // An element is a value of somebody's, so the field is all that is said.
        {"field_value",
         "home",
         keyText({"home", "field"}),
         {{"home", "profile"}, {"observation_id", "observation"}}},
        {"field_change",
         "home",
         keyText({"home", "id"}),
         {{"home", "profile"}, {"observation_id", "observation"}}},
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
         {{"home", "profile"}, {"endpoint_id", "identifier"}, {"observation_id", "observation"}}},
        {"activity_status",
         "activity_id",
         keyText({"activity_id", "status"}),
         {{"observation_id", "observation"}}},
        {"activity_counter", "home", keyText({"home", "channel", "kind", "status"}), {{"home", "profile"}}},
        {"evidence",
         "identifier_a",
         keyText({"identifier_a", "identifier_b", "observation_id"}),
         {{"identifier_a", "identifier"}, {"identifier_b", "identifier"}, {"observation_id", "observation"}}},
        {"merge_record",
         "id",
         keyText({"id"}),
         {{"survivor", "profile"},
          {"absorbed", "profile"},
          {"observation_id", "observation"},
          {"joined_a", "identifier", true},
          {"joined_b", "identifier", true}}},
        {"merge_undo",
         "merge_id",
         keyText({"merge_id"}),
         {{"merge_id", "merge_record"}, {"observation_id", "observation"}}},
        {"must_not_link",
         "id",
         keyText({"id"}),
         {{"a", "profile"},
          {"b", "profile"},
          {"observation_id", "observation"},
          {"lift_observation_id", "observation"}}},
        {"conflict",
         "id",
         keyText({"id"}),
         {{"a", "profile"},
          {"b", "profile"},
          {"observation_id", "observation"},
          {"decision_observation_id", "observation"}}},
        {"event",
         "id",
         keyText({"id"}),
         {{"profile_id", "profile"}, {"other_id", "profile"}, {"identifier_id", "identifier"}}},
        {"refusal",
         "home",
         keyText({"home", "code", "other"}),
         {{"home", "profile"}, {"other", "profile", true}, {"observation_id", "observation"}}},
    };
}

Rule ruleOf(const Referring& table, const Reference& reference) {
    const std::string walked(table.walked);
    const std::string column(reference.column);
    const std::string target(reference.target);
    return {table.key,
            "FROM " + std::string(table.table) + " t LEFT JOIN " + target + " r ON r.id = t." + column +
                " WHERE t." + walked + " > :after AND t." + walked + " <= :upto AND t." + column +
                (reference.orZero ? " <> 0" : " IS NOT NULL") + " AND r.id IS NULL",
            column + " names no row of " + target};
}

}  // namespace

void checkReferences(const Checking& checking) {
    for (const auto& table : referring()) {
        Rules rules{table.table, table.walked, {}};
        for (const auto& reference : table.references) rules.rules.push_back(ruleOf(table, reference));
        checkRules(checking, rules);
    }
}

}  // namespace kith::storage::check
