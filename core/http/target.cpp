// SPDX-License-Identifier: Apache-2.0
#include "core/http/target.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"
#include "core/http/hex_digit.hpp"

namespace kith::http {
namespace {

std::optional<std::string> decode(std::string_view text, bool form) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += form && text[i] == '+' ? ' ' : text[i];
        }
    }
    if (!base::isText(decoded)) return std::nullopt;
    return decoded;
}

/// Takes the part before the first `separator` off the front of `rest`, and the separator with it.
std::string_view takeUntil(std::string_view& rest, char separator) {
    const auto end = std::min(rest.find(separator), rest.size());
    const auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool readSegments(std::string_view path, std::vector<std::string>& segments) {
    for (bool more = true; more;) {
        path.remove_prefix(1);
        const auto slash = path.find('/');
        more = slash != std::string_view::npos;
        auto segment = decode(path.substr(0, slash), false);
        if (!segment) return false;
        segments.push_back(std::move(*segment));
        if (more) path.remove_prefix(slash);
    }
    return true;
}

bool readQuery(std::string_view text, Params& query) {
    while (!text.empty()) {
        auto pair = takeUntil(text, '&');
        if (pair.empty()) continue;
        auto name = decode(takeUntil(pair, '='), true);
        auto value = decode(pair, true);
        if (!name || !value) return false;
        query.add(std::move(*name), std::move(*value));
    }
    return true;
}

/// The path and query of an absolute form; an empty path is `/`.
std::string withoutAuthority(std::string_view text) {
    text.remove_prefix(text.find("//") + 2);
    text.remove_prefix(std::min(text.find_first_of("/?"), text.size()));
    return (text.starts_with('/') ? "" : "/") + std::string(text);
}

bool isAbsolute(std::string_view text) {
    const auto scheme = text.substr(0, std::min(text.find("//"), text.size()));
    return equalsIgnoringCase(scheme, "http:") || equalsIgnoringCase(scheme, "https:");
}

}  // namespace

std::optional<std::string> decodePercent(std::string_view text) {
    return decode(text, false);
}

std::optional<Params> decodeForm(std::string_view text) {
    Params form;
    if (!readQuery(text, form)) return std::nullopt;
    return form;
}

std::optional<Target> parseTarget(std::string_view text) {
    std::string relative;
    if (isAbsolute(text)) {
        relative = withoutAuthority(text);
        text = relative;
    }
    if (!text.starts_with('/')) return std::nullopt;
    const auto path = takeUntil(text, '?');
    Target target;
    if (!readSegments(path, target.segments) || !readQuery(text, target.query)) return std::nullopt;
    return target;
}

}  // namespace kith::http
