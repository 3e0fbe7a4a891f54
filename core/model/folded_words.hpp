// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kith::model {

/// Cuts a text to so many bytes, between two characters.
void cutText(std::string& text, std::size_t bytes);

/// The words of a text as people compare them, in order: letters and digits without case, accents and width.
/// Of a very long text only the beginning is looked at. `text` is well-formed UTF-8.
[[nodiscard]] std::vector<std::string> foldedWords(std::string_view text);

}  // namespace kith::model
