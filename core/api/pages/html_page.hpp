// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "core/api/pages/html.hpp"
#include "core/api/pages/texts.hpp"
#include "core/http/request.hpp"
#include "core/http/response.hpp"

namespace kith::api {

/// Who reads a page: what they want it in, of what there is. The languages outlive it.
struct PageReader {
    /// `?lang=` of the request, or its `Accept-Language`.
    PageReader(const http::Request& request, const PageLanguages& from);

    WantedLanguages wanted;
    const PageLanguages& languages;
    const PageTexts& texts;  ///< The page's own words, whose language is that of the page.
};

/// A text of the page; an element of its own if its language is not the page's.
void writeText(Html& html, const PageTexts& texts, std::string_view key);
/// The same with `value` in the place of `{name}`.
void writeFilled(Html& html, const PageTexts& texts, std::string_view key, std::string_view name,
                 std::string_view value);
/// The attributes that say so, if need be, of an element that holds this text and can't hold another element.
void writeLanguageOf(Html& html, const PageTexts& texts, std::string_view key);
/// The attributes of an element whose language may not be the page's: `lang`, if it is known, and `dir`, if
/// it differs.
void writeLanguage(Html& html, const PageTexts& texts, std::string_view language);

/// What a page says above its form, if anything.
struct PageNote {
    std::string_view key = {};       ///< Of the text; empty: nothing.
    std::string_view category = {};  ///< What one is called that the text names.
    bool isWrong = false;            ///< Says why something was not taken.
};
void writeNote(Html& html, const PageTexts& texts, const PageNote& note);

/// For the ledger: which page somebody read, in which language and version of its words, and what stood there
/// by what they did, as `preferences en 3f2a9c01b7d4: Subscriptions / News / Save`.
[[nodiscard]] std::string seenOn(std::string_view page, const PageTexts& texts,
                                 std::initializer_list<std::string_view> words);

/// The same of somebody who read other words than the page has now, of which the digest is all that is known,
/// if it is: `preferences, other words: 9b1c03d25e7f`.
[[nodiscard]] std::string otherSeenOn(std::string_view page, std::string_view digest);

/// A page of kith's own for people: without scripts, without anything from elsewhere, kept by nobody and told
/// to no other site. `title` names a text, `content` is HTML. Below the content stand links to the other
/// languages: those that the pages have words in, and `more`, in which parts of the content are.
[[nodiscard]] http::Response renderPage(int status, const PageReader& reader, std::string_view title,
                                        std::string_view content, const std::set<std::string>& more = {});

/// A page that says one thing: the texts `<name>_title` and `<name>_text`.
[[nodiscard]] http::Response renderNotice(int status, const PageReader& reader, std::string_view name);

}  // namespace kith::api
