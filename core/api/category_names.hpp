// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/api/pages/html.hpp"
#include "core/api/pages/language.hpp"
#include "core/model/definitions.hpp"

namespace kith::api {

struct CategoryName {
    std::string_view text;      ///< The key, of a category without names.
    std::string_view language;  ///< Of the text; empty of a key.
};

/// What a category is called in a language that is wanted, else in that of the page, else in English, else
/// in whichever there is. Valid as long as the category.
[[nodiscard]] CategoryName nameOf(const model::Category& category, const WantedLanguages& wanted,
                                  std::string_view pageLanguage);

/// The name as an element of its own, since its language may not be the page's.
void writeName(Html& html, const CategoryName& name);

}  // namespace kith::api
