// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/api/pages/texts.hpp"
#include "core/http/request.hpp"
#include "core/http/response.hpp"

namespace kith::api {

/// Who reads a page: what they want it in.
struct PageReader {
    /// `?lang=` of the request, or its `Accept-Language`.
    explicit PageReader(const http::Request& request);

    WantedLanguages wanted;
    const PageTexts& texts;
};

/// A page of kith's own for people: without scripts, without anything from elsewhere, kept by nobody and told
/// to no other site. `title` is text, `content` HTML. Below the content stand links to the other languages.
[[nodiscard]] http::Response renderPage(int status, const PageTexts& texts, std::string_view title,
                                        std::string_view content);

/// A page that says one thing: the texts `<name>_title` and `<name>_text`.
[[nodiscard]] http::Response renderNotice(int status, const PageTexts& texts, std::string_view name);

}  // namespace kith::api
