// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/storage/statement.hpp"

namespace kith::storage {

/// Appends to the text form of a PostgreSQL array, which begins with `{`.
void appendElement(std::string& array, std::int64_t value);
void appendElement(std::string& array, std::string_view value);
void appendNull(std::string& array);

/// A statement that is run for many rows: on PostgreSQL once, with an array per column, on SQLite once per
/// row. The statement belongs to the session, which keeps it prepared.
class BulkRows {
public:
    BulkRows(Statement& statement, std::size_t columns, bool sendsArrays);

    /// Takes one row. True if it is to be run now.
    template <class... Values>
    bool put(const Values&... values) {
        std::size_t column = 0;
        if (sendsArrays_)
            (append(statement_.parameter(column++).text, values), ...);
        else
            (Carried<std::decay_t<const Values&>>::write(statement_.parameter(column++), values), ...);
        ++count_;
        return !sendsArrays_;
    }
    /// Completes what put() took so far. True if there is something left to run.
    [[nodiscard]] bool finish();
    /// Begins again.
    void reset();

    [[nodiscard]] Statement& statement() noexcept { return statement_; }

private:
    template <class Value>
    static void append(std::string& array, const Value& value) {
        using Carrier = Carried<std::decay_t<const Value&>>;
        if constexpr (kNullable<Value>) {
            if (value)
                append(array, *value);
            else
                appendNull(array);
        } else if constexpr (Carrier::kKind == Slot::Kind::Text) {
            appendElement(array, std::string_view{value});
        } else {
            appendElement(array, Carrier::number(value));
        }
    }

    Statement& statement_;
    std::size_t columns_;
    bool sendsArrays_;
    std::size_t count_ = 0;
};

}  // namespace kith::storage
