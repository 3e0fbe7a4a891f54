// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/form.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"
#include "core/http/headers.hpp"
#include "core/http/target.hpp"

namespace kith::api {
namespace {

constexpr std::string_view kMultipart = "multipart/form-data";
constexpr std::size_t kLongestBoundary = 70;

/// The value of `name=` among what follows a media type or a disposition; quotes around it aside.
std::optional<std::string_view> parameter(std::string_view text, std::string_view name) {
    for (auto at = text.find(';'); at != std::string_view::npos; at = text.find(';')) {
        text.remove_prefix(at + 1);
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        const bool named = text.size() > name.size() && text[name.size()] == '=' &&
                           http::equalsIgnoringCase(text.substr(0, name.size()), name);
        if (!named) continue;
        text.remove_prefix(name.size() + 1);
        if (!text.starts_with('"')) return text.substr(0, text.find_first_of("; \t"));
        text.remove_prefix(1);
        const auto end = text.find('"');
        if (end == std::string_view::npos) return std::nullopt;
        return text.substr(0, end);
    }
    return std::nullopt;
}

/// The name that the head of a part gives it.
std::optional<std::string_view> nameOf(std::string_view head) {
    while (!head.empty()) {
        const auto end = std::min(head.find("\r\n"), head.size());
        const auto line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        const auto colon = std::min(line.find(':'), line.size());
        if (http::equalsIgnoringCase(line.substr(0, colon), "Content-Disposition"))
            return parameter(line.substr(colon), "name");
    }
    return std::nullopt;
}

bool addPart(http::Params& form, std::string_view part) {
    // A part without a head begins with the line that ends it.
    const auto end = part.find("\r\n\r\n");
    if (end == std::string_view::npos) return false;
    const auto name = nameOf(part.substr(0, end));
    const auto value = part.substr(end + 4);
    if (!name || !base::isText(*name) || !base::isText(value)) return false;
    form.add(std::string(*name), std::string(value));
    return true;
}

std::optional<http::Params> readMultipart(std::string_view body, std::string_view boundary) {
    if (boundary.empty() || boundary.size() > kLongestBoundary) return std::nullopt;
    const auto delimiter = "\r\n--" + std::string(boundary);
    // The first one may stand at the very beginning, without the line before it.
    const auto first = std::string_view(delimiter).substr(2);
    if (!body.starts_with(first)) return std::nullopt;
    body.remove_prefix(first.size());
    http::Params form;
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n")) return std::nullopt;
        body.remove_prefix(2);
        const auto end = body.find(delimiter);
        if (end == std::string_view::npos || !addPart(form, body.substr(0, end))) return std::nullopt;
        body.remove_prefix(end + delimiter.size());
    }
    return form;
}

}  // namespace

const std::vector<std::string>& formTypes() {
    static const std::vector<std::string> types{"application/x-www-form-urlencoded", std::string(kMultipart)};
    return types;
}

std::optional<http::Params> readForm(std::string_view body, std::string_view contentType) {
    const auto type = contentType.substr(0, contentType.find_first_of("; \t"));
    if (!http::equalsIgnoringCase(type, kMultipart)) return http::decodeForm(body);
    const auto boundary = parameter(contentType, "boundary");
    return boundary ? readMultipart(body, *boundary) : std::nullopt;
}

}  // namespace kith::api
