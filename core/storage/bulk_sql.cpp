// SPDX-License-Identifier: Apache-2.0
#include "core/storage/bulk_sql.hpp"

#include <algorithm>
#include <optional>

namespace kith::storage {
namespace {

constexpr std::string_view kBlank = " \n";

std::string_view trimmed(std::string_view text) noexcept {
    const auto begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::vector<RowColumn> columnsOf(std::string_view list) {
    std::vector<RowColumn> columns;
    while (!list.empty()) {
        const auto comma = list.find(',');
        const auto column = trimmed(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        const auto blank = column.find_first_of(kBlank);
        columns.push_back({column.substr(0, blank), trimmed(column.substr(blank)) == "text"});
    }
    return columns;
}

/// What stands for a mark; nothing if it is none.
std::optional<std::string> replacement(const Dialect& dialect, std::string_view keyword,
                                       std::string_view content, std::vector<RowColumn>& columns) {
    if (keyword == "rows" || keyword == "insert") {
        columns = columnsOf(content);
        return keyword == "rows" ? dialect.rowSource(columns) : dialect.insertSource(columns);
    }
    if (keyword == "lateral") return std::string{dialect.lateral()};
    if (keyword == "row") return dialect.rowValue(content);
    if (keyword == "lock") return dialect.lockRows(content);
    if (keyword == "binary") return std::string{dialect.byBytes()};
    return std::nullopt;
}

}  // namespace

ExpandedSql expandSql(const Dialect& dialect, std::string_view sql) {
    ExpandedSql expanded;
    for (auto open = sql.find('{'); open != std::string_view::npos; open = sql.find('{')) {
        const auto close = std::min(sql.find('}', open), sql.size() - 1);
        const auto mark = sql.substr(open + 1, close - open - 1);
        const auto blank = std::min(mark.find(' '), mark.size());
        const auto text =
            replacement(dialect, mark.substr(0, blank), trimmed(mark.substr(blank)), expanded.columns);
        expanded.text += sql.substr(0, text ? open : open + 1);
        if (text) expanded.text += *text;
        sql.remove_prefix(text ? close + 1 : open + 1);
    }
    expanded.text += sql;
    return expanded;
}

}  // namespace kith::storage
