// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/error.hpp"
#include "core/plugins/registry.hpp"
#include "core/storage/catalogue_store.hpp"
#include "core/storage/field_use.hpp"

namespace kith::catalogue {

/// What can't be about a field, with pointers to its members: `invalid_language`, `reserved_key`,
/// `unknown_type`, `not_allowed`, and whatever codes its type gives for its options and its display default.
[[nodiscard]] std::vector<base::Violation> faultsOf(const storage::StoredField& field,
                                                    const plugins::Registry& registry);

/// The same of a group, and of a category: `invalid_language`.
[[nodiscard]] std::vector<base::Violation> faultsOf(const storage::StoredGroup& group);
[[nodiscard]] std::vector<base::Violation> faultsOf(const storage::StoredCategory& category);

/// What can't be of the `channels` that a category's members name: `unknown_channel`. The pointers are to the
/// list as it was given; the entry has it in another order, each channel once. `members` are such as
/// readMembers takes.
[[nodiscard]] std::vector<base::Violation> channelFaultsOf(
    const nlohmann::json& members, const std::set<std::string, std::less<>>& channels);

/// What `after` would do to values that `before` has, with pointers to the members that do it: `field_in_use`
/// for another type or merge rule, `narrowed` for options that take less. Nothing if it never had a value.
[[nodiscard]] std::vector<base::Violation> conflictsOf(const storage::StoredField& before,
                                                       const storage::StoredField& after,
                                                       const plugins::Registry& registry);

/// What a field that there is not yet would do to values of its key that are kept: `another_type`, at
/// `/type`.
[[nodiscard]] std::vector<base::Violation> misfitsOf(const storage::StoredField& field,
                                                     const storage::ValuesWithoutField& kept,
                                                     const plugins::Registry& registry);

}  // namespace kith::catalogue
