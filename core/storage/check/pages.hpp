// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "core/storage/check/rules.hpp"

namespace kith::storage::check {

/// Reads a table page by page in the order of its key, two numbers: `read(a, b)` reads the rows after (a, b),
/// sets both to the last one read, and returns how many it read.
template <class Read>
void eachPage(const Checking& checking, std::string_view table, const Read& read) {
    std::int64_t a = kFirst;
    std::int64_t b = kFirst;
    std::int64_t rows = 0;
    while (const std::int64_t count = read(a, b)) {
        rows += count;
        checking.progress(table, rows);
    }
}

}  // namespace kith::storage::check
