// SPDX-License-Identifier: Apache-2.0
#include "tests/process/traces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace kith::test {
namespace {

constexpr std::string_view kColumnsOfSqlite = R"(
SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table')";
constexpr std::string_view kColumnsOfPostgresql = R"(
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public')";

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

std::string printable(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c < ' ' || c > '~'; }, '.');
    return text;
}

}  // namespace

std::map<std::string, std::set<std::string>> valuesWith(storage::Session& session,
                                                        const std::vector<std::string>& texts) {
    std::vector<std::pair<std::string, std::string>> columns;
    const bool sqlite = session.dialect().engine() == storage::Engine::Sqlite;
    session.each<std::string, std::string>(sqlite ? kColumnsOfSqlite : kColumnsOfPostgresql,
                                           [&](std::string table, std::string column) {
                                               columns.emplace_back(std::move(table), std::move(column));
                                           });
    std::map<std::string, std::set<std::string>> found;
    const auto byBytes = session.dialect().byBytes();
    for (const auto& [table, column] : columns) {
        std::string condition;
        for (const auto& text : texts) {
            condition += fmt::format(R"({}lower(CAST("{}" AS text){}) LIKE '%{}%')",
                                     condition.empty() ? "" : " OR ", column, byBytes, text);
        }
        session.each<std::string>(
            fmt::format(R"(SELECT DISTINCT CAST("{}" AS text) FROM "{}" WHERE {})", column, table, condition),
            [&](std::string value) { found[table + '.' + column].insert(std::move(value)); });
    }
    return found;
}

std::vector<std::string> placesOf(const std::vector<std::string>& texts, const std::string& bytes) {
    constexpr std::size_t kAround = 60;
    const auto all = lowered(bytes);
    std::vector<std::string> places;
    for (const auto& text : texts) {
        const auto wanted = lowered(text);
        for (auto at = all.find(wanted); at != std::string::npos; at = all.find(wanted, at + kAround)) {
            const auto from = at - std::min(at, kAround);
            places.push_back(fmt::format("at {}: {}", at, printable(bytes.substr(from, 2 * kAround))));
        }
    }
    return places;
}

std::vector<std::pair<std::string, std::string>> filesIn(const std::filesystem::path& folder) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ostringstream content;
        content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        files.emplace_back(entry.path().filename().string(), std::move(content).str());
    }
    return files;
}

}  // namespace kith::test
