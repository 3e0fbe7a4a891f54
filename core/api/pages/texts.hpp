// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/pages/language.hpp"

namespace kith::api {

/// What the pages for people say, in one language. All of them stand in core/api/pages/texts.json: another
/// language is another entry there, with the same texts.
struct PageTexts {
    std::string language;   ///< A language tag.
    std::string direction;  ///< `ltr` or `rtl`
    std::map<std::string, std::string, std::less<>> texts;

    /// Throws Error{Internal} if there is no such text.
    [[nodiscard]] const std::string& of(std::string_view key) const;
    /// The text with `value` in the place of `{name}`.
    [[nodiscard]] std::string filled(std::string_view key, std::string_view name,
                                     std::string_view value) const;
};

/// English first, which whoever wants none of them reads.
[[nodiscard]] const std::vector<PageTexts>& allPageTexts();

[[nodiscard]] const PageTexts& pageTextsFor(const WantedLanguages& wanted);

}  // namespace kith::api
