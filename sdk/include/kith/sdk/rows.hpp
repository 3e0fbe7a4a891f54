// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <soci/soci.h>

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

}  // namespace kith::sdk
