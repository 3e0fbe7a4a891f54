// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/dialect.hpp"
#include "core/storage/made_sql.hpp"

namespace kith::storage {

/// Whom a condition is asked about, and when.
struct SegmentScope {
    base::Time now;
    /// One person: the id of the profile, and then its other homes. Empty: everybody listed.
    std::vector<base::ProfileId> homes = {};
};

/// Some profiles: a query of one column `id`, in which one may come more than once, and homes and profiles
/// that live no more may too; or all others but those.
struct ProfileSet {
    std::string sql;
    bool complement = false;
    bool isDistinct = false;  ///< Each comes once.
};

/// What the text of a condition is made with.
struct SegmentText {
    const Dialect& dialect;
    const SegmentScope& scope;
    MadeSql& made;
    /// Queries that have names in the text, in their order.
    std::vector<std::string> named = {};

    /// Gives a query a name, which is returned. What is named does not nest in the text, of which SQLite
    /// takes only so much, and is carried out once, as often as it is named.
    [[nodiscard]] std::string name(std::string query);
    /// What the text begins with: the named ones, if there are any.
    [[nodiscard]] std::string with() const;
    /// The condition on a column with homes that they are those of the scope, ` AND …`; empty for everybody.
    [[nodiscard]] std::string ofScope(std::string_view home) const;
    /// The condition on a row `p` of profile that it is one of those that are asked about.
    [[nodiscard]] std::string everybody() const;
    /// The condition on the id of a row `p` of profile that it is in the set.
    [[nodiscard]] std::string isIn(const ProfileSet& set) const;
    /// A set that is no complement.
    [[nodiscard]] std::string enumerated(const ProfileSet& set) const;
};

/// Puts the texts together, `between` every two of them.
[[nodiscard]] std::string joined(const std::vector<std::string>& texts, std::string_view between);

}  // namespace kith::storage
