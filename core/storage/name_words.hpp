// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::storage {

/// The fields whose words find a person by name.
inline constexpr std::string_view kFirstName = "first_name";
inline constexpr std::string_view kLastName = "last_name";

/// U+10FFFF in UTF-8: sorts behind every other character.
inline constexpr std::string_view kLastCharacter = "\xF4\x8F\xBF\xBF";

/// The words of a text as name_word keeps them, sorted, each once: letters and digits without case, accents
/// and width, cut to 64 bytes, at most 16 of them. A search folds its words the same way. `text` is UTF-8.
[[nodiscard]] std::vector<std::string> nameWords(std::string_view text);

/// What people are sorted by: the folded last name, then the first, cut to 200 bytes.
[[nodiscard]] std::string sortName(std::string_view firstName, std::string_view lastName);

}  // namespace kith::storage
