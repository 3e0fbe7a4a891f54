// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/check/subjects.hpp"

namespace kith::storage::check {

/// One rule in SQL. `broken` is what follows SELECT's list, and finds the rows of the range `:after` < … <=
/// `:upto` that break it; `key` is the text that names one of them.
struct Rule {
    std::string key;
    std::string broken;
    std::string sentence;
    Weight weight = Weight::Violation;
};

/// The rules of a table, which is walked by one of its columns: the first one of an index.
struct Rules {
    std::string_view table;
    std::string_view column;
    std::vector<Rule> rules;
    std::string_view walked = table;  ///< Another table with the keys that this one should have.
};

/// The text `home=1 id=2`, in SQL, of the columns of the row `t`.
[[nodiscard]] std::string keyText(std::initializer_list<std::string_view> columns);

/// The condition, in SQL, that a home is that of somebody who was erased, whose rows go one after the other.
[[nodiscard]] std::string isErased(std::string_view home);

/// Counts the rows that break each rule, and shows some.
void checkRules(const Checking& checking, const Rules& rules);

/// The key after which the walk over a table begins: an id of nobody.
inline constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();

/// Calls `step(after, upTo)` for one range of keys after the other until all rows of the table are in one.
/// Rows with the same key are always in the same.
template <class Step>
void eachRange(const Checking& checking, std::string_view table, std::string_view column, const Step& step) {
    const std::string key(column);
    const std::string next = "SELECT max(part.k), count(*) FROM (SELECT " + key + " AS k FROM " +
                             std::string(table) + " WHERE " + key + " > :after ORDER BY " + key +
                             " LIMIT 20000) AS part";
    std::int64_t rows = 0;
    for (std::int64_t after = kFirst;;) {
        const auto range =
            checking.session.first<std::optional<std::int64_t>, std::int64_t>(std::string_view(next), after);
        const auto [upTo, found] = *range;
        if (!upTo) return;
        step(after, *upTo);
        after = *upTo;
        rows += found;
        checking.progress(table, rows);
    }
}

}  // namespace kith::storage::check
