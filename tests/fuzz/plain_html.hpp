// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace kith::test {

/// Whether a text is HTML as kith's own pages have it: elements and attributes that they are written with,
/// values in double quotes, everything closed in its order, and links to the page itself alone. What of an
/// input came into it unescaped is something else.
class PlainHtml {
public:
    [[nodiscard]] static bool isPlain(std::string_view html) {
        PlainHtml reading;
        for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<')) {
            html.remove_prefix(at);
            const bool isComment = html.starts_with("<!--");
            const auto end = html.find(isComment ? "-->" : ">");
            if (end == std::string_view::npos) return false;
            if (!isComment && !reading.take(html.substr(1, end - 1))) return false;
            html.remove_prefix(end + 1);
        }
        return reading.open_.empty() && reading.forms_ <= 1;
    }

private:
    using View = std::string_view;

    static constexpr std::array kElements{
        View("html"),   View("head"),  View("meta"), View("title"),  View("style"),    View("body"),
        View("main"),   View("h1"),    View("p"),    View("form"),   View("fieldset"), View("legend"),
        View("label"),  View("input"), View("span"), View("select"), View("option"),   View("textarea"),
        View("button"), View("nav"),   View("ul"),   View("li"),     View("a")};
    static constexpr std::array kAttributes{
        View("lang"),        View("dir"),    View("charset"),  View("name"),       View("content"),
        View("class"),       View("for"),    View("type"),     View("value"),      View("id"),
        View("role"),        View("method"), View("checked"),  View("selected"),   View("rows"),
        View("maxlength"),   View("href"),   View("hreflang"), View("aria-label"), View("aria-describedby"),
        View("aria-invalid")};

    template <class Names>
    static bool contains(const Names& names, View name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    bool take(View tag) {
        if (tag == "!doctype html") return true;
        if (tag.starts_with('/')) {
            const bool closes = !open_.empty() && open_.back() == tag.substr(1);
            if (closes) open_.pop_back();
            return closes;
        }
        const auto name = tag.substr(0, tag.find(' '));
        if (!contains(kElements, name) || !takeAttributes(tag.substr(name.size()))) return false;
        if (name == "form") ++forms_;
        if (name != "meta" && name != "input") open_.push_back(name);
        return true;
    }

    static bool takeAttributes(View rest) {
        while (!rest.empty()) {
            if (!rest.starts_with(' ')) return false;
            rest.remove_prefix(1);
            const auto name = rest.substr(0, rest.find_first_of(" ="));
            if (!contains(kAttributes, name)) return false;
            rest.remove_prefix(name.size());
            if (!rest.starts_with('=')) continue;
            rest.remove_prefix(1);
            if (!rest.starts_with('"')) return false;
            const auto end = rest.find('"', 1);
            if (end == View::npos) return false;
            if (name == "href" && !rest.substr(1).starts_with("?lang=")) return false;
            rest.remove_prefix(end + 1);
        }
        return true;
    }

    std::vector<View> open_;
    int forms_ = 0;
};

}  // namespace kith::test
