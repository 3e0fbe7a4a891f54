// SPDX-License-Identifier: Apache-2.0
#include "core/http/request_head.hpp"

#include <algorithm>
#include <charconv>

namespace kith::http {
namespace {

constexpr std::size_t kMaxHeaders = 100;
constexpr std::size_t kMaxMethodBytes = 32;

using Fault = std::optional<WireFault>;

/// Takes one line off the front, without its CRLF; nothing if it holds a bare CR or LF.
std::optional<std::string_view> takeLine(std::string_view& text) {
    const auto end = text.find_first_of("\r\n");
    if (end == std::string_view::npos || text.substr(end, 2) != "\r\n") return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 2);
    return line;
}

bool isVisible(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

Fault readVersion(std::string_view version, RequestHead& head) {
    const bool wellFormed = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' &&
                            version[5] >= '0' && version[5] <= '9' && version[7] >= '0' && version[7] <= '9';
    if (!wellFormed) return badMessage("The request line is malformed.");
    if (version[5] != '1') {
        return WireFault{{505, "HTTP version not supported"},
                         base::ErrorCode::InvalidInput,
                         "This server speaks HTTP/1.1."};
    }
    head.old = version[7] == '0';
    return std::nullopt;
}

Fault readRequestLine(std::string_view line, RequestHead& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return badMessage("The request line is malformed.");
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    if (!isToken(method) || method.size() > kMaxMethodBytes || !isVisible(target)) {
        return badMessage("The request line is malformed.");
    }
    head.method = method;
    head.target = target;
    return readVersion(line.substr(last + 1), head);
}

Fault readField(std::string_view line, Headers& headers) {
    if (headers.size() == kMaxHeaders) return kHeadTooLarge;
    if (line.front() == ' ' || line.front() == '\t') return badMessage("A header is folded.");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) {
        return badMessage("A header is malformed.");
    }
    auto value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    if (!isFieldValue(value)) return badMessage("A header is malformed.");
    headers.add(std::string(line.substr(0, colon)), std::string(value));
    return std::nullopt;
}

Fault readLength(RequestHead& head) {
    std::optional<std::string_view> first;
    for (const auto& [name, value] : head.headers) {
        if (!equalsIgnoringCase(name, "Content-Length")) continue;
        if (first && *first != value) return badMessage("Content-Length stands there twice.");
        first = value;
    }
    if (!first) return std::nullopt;
    const char* end = first->data() + first->size();
    const auto [stop, error] = std::from_chars(first->data(), end, head.body.length);
    if (error != std::errc{} || stop != end || first->front() == '-') {
        return badMessage("Content-Length is no length.");
    }
    return std::nullopt;
}

Fault readFraming(RequestHead& head) {
    if (const auto fault = readLength(head)) return fault;
    const auto coding = head.headers.find("Transfer-Encoding");
    if (!coding) return std::nullopt;
    if (head.headers.has("Content-Length")) {
        return badMessage("Content-Length and Transfer-Encoding exclude each other.");
    }
    if (head.old) return badMessage("HTTP/1.0 knows no Transfer-Encoding.");
    if (head.headers.count("Transfer-Encoding") > 1 || !equalsIgnoringCase(*coding, "chunked")) {
        return WireFault{{501, "Not implemented"},
                         base::ErrorCode::InvalidInput,
                         "The only Transfer-Encoding is chunked."};
    }
    head.body.chunked = true;
    return std::nullopt;
}

Fault readConnection(RequestHead& head) {
    const auto hosts = head.headers.count("Host");
    if (hosts > 1 || (hosts == 0 && !head.old)) return badMessage("A request has one Host header.");
    const bool asksToClose = head.headers.hasListMember("Connection", "close");
    head.keepAlive = !asksToClose && (!head.old || head.headers.hasListMember("Connection", "keep-alive"));
    head.expectsContinue = !head.old && head.headers.hasListMember("Expect", "100-continue");
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> findHeadEnd(std::string_view buffer, std::size_t from) {
    // Empty lines before a request are no head (RFC 9112 section 2.2). A bare LF ends a line here too, so
    // that it is refused at once and not only when the time is over.
    const auto start = buffer.find_first_not_of("\r\n");
    if (start == std::string_view::npos) return std::nullopt;
    for (auto at = buffer.find('\n', std::max(start, from)); at != std::string_view::npos;
         at = buffer.find('\n', at + 1)) {
        auto next = at + 1;
        if (next < buffer.size() && buffer[next] == '\r') ++next;
        if (next < buffer.size() && buffer[next] == '\n') return next + 1;
    }
    return std::nullopt;
}

std::variant<RequestHead, WireFault> parseHead(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    RequestHead head;
    const auto requestLine = takeLine(text);
    if (!requestLine) return badMessage("A line ends with something else than CR LF.");
    if (const auto fault = readRequestLine(*requestLine, head)) return *fault;
    while (true) {
        const auto line = takeLine(text);
        if (!line) return badMessage("A line ends with something else than CR LF.");
        if (line->empty()) break;
        if (const auto fault = readField(*line, head.headers)) return *fault;
    }
    if (const auto fault = readFraming(head)) return *fault;
    if (const auto fault = readConnection(head)) return *fault;
    return head;
}

}  // namespace kith::http
