// SPDX-License-Identifier: Apache-2.0
#include "core/storage/field_use.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/storage/catalogue_store.hpp"
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

}  // namespace kith::storage
