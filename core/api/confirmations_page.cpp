// SPDX-License-Identifier: Apache-2.0
#include "core/api/confirmations_page.hpp"

#include <string_view>
#include <vector>

#include "core/api/category_names.hpp"
#include "core/api/pages/html.hpp"
#include "core/api/pages/shown_words.hpp"

namespace kith::api {

http::Response renderConfirmation(int status, const PageReader& reader, const LinkedPerson& person,
                                  CategoryList categories, const PageNote& note) {
    const auto& texts = reader.texts;
    const auto intro = categories.empty() ? "confirm_address" : "confirm_intro";
    Html html;
    writeNote(html, texts, note);
    writeFilled(html.raw("<p>"), texts, intro, "address", person.maskedAddress());
    html.raw("</p>");
    if (!categories.empty()) html.raw("<ul>");
    for (const auto* category : categories) {
        writeName(html.raw("<li>"), texts, nameOf(*category, reader.wanted, texts.language));
        html.raw("</li>");
    }
    if (!categories.empty()) html.raw("</ul>");
    writeDigest(html.raw("<form method=\"post\">"), shownWords(reader, categories));
    writeText(html.raw("<button>"), texts, "confirm_button");
    writeText(html.raw("</button></form><p class=\"soft\">"), texts, "confirm_unasked");
    html.raw("</p>");
    return renderPage(status, reader, "confirm_title", html.take(), languagesOf(categories));
}

std::string shownWords(const PageReader& reader, CategoryList categories) {
    std::vector<std::string_view> words;
    for (const auto* category : categories) {
        words.emplace_back(category->key);
        words.push_back(nameOf(*category, reader.wanted, reader.texts.language).text);
    }
    return digestOf(reader.texts, words);
}

std::string wordingOf(const PageReader& reader, const ConfirmationLink& link,
                      const model::Category& category) {
    if (!link.text.empty()) return link.text;
    const auto& texts = reader.texts;
    return seenOn("confirmation", texts,
                  {texts.of("confirm_intro"), nameOf(category, reader.wanted, texts.language).text,
                   texts.of("confirm_button")});
}

}  // namespace kith::api
