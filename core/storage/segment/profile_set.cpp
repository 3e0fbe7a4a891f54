// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/profile_set.hpp"

#include <fmt/format.h>

#include <utility>

namespace kith::storage {

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
    std::string all;
    for (const auto& text : texts) {
        if (!all.empty()) all += between;
        all += text;
    }
    return all;
}

std::string SegmentText::name(std::string query) {
    named.push_back(std::move(query));
    return fmt::format("set{}", named.size());
}

std::string SegmentText::with() const {
    std::string sql;
    for (std::size_t i = 0; i < named.size(); ++i)
        sql += fmt::format("{}set{} AS ({})", i == 0 ? "WITH " : ", ", i + 1, named[i]);
    return sql.empty() ? sql : sql + ' ';
}

std::string SegmentText::ofScope(std::string_view home) const {
    if (scope.homes.empty()) return {};
    std::vector<std::string> ids;
    for (const auto id : scope.homes) ids.push_back(made.bind(id.value));
    return " AND " + std::string(home) + " IN (" + joined(ids, ", ") + ")";
}

// Only profiles that live are listed. To ask for canonical_id = id besides would have PostgreSQL expect one
// row.
std::string SegmentText::everybody() const {
    return scope.homes.empty() ? "p.listed = 1" : "p.id = " + made.bind(scope.homes.front().value);
}

std::string SegmentText::isIn(const ProfileSet& set) const {
    return set.complement ? dialect.notIn("p.id", set.sql) : "p.id IN (" + set.sql + ")";
}

std::string SegmentText::enumerated(const ProfileSet& set) const {
    if (!set.complement) return set.sql;
    return "SELECT p.id AS id FROM profile p WHERE " + everybody() + " AND " + isIn(set);
}

}  // namespace kith::storage
