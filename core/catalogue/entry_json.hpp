// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "core/storage/catalogue_store.hpp"
#include "core/storage/segment/rows.hpp"

namespace kith::catalogue {

// What people say of an entry, as JSON: all of it but who manages it, its version and its times, with
// `archived` as true or false. A segment's key is its `id`, and a static one's condition null.
[[nodiscard]] nlohmann::json membersOf(const storage::StoredField& field);
[[nodiscard]] nlohmann::json membersOf(const storage::StoredGroup& group);
[[nodiscard]] nlohmann::json membersOf(const storage::StoredCategory& category);
[[nodiscard]] nlohmann::json membersOf(const storage::Segment& segment);

/// The reverse: puts what `members` says in the place of what `entry` said; what is absent or null stands at
/// its default. Throws Error{InvalidInput} with a violation per wrong member: `wrong_type`, `unknown_member`,
/// `required`, `empty`, `too_long`, `too_many`, `control_character`, `invalid_key`, `invalid_language`,
/// `invalid_value`, `out_of_range`. `now`: since when it is archived, if it was not before.
void readMembers(const nlohmann::json& members, base::Time now, storage::StoredField& field);
void readMembers(const nlohmann::json& members, base::Time now, storage::StoredGroup& group);
void readMembers(const nlohmann::json& members, base::Time now, storage::StoredCategory& category);
/// What its condition says is not looked at: see readSegment.
void readMembers(const nlohmann::json& members, base::Time now, storage::Segment& segment);

}  // namespace kith::catalogue
