// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::storage {

/// Where a page of a list ended; opaque to clients, and checked when it comes back. It only says where to go
/// on, so a forged one shows nothing that its bearer could not list.
struct Cursor {
    std::string list;  ///< Which list in which order: a cursor of another one is refused.
    std::vector<std::int64_t> numbers;
    std::string text;
};

[[nodiscard]] std::string writeCursor(const Cursor& cursor);

/// Throws Error{InvalidInput} if `text` is no cursor of that list with that many numbers.
[[nodiscard]] Cursor readCursor(std::string_view text, std::string_view list, std::size_t numbers);

/// Throws Error{InvalidInput} unless 1 <= limit <= kMaxPage.
void checkLimit(std::size_t limit);

inline constexpr std::size_t kMaxPage = 500;

}  // namespace kith::storage
