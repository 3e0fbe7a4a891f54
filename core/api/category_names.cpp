// SPDX-License-Identifier: Apache-2.0
#include "core/api/category_names.hpp"

#include <iterator>
#include <vector>

namespace kith::api {

CategoryName nameOf(const model::Category& category, const WantedLanguages& wanted,
                    std::string_view pageLanguage) {
    if (category.names.empty()) return {category.key, {}};
    std::vector<std::string_view> offered;
    for (const auto& [language, name] : category.names) offered.emplace_back(language);
    auto ranges = wanted;
    ranges.emplace_back(pageLanguage);
    ranges.emplace_back("en");
    const auto at = static_cast<std::ptrdiff_t>(bestLanguage(ranges, offered).value_or(0));
    const auto& [language, name] = *std::next(category.names.begin(), at);
    return {name, language};
}

void writeName(Html& html, const CategoryName& name) {
    if (name.language.empty())
        html.raw("<span>");
    else
        html.raw("<span lang=\"").text(name.language).raw("\">");
    html.text(name.text).raw("</span>");
}

}  // namespace kith::api
