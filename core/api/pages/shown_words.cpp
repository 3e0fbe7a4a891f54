// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/shown_words.hpp"

namespace kith::api {
namespace {

bool isDigest(std::string_view text) {
    return text.size() == kDigestLength &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string digestOf(const PageTexts& texts, std::span<const std::string_view> words) {
    auto all = texts.version;
    for (const auto word : words) all.append("\x1f").append(word);
    return digestOf(all);
}

void writeDigest(Html& html, std::string_view digest) {
    html.raw("<input type=\"hidden\" name=\"words\" value=\"").text(digest).raw("\">");
}

std::optional<std::string> otherDigest(const http::Params& form, std::string_view digest) {
    const auto read = form.find("words");
    if (!read || *read == digest) return std::nullopt;
    return isDigest(*read) ? std::string(*read) : std::string();
}

}  // namespace kith::api
