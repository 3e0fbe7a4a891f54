// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/storage/profile_ref.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// A statement about one profile, in the two forms in which callers name it. Before its text stands the
/// common table `live(id, home)`: at most one row, the live profile and the home addressed. In the text
/// `{homes}` is a FROM item, `h(id)`, with all homes of that profile; other tables follow it with CROSS JOIN,
/// which keeps SQLite to that order. Immutable.
class ProfileSql {
public:
    explicit ProfileSql(std::string_view text);

    /// Session::each, for the profile named.
    template <class... Columns, class Row, class... Values>
    void each(Session& session, const ProfileRef& ref, Row&& row, Values&&... values) const {
        if (const auto* id = std::get_if<base::ProfileId>(&ref)) {
            session.each<Columns...>(byId_, std::forward<Row>(row), *id, std::forward<Values>(values)...);
        } else {
            const auto& identifier = std::get<model::Identifier>(ref);
            session.each<Columns...>(byIdentifier_, std::forward<Row>(row), std::string_view{identifier.type},
                                     std::string_view{identifier.value}, std::forward<Values>(values)...);
        }
    }

private:
    std::string byId_;
    std::string byIdentifier_;
};

}  // namespace kith::storage
