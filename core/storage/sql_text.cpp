// SPDX-License-Identifier: Apache-2.0
#include "core/storage/sql_text.hpp"

#include <algorithm>

namespace kith::storage {
namespace {

std::size_t endOr(std::string_view sql, std::size_t found, std::size_t length) noexcept {
    return found == std::string_view::npos ? sql.size() : found + length;
}

std::size_t pastQuoted(std::string_view sql, std::size_t at) noexcept {
    const char quote = sql[at];
    for (++at; at < sql.size(); ++at) {
        if (sql[at] != quote) continue;
        // A doubled quote stands for itself.
        if (at + 1 < sql.size() && sql[at + 1] == quote)
            ++at;
        else
            return at + 1;
    }
    return sql.size();
}

std::size_t pastDollarQuoted(std::string_view sql, std::size_t at) noexcept {
    const auto close = sql.find('$', at + 1);
    if (close == std::string_view::npos) return at;
    const auto tag = sql.substr(at, close - at + 1);
    const bool named = std::ranges::all_of(tag.substr(1, tag.size() - 2), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
    return named ? endOr(sql, sql.find(tag, close + 1), tag.size()) : at;
}

std::size_t pastBlockComment(std::string_view sql, std::size_t at) noexcept {
    return endOr(sql, sql.find("*/", at + 2), 2);
}

bool isBlank(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        if (std::string_view{" \t\r\n"}.find(text[at]) != std::string_view::npos) {
            ++at;
        } else if (text.substr(at).starts_with("--") || text.substr(at).starts_with("/*")) {
            at = pastOpaque(text, at);
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace

std::size_t pastOpaque(std::string_view sql, std::size_t at) noexcept {
    switch (sql[at]) {
        case '\'':
        case '"':
            return pastQuoted(sql, at);
        case '$':
            return pastDollarQuoted(sql, at);
        case '-':
            return sql.substr(at).starts_with("--") ? endOr(sql, sql.find('\n', at), 1) : at;
        case '/':
            return sql.substr(at).starts_with("/*") ? pastBlockComment(sql, at) : at;
        default:
            return at;
    }
}

std::vector<std::string> splitStatements(std::string_view script) {
    std::vector<std::string> statements;
    std::size_t begin = 0;
    const auto cut = [&](std::size_t end) {
        const auto text = script.substr(begin, end - begin);
        if (!isBlank(text)) statements.emplace_back(text);
        begin = end + 1;
    };
    for (std::size_t at = 0; at < script.size();) {
        if (const auto past = pastOpaque(script, at); past != at) {
            at = past;
        } else {
            if (script[at] == ';') cut(at);
            ++at;
        }
    }
    if (begin < script.size()) cut(script.size());
    return statements;
}

std::string replaceMarks(std::string_view sql,
                         std::initializer_list<std::pair<std::string_view, std::string_view>> marks) {
    std::string text{sql};
    for (const auto& [mark, replacement] : marks) {
        for (auto at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + replacement.size())) {
            text.replace(at, mark.size(), replacement);
        }
    }
    return text;
}

}  // namespace kith::storage
