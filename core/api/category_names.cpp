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

void writeName(Html& html, const PageTexts& texts, const CategoryText& name) {
    writeLanguage(html.raw("<span"), texts, name.language);
    html.raw(">").text(name.text).raw("</span>");
}

std::set<std::string> languagesOf(std::span<const model::Category* const> categories) {
    std::set<std::string> languages;
    for (const auto* category : categories)
        for (const auto& [language, name] : category->names) languages.insert(language);
    return languages;
}

}  // namespace kith::api
