// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/html_page.hpp"

#include <utility>

#include "core/api/embedded.hpp"
#include "core/api/pages/html.hpp"

namespace kith::api {
namespace {

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

/// Links that lead to this page again.
std::string languageLinks(const PageTexts& shown) {
    Html html;
    html.raw("<nav aria-label=\"").text(shown.of("languages")).raw("\"><ul>");
    for (const auto& other : allPageTexts()) {
        if (other.language == shown.language) continue;
        html.raw("<li><a href=\"?lang=").text(other.language).raw("\" lang=\"").text(other.language);
        html.raw("\" hreflang=\"").text(other.language).raw("\">").text(other.of("name")).raw("</a></li>");
    }
    return html.raw("</ul></nav>").take();
}

std::string escaped(std::string_view text) {
    return Html().text(text).take();
}

}  // namespace

PageReader::PageReader(const http::Request& request)
    : wanted(wantedLanguages(request.query.find("lang").value_or(""),
                             request.headers.find("Accept-Language").value_or(""))),
      texts(pageTextsFor(wanted)) {}

http::Response renderPage(int status, const PageTexts& texts, std::string_view title,
                          std::string_view content) {
    static const auto page = embedded::joined(embedded::kPage);
    static const auto policy = "default-src 'none'; style-src " + hashOfElement(page, "style") +
                               "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    const auto body = std::string(content) + languageLinks(texts);
    auto response = http::Response::text(status,
                                         fill(page, {{"language", escaped(texts.language)},
                                                     {"direction", escaped(texts.direction)},
                                                     {"title", escaped(title)},
                                                     {"content", body}}),
                                         "text/html; charset=utf-8");
    response.headers.set("Content-Language", texts.language);
    response.headers.set("Content-Security-Policy", policy);
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Robots-Tag", "noindex, nofollow");
    return response;
}

http::Response renderNotice(int status, const PageTexts& texts, std::string_view name) {
    const std::string key(name);
    Html html;
    html.raw("<p>").text(texts.of(key + "_text")).raw("</p>");
    return renderPage(status, texts, texts.of(key + "_title"), html.take());
}

}  // namespace kith::api
