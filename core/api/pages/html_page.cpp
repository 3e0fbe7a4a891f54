// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/html_page.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "core/api/embedded.hpp"
#include "core/http/headers.hpp"
#include "core/model/language.hpp"

namespace kith::api {
namespace {

/// What a language lacks is in this one.
constexpr std::string_view kEnglish = "en";

/// What is filled in is not looked at again, so that no text can stand for another one.
std::string fill(std::string_view page,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> with) {
    std::string filled;
    while (!page.empty()) {
        const auto open = std::min(page.find("{{"), page.size());
        filled += page.substr(0, open);
        page.remove_prefix(open);
        const auto close = page.find("}}");
        if (close == std::string_view::npos) break;
        for (const auto& [name, value] : with)
            if (page.substr(2, close - 2) == name) filled += value;
        page.remove_prefix(close + 2);
    }
    return filled + std::string(page);
}

/// Every language in which the page can be read, each once.
std::vector<std::string_view> offeredBy(const PageReader& reader, const std::set<std::string>& more) {
    std::vector<std::string_view> offered;
    for (const auto& each : reader.languages.all()) offered.emplace_back(each.language);
    for (const std::string_view language : more) {
        const bool isNew = std::ranges::none_of(
            offered, [&](std::string_view other) { return http::equalsIgnoringCase(other, language); });
        if (isNew) offered.push_back(language);
    }
    return offered;
}

/// Links that lead to this page again.
std::string languageLinks(const PageReader& reader, const std::set<std::string>& more) {
    const auto& texts = reader.texts;
    const auto offered = offeredBy(reader, more);
    const auto current = offered[bestLanguage(reader.wanted, offered).value_or(0)];
    Html html;
    html.raw("<nav aria-label=\"").text(texts.of("languages")).raw("\"><ul>");
    for (const auto language : offered) {
        if (language == current) continue;
        const auto* own = reader.languages.find(language);
        const bool isNamed = own != nullptr && !own->borrowed.contains("name");
        html.raw("<li><a href=\"?lang=").text(language).raw("\"");
        writeLanguage(html, texts, language);
        html.raw(" hreflang=\"").text(language).raw("\">");
        html.text(isNamed ? own->of("name") : model::ownNameOf(language)).raw("</a></li>");
    }
    return html.raw("</ul></nav>").take();
}

void writeMarked(Html& html, const PageTexts& texts, std::string_view key, std::string_view text) {
    if (!texts.borrowed.contains(key)) {
        html.text(text);
        return;
    }
    writeLanguageOf(html.raw("<span"), texts, key);
    html.raw(">").text(text).raw("</span>");
}

std::string escaped(std::string_view text) {
    return Html().text(text).take();
}

}  // namespace

PageReader::PageReader(const http::Request& request, const PageLanguages& from)
    : wanted(wantedLanguages(request.query.find("lang").value_or(""),
                             request.headers.find("Accept-Language").value_or(""))),
      languages(from),
      texts(from.bestFor(wanted)) {}

void writeText(Html& html, const PageTexts& texts, std::string_view key) {
    writeMarked(html, texts, key, texts.of(key));
}

void writeFilled(Html& html, const PageTexts& texts, std::string_view key, std::string_view name,
                 std::string_view value) {
    writeMarked(html, texts, key, texts.filled(key, name, value));
}

void writeLanguageOf(Html& html, const PageTexts& texts, std::string_view key) {
    if (texts.borrowed.contains(key)) writeLanguage(html, texts, kEnglish);
}

void writeLanguage(Html& html, const PageTexts& texts, std::string_view language) {
    if (!language.empty()) html.raw(" lang=\"").text(language).raw("\"");
    const bool isRightToLeft = model::isRightToLeft(language);
    if (isRightToLeft != texts.isRightToLeft)
        html.raw(" dir=\"").text(PageTexts::directionName(isRightToLeft)).raw("\"");
}

void writeNote(Html& html, const PageTexts& texts, const PageNote& note) {
    if (note.key.empty()) return;
    if (note.isWrong)
        html.raw("<p class=\"wrong\" role=\"alert\" id=\"note\">");
    else
        html.raw("<p class=\"said\" role=\"status\" id=\"note\">");
    writeFilled(html, texts, note.key, "category", note.category);
    html.raw("</p>");
}

std::string seenOn(std::string_view page, const PageTexts& texts,
                   std::initializer_list<std::string_view> words) {
    auto seen = std::string(page) + ' ' + texts.language + ' ' + texts.version + ": ";
    bool isFirst = true;
    for (const auto word : words) {
        if (word.empty()) continue;
        if (!std::exchange(isFirst, false)) seen += " / ";
        seen += word;
    }
    return seen;
}

std::string otherSeenOn(std::string_view page, std::string_view digest) {
    const auto seen = std::string(page) + ", other words";
    return digest.empty() ? seen : seen + ": " + std::string(digest);
}

http::Response renderPage(int status, const PageReader& reader, std::string_view title,
                          std::string_view content, const std::set<std::string>& more) {
    static const auto page = embedded::joined(embedded::kPage);
    static const auto policy = "default-src 'none'; style-src " + hashOfElement(page, "style") +
                               "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    const auto& texts = reader.texts;
    Html heading;
    writeText(heading, texts, title);
    auto response =
        http::Response::text(status,
                             fill(page, {{"language", escaped(texts.language)},
                                         {"direction", texts.direction()},
                                         {"title", escaped(texts.of(title))},
                                         {"heading", heading.take()},
                                         {"content", std::string(content) + languageLinks(reader, more)}}),
                             "text/html; charset=utf-8");
    response.headers.set("Content-Language", texts.language);
    response.headers.set("Content-Security-Policy", policy);
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Robots-Tag", "noindex, nofollow");
    return response;
}

http::Response renderNotice(int status, const PageReader& reader, std::string_view name) {
    const std::string key(name);
    Html html;
    html.raw("<p>");
    writeText(html, reader.texts, key + "_text");
    return renderPage(status, reader, key + "_title", html.raw("</p>").take());
}

}  // namespace kith::api
