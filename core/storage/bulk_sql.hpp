// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/storage/dialect.hpp"

namespace kith::storage {

/// A statement's text for one engine, and the columns of its rows if it has any. The names point into the
/// text that was expanded.
struct ExpandedSql {
    std::string text;
    std::vector<RowColumn> columns;
};

/// Replaces the mark `{rows name type, …}` or `{insert name type, …}` (types `bigint` and `text`; at most one
/// mark), `{lateral}`, `{row name}`, `{lock table}` and `{binary}`; see Session.
[[nodiscard]] ExpandedSql expandSql(const Dialect& dialect, std::string_view sql);

}  // namespace kith::storage
