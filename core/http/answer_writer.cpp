// SPDX-License-Identifier: Apache-2.0
#include "core/http/answer_writer.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace kith::http {
namespace {

/// As much of a body as this goes into one piece with the head.
constexpr std::size_t kJoinedBytes = 16'384;

bool isOwn(std::string_view name) {
    constexpr std::array<std::string_view, 4> own{"Content-Length", "Transfer-Encoding", "Connection",
                                                  "Date"};
    return std::any_of(own.begin(), own.end(),
                       [&](std::string_view each) { return equalsIgnoringCase(each, name); });
}

bool hasBody(int status) {
    return status != 204 && status != 304;
}

void addField(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
}

std::string dateText(base::Time time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return Poco::DateTimeFormatter::format(Poco::Timestamp::fromEpochTime(seconds),
                                           Poco::DateTimeFormat::HTTP_FORMAT);
}

std::string renderHead(const Response& response, const AnswerForm& form) {
    using Poco::Net::HTTPResponse;
    const auto status = static_cast<HTTPResponse::HTTPStatus>(response.status);
    std::string text;
    text.reserve(512 + kJoinedBytes);
    text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    text.append(HTTPResponse::getReasonForStatus(status)).append("\r\n");
    addField(text, "Date", dateText(form.date));
    for (const auto& [name, value] : response.headers) {
        if (!isOwn(name)) addField(text, name, value);
    }
    if (form.chunked)
        addField(text, "Transfer-Encoding", "chunked");
    else if (hasBody(response.status) && !form.endless)
        addField(text, "Content-Length", std::to_string(response.body.size()));
    addField(text, "Connection", form.keepAlive ? "keep-alive" : "close");
    return text.append("\r\n");
}

std::string_view bodyOf(const Response& response, const AnswerForm& form) {
    if (form.withoutBody || !hasBody(response.status)) return {};
    return response.body;
}

}  // namespace

bool writeAnswer(Connection& connection, const Response& response, const AnswerForm& form, Pace& pace) {
    auto first = renderHead(response, form);
    const auto body = bodyOf(response, form);
    const auto joined = std::min(body.size(), kJoinedBytes);
    first.append(body.substr(0, joined));
    return connection.send(first, pace) && connection.send(body.substr(joined), pace);
}

std::string renderAnswer(const Response& response, const AnswerForm& form) {
    return renderHead(response, form).append(bodyOf(response, form));
}

std::string renderChunk(std::string_view bytes) {
    // An empty one would end the body.
    if (bytes.empty()) return {};
    std::array<char, 16> digits{};
    const auto* const end = std::to_chars(digits.begin(), digits.end(), bytes.size(), 16).ptr;
    std::string chunk(digits.cbegin(), end);
    chunk.reserve(chunk.size() + bytes.size() + 4);
    return chunk.append("\r\n").append(bytes).append("\r\n");
}

}  // namespace kith::http
