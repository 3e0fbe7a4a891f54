// SPDX-License-Identifier: Apache-2.0
#include "core/storage/bulk_sql.hpp"

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

struct Mark {
    std::size_t begin;
    std::size_t end;
    std::string_view content;
};

std::optional<Mark> find(std::string_view sql, std::string_view opening) noexcept {
    const auto begin = sql.find(opening);
    if (begin == std::string_view::npos) return std::nullopt;
    const auto inner = begin + opening.size();
    const auto close = sql.find('}', inner);
    return Mark{begin, close + 1, sql.substr(inner, close - inner)};
}

}  // namespace

ExpandedSql expandSql(const Dialect& dialect, std::string_view sql) {
    ExpandedSql expanded;
    std::string_view rest = sql;
    const auto replace = [&](const Mark& mark, const std::string& replacement) {
        expanded.text += rest.substr(0, mark.begin);
        expanded.text += replacement;
        rest = rest.substr(mark.end);
    };
    if (const auto rows = find(rest, "{rows ")) {
        expanded.columns = columnsOf(rows->content);
        replace(*rows, dialect.rowSource(expanded.columns));
    } else if (const auto insert = find(rest, "{insert ")) {
        expanded.columns = columnsOf(insert->content);
        replace(*insert, dialect.insertSource(expanded.columns));
    }
    if (const auto lock = find(rest, "{lock ")) replace(*lock, dialect.lockRows(lock->content));
    expanded.text += rest;
    return expanded;
}

}  // namespace kith::storage
