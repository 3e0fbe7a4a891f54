// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/storage/profile_ref.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// Two live profiles as if they were one.
struct UnitedProfiles {
    base::ProfileId survivor;
    base::ProfileId absorbed;
};

/// A statement about one profile, however callers name it. Before its text stands the common table
/// `live(id, home)`: at most one row, the live profile and the home addressed. In the text `{homes}` is a
/// FROM item, `h(id)`, with all homes of that profile; other tables follow it with CROSS JOIN, which keeps
/// SQLite to that order. Immutable.
///
/// Where a lease sees one state of the database, the profile is looked up by a statement of its own: the rest
/// is then about a known profile, which mostly has one home, and each part of it is a single range of an
/// index.
class ProfileSql {
public:
    explicit ProfileSql(std::string_view text);

    /// Session::each, for the profile named.
    template <class... Columns, class Row, class... Values>
    void each(Session& session, const ProfileRef& ref, Row&& row, Values&&... values) const {
        if (session.dialect().leaseIsTransaction()) {
            const auto found = lookUp(session, ref);
            if (!found) return;
            session.each<Columns...>(found->alone ? alone_ : merged_, std::forward<Row>(row), found->live,
                                     found->home, std::forward<Values>(values)...);
        } else if (const auto* id = std::get_if<base::ProfileId>(&ref)) {
            session.each<Columns...>(byId_, std::forward<Row>(row), *id, std::forward<Values>(values)...);
        } else {
            const auto& identifier = std::get<model::Identifier>(ref);
            session.each<Columns...>(byIdentifier_, std::forward<Row>(row), std::string_view{identifier.type},
                                     std::string_view{identifier.value}, std::forward<Values>(values)...);
        }
    }

    /// The same of two as if they were one.
    template <class... Columns, class Row, class... Values>
    void each(Session& session, const UnitedProfiles& of, Row&& row, Values&&... values) const {
        session.each<Columns...>(united_, std::forward<Row>(row), of.survivor, of.absorbed,
                                 std::forward<Values>(values)...);
    }

private:
    struct Found {
        base::ProfileId live;
        base::ProfileId home;
        bool alone = false;  ///< The profile has no other home.
    };
    static std::optional<Found> lookUp(Session& session, const ProfileRef& ref);

    std::string byId_;
    std::string byIdentifier_;
    std::string alone_;
    std::string merged_;
    std::string united_;
};

}  // namespace kith::storage
