// SPDX-License-Identifier: Apache-2.0
#include "core/storage/field_use.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "core/storage/catalogue_store.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kInUse = R"(
SELECT used.field FROM {rows field text} CROSS JOIN field_in_use AS used WHERE used.field = given.field)";

constexpr std::string_view kUnderstood = R"(
SELECT given.position
FROM {rows position bigint, field text, type text, merge_rule bigint} CROSS JOIN field AS f
WHERE f.key = given.field AND f.type = given.type AND f.merge_rule = given.merge_rule)";

constexpr std::string_view kUse = R"(
INSERT INTO field_in_use {insert field text} ON CONFLICT (field) DO NOTHING)";

/// One value of each key, as any other one is, by the index over those that are shown.
std::string valuesWithoutFieldIn(const std::string& column) {
    const auto select = [&](const std::string& what) {
        return "SELECT " + what +
               " FROM field_value AS v WHERE v.field = used.field AND v.current = 1 AND v.present = 1 AND "
               "v." +
               column + " IS NOT NULL LIMIT 1";
    };
    return "SELECT used.field, (" + select("v.kind") + "), (" + select("v.element") +
           ") FROM field_in_use AS used LEFT JOIN field AS f ON f.key = used.field"
           " WHERE f.key IS NULL AND EXISTS (" +
           select("1") + ")";
}

using Keys = std::set<std::string>;

/// Those of the keys that are not in use yet.
Keys unused(Session& session, const Keys& keys) {
    auto left = keys;
    auto lookup = session.lookup<std::string>(kInUse, [&](const std::string& key) { left.erase(key); });
    for (const auto& key : keys) lookup.add(key);
    lookup.run();
    return left;
}

std::set<const model::FieldUse*> misunderstood(Session& session,
                                               const std::vector<const model::FieldUse*>& uses) {
    std::set<const model::FieldUse*> left(uses.begin(), uses.end());
    auto lookup = session.lookup<std::size_t>(kUnderstood, [&](std::size_t at) { left.erase(uses[at]); });
    for (std::size_t i = 0; i < uses.size(); ++i) lookup.add(i, uses[i]->field, uses[i]->type, uses[i]->rule);
    lookup.run();
    return left;
}

}  // namespace

std::set<const model::FieldUse*> useFields(Session& session,
                                           const std::vector<const model::FieldUse*>& uses) {
    if (uses.empty()) return {};
    Keys keys;
    for (const auto* use : uses) keys.insert(use->field);
    keys = unused(session, keys);
    // Whoever is changing one is waited for, and finds it in use if it comes later.
    if (!keys.empty()) lockCatalogue(session);
    auto changed = misunderstood(session, uses);
    std::erase_if(keys, [&](const std::string& key) {
        return std::ranges::none_of(
            uses, [&](const auto* use) { return use->field == key && !changed.contains(use); });
    });
    auto insert = session.bulk(kUse);
    for (const auto& key : keys) insert.add(key);
    insert.run();
    return changed;
}

ValuesWithoutField readValuesWithoutField(Session& session) {
    static const std::string kSql =
        valuesWithoutFieldIn("text_value") + " UNION ALL " + valuesWithoutFieldIn("number_value");
    ValuesWithoutField values;
    session.each<std::string, model::ValueKind, std::string>(
        kSql, [&](std::string field, model::ValueKind kind, const std::string& element) {
            values[std::move(field)].push_back({kind, model::isOfSet(element)});
        });
    return values;
}

}  // namespace kith::storage
