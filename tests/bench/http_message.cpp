// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/http_message.hpp"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

namespace kith::bench {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLength = "\r\nContent-Length: ";

}  // namespace

std::string getRequest(std::string_view path, std::string_view key) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n", path, key);
}

std::string deleteRequest(std::string_view path, std::string_view key) {
    return fmt::format("DELETE {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n", path,
                       key);
}

std::string postRequest(std::string_view path, std::string_view key, std::string_view json) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        path, key, json.size(), json);
}

std::optional<Answer> answerIn(std::string_view received) {
    const auto end = received.find(kHeadEnd);
    if (end == std::string_view::npos) return std::nullopt;
    const auto head = received.substr(0, end);
    if (head.starts_with("HTTP/1.1 204")) return Answer{end + kHeadEnd.size(), {}};
    const auto at = head.find(kLength);
    if (!head.starts_with("HTTP/1.1 2") || at == std::string_view::npos)
        throw std::runtime_error("an answer was no success: " + std::string(received));
    std::size_t length = 0;
    const auto digits = head.substr(at + kLength.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    const auto size = end + kHeadEnd.size() + length;
    if (received.size() < size) return std::nullopt;
    return Answer{size, received.substr(end + kHeadEnd.size(), length)};
}

}  // namespace kith::bench
