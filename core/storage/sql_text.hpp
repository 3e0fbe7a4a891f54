// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::storage {

/// If something opaque begins at `at` (a quoted text or name, a dollar-quoted text, a comment), the position
/// after it, else `at`. An unfinished one ends with the text.
[[nodiscard]] std::size_t pastOpaque(std::string_view sql, std::size_t at) noexcept;

/// The single statements of a script, without their semicolons, comments before them included; empty ones are
/// left out. SOCI runs only the first statement of a text, silently.
[[nodiscard]] std::vector<std::string> splitStatements(std::string_view script);

/// The text with each mark (first) replaced by what stands for it (second).
[[nodiscard]] std::string replaceMarks(
    std::string_view sql, std::initializer_list<std::pair<std::string_view, std::string_view>> marks);

}  // namespace kith::storage
