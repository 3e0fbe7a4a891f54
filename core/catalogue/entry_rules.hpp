// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/plugins/registry.hpp"
#include "core/storage/catalogue_store.hpp"

namespace kith::catalogue {

/// What can't be about a field, with pointers to its members: `invalid_language`, `reserved_key`,
/// `unknown_type`, `not_allowed`, and whatever codes its type gives for its options and its display default.
[[nodiscard]] std::vector<base::Violation> faultsOf(const storage::StoredField& field,
                                                    const plugins::Registry& registry);

/// The same of a group: `invalid_language`.
[[nodiscard]] std::vector<base::Violation> faultsOf(const storage::StoredGroup& group);

/// The same of a category: `invalid_language`, `unknown_channel`.
[[nodiscard]] std::vector<base::Violation> faultsOf(const storage::StoredCategory& category,
                                                    const std::set<std::string, std::less<>>& channels);

/// What `after` would do to values that `before` has, with pointers to the members that do it: `field_in_use`
/// for another type or merge rule, `narrowed` for options that take less. Nothing if it never had a value.
[[nodiscard]] std::vector<base::Violation> conflictsOf(const storage::StoredField& before,
                                                       const storage::StoredField& after,
                                                       const plugins::Registry& registry);

}  // namespace kith::catalogue
