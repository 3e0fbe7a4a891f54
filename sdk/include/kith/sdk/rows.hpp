// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <soci/soci.h>

#include "channel.hpp"

/// Set-based statements on both databases: many rows travel as one parameter, a JSON array of objects, and
/// stand in the statement as a table.
namespace kith::sdk {

struct Column {
    std::string_view name;  ///< The member of the objects and the column of the table.
    std::string_view type;  ///< `bigint`, `integer`, `text`; as PostgreSQL calls it.
};

[[nodiscard]] inline bool isPostgresql(soci::session& session) {
    return session.get_backend_name() == "postgresql";
}

/// What to write after FROM: a table `r` with these columns, filled from the bound parameter `:rows`. Names
/// and types are the plugin's own constants, never input.
[[nodiscard]] inline std::string rowTable(soci::session& session, std::initializer_list<Column> columns) {
    const bool postgresql = isPostgresql(session);
    std::string list;
    for (const auto& column : columns) {
        if (!list.empty()) list += ", ";
        if (postgresql) {
            list.append(column.name).append(" ").append(column.type);
        } else {
            list.append("json_extract(value, '$.").append(column.name).append("') as ").append(column.name);
        }
    }
    if (postgresql) return "jsonb_to_recordset(cast(:rows as jsonb)) as r(" + list + ")";
    return "(select " + list + " from json_each(:rows)) as r";
}

/// The homes of a person as such rows: `home`, a bigint.
[[nodiscard]] inline std::string homeRows(const Profile& person) {
    std::string rows;
    for (const auto home : person.homes()) {
        rows += (rows.empty() ? "[{\"home\":" : ",{\"home\":") + std::to_string(home) + '}';
    }
    return rows.empty() ? "[]" : rows + ']';
}

/// Whether that column is one of them, as a condition.
[[nodiscard]] inline std::string underHomes(soci::session& session, std::string_view column) {
    return std::string(column) + " in (select r.home from " + rowTable(session, {{"home", "bigint"}}) + ")";
}

/// Rows of a table to be removed: those for which `where` holds.
struct Removal {
    std::string table;
    std::string key;  ///< The columns of its primary key.
    std::string where;
};

/// Removes at most `most` of them, with `rows` bound for the tables in `where`; how many.
[[nodiscard]] inline std::size_t removeRows(soci::session& session, const Removal& what,
                                            const std::string& rows, std::size_t most) {
    const auto limit = static_cast<long long>(most);
    soci::statement statement =
        (session.prepare << "delete from " << what.table << " where (" << what.key << ") in (select "
                         << what.key << " from " << what.table << " where " << what.where << " limit :most)",
         soci::use(rows, "rows"), soci::use(limit, "most"));
    statement.execute(true);
    return static_cast<std::size_t>(statement.get_affected_rows());
}

}  // namespace kith::sdk
