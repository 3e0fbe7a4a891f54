// SPDX-License-Identifier: Apache-2.0
#include "core/api/category_names.hpp"

#include <iterator>
#include <vector>

namespace kith::api {

namespace {

std::optional<CategoryText> textOf(const model::Texts& texts, const WantedLanguages& wanted,
                                   std::string_view pageLanguage) {
    if (texts.empty()) return std::nullopt;
    std::vector<std::string_view> offered;
    for (const auto& [language, text] : texts) offered.emplace_back(language);
    auto ranges = wanted;
    ranges.emplace_back(pageLanguage);
    ranges.emplace_back("en");
    const auto at = static_cast<std::ptrdiff_t>(bestLanguage(ranges, offered).value_or(0));
    const auto& [language, text] = *std::next(texts.begin(), at);
    return CategoryText{text, language};
}

}  // namespace

CategoryText nameOf(const model::Category& category, const WantedLanguages& wanted,
                    std::string_view pageLanguage) {
    return textOf(category.names, wanted, pageLanguage).value_or(CategoryText{category.key, {}});
}

std::optional<CategoryText> descriptionOf(const model::Category& category, const WantedLanguages& wanted,
                                          std::string_view pageLanguage) {
    return textOf(category.descriptions, wanted, pageLanguage);
}

void writeName(Html& html, const CategoryText& name) {
    if (name.language.empty())
        html.raw("<span>");
    else
        html.raw("<span lang=\"").text(name.language).raw("\">");
    html.text(name.text).raw("</span>");
}

}  // namespace kith::api
