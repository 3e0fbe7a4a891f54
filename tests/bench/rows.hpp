// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/base/id.hpp"
#include "tests/bench/sample.hpp"

namespace kith::bench {

using Value = std::variant<std::monostate, std::int64_t, std::string>;

/// Rows to be inserted into one table.
struct Rows {
    std::string table;
    std::vector<std::string> columns;
    std::vector<Value> cells;  ///< Row after row.

    void add(std::vector<Value> row);
    [[nodiscard]] std::size_t count() const { return cells.size() / columns.size(); }
    [[nodiscard]] const Value& at(std::size_t row, std::size_t column) const {
        return cells[row * columns.size() + column];
    }
    /// In the order of those columns' texts, in which an index is filled fastest.
    void sortBy(std::size_t first, std::size_t second);
};

/// Every row that kith keeps of these people when they are new to it.
[[nodiscard]] std::vector<Rows> rowsOf(std::span<const Sample> people, base::IdGenerator& ids,
                                       base::KeyId key, base::Time now);

/// `count` activities of one profile, a minute apart, the first `minutesAgo`, each of an observation of its
/// own.
[[nodiscard]] std::vector<Rows> activityRows(base::ProfileId profile, std::size_t count,
                                             std::size_t minutesAgo, base::IdGenerator& ids, base::Time now);

}  // namespace kith::bench
