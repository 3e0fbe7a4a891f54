// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "core/api/pages/html_page.hpp"
#include "core/model/definitions.hpp"

namespace kith::api {

/// A text about a category in a language that is wanted, else in that of the page, else in English, else in
/// whichever there is. Valid as long as the category.
struct CategoryText {
    std::string_view text;
    std::string_view language;  ///< Empty of a key.
};

/// What a category is called: its key, if it has no names.
[[nodiscard]] CategoryText nameOf(const model::Category& category, const WantedLanguages& wanted,
                                  std::string_view pageLanguage);
/// What it is; nothing if nobody wrote that.
[[nodiscard]] std::optional<CategoryText> descriptionOf(const model::Category& category,
                                                        const WantedLanguages& wanted,
                                                        std::string_view pageLanguage);

/// The name as an element of its own, since its language may not be the page's.
void writeName(Html& html, const PageTexts& texts, const CategoryText& name);

/// The languages in which any of these has a name.
[[nodiscard]] std::set<std::string> languagesOf(std::span<const model::Category* const> categories);

}  // namespace kith::api
