// SPDX-License-Identifier: Apache-2.0
#include "core/app/config_format.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "core/app/config_scalar.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/model/text.hpp"

namespace kith::app {
namespace {

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMinTokenKey = 32;

bool isIpAddress(const std::string& text, int family) {
    std::array<unsigned char, sizeof(in6_addr)> parsed{};
    return inet_pton(family, text.c_str(), parsed.data()) == 1;
}

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Lower-case words joined by `_`, `-` and those in `joints`.
bool isName(std::string_view text, std::string_view joints) {
    if (text.empty() || text.size() > kMaxName || !isLower(text.front())) return false;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return isLower(c) || isDigit(c) || c == '_' || joints.find(c) != std::string_view::npos;
    });
}

bool isHostName(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
        return isLower(c) || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-' || c == '.';
    });
}

}  // namespace

std::optional<ListenAddress> parseListenAddress(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = parseInteger(text.substr(colon + 1));
    if (!port || *port < 0 || *port > 65'535) return std::nullopt;
    auto host = std::string(text.substr(0, colon));
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        if (!isIpAddress(host, AF_INET6)) return std::nullopt;
    } else if (!isHostName(host)) {
        return std::nullopt;
    }
    return ListenAddress{std::move(host), static_cast<std::uint16_t>(*port)};
}

std::optional<std::string_view> listenAddress(std::string_view text) {
    if (parseListenAddress(text)) return std::nullopt;
    return "an address and a port such as 127.0.0.1:8080 or [::1]:8080";
}

std::optional<std::string_view> baseUrl(std::string_view text) {
    const bool http = text.starts_with("http://") || text.starts_with("https://");
    if (text.empty() || (http && text.size() <= 2'000 && !text.ends_with('/') &&
                         text.find_first_of(" ?#\"<>") == std::string_view::npos))
        return std::nullopt;
    return "nothing or a URL without a slash at its end such as https://kith.example.org";
}

std::optional<std::string_view> databaseUrl(std::string_view text) {
    if (text.starts_with("sqlite:") && text.size() > 7) return std::nullopt;
    if (text.starts_with("postgresql://") && text.size() > 13) return std::nullopt;
    return "sqlite:FILE or postgresql://…";
}

std::optional<std::string_view> network(std::string_view text) {
    constexpr std::string_view kExpected = "a network such as 10.0.0.0/8 or an address";
    const auto slash = text.find('/');
    const auto address = std::string(text.substr(0, slash));
    const bool isV4 = isIpAddress(address, AF_INET);
    if (!isV4 && !isIpAddress(address, AF_INET6)) return kExpected;
    if (slash == std::string_view::npos) return std::nullopt;
    const auto bits = parseInteger(text.substr(slash + 1));
    if (!bits || *bits < 0 || *bits > (isV4 ? 32 : 128)) return kExpected;
    return std::nullopt;
}

std::optional<std::string_view> pluginName(std::string_view text) {
    if (text.empty() || isName(text, "-")) return std::nullopt;
    return "a plugin's name such as email";
}

std::optional<std::string_view> plainName(std::string_view text) {
    if (isName(text, "-")) return std::nullopt;
    return "a name in lower case such as single_choice";
}

std::optional<std::string_view> fieldKey(std::string_view text) {
    if (model::isFieldKey(text)) return std::nullopt;
    return "a key in lower case such as loyalty.tier";
}

std::optional<std::string_view> categoryKey(std::string_view text) {
    if (model::isCategoryKey(text)) return std::nullopt;
    return "a key in lower case such as news or price-alerts";
}

std::optional<std::string_view> segmentKey(std::string_view text) {
    if (model::isSegmentKey(text)) return std::nullopt;
    return "an id in lower case other than preview, such as vip-customers";
}

std::optional<std::string_view> blockedValue(std::string_view text) {
    // As the catalogue compares it: what is folded away blocks everybody just as well.
    const auto folded = model::caseFolded(text);
    const bool isAll = folded == "*";
    if (!folded.empty() && !isAll && folded.find('*') >= folded.size() - 1) return std::nullopt;
    return "a value such as info@example.com, or how values begin with one * at the end such as info@*";
}

std::optional<std::string_view> tokenKey(std::string_view text) {
    if (text.empty() || text.size() >= kMinTokenKey) return std::nullopt;
    return "nothing or at least 32 characters";
}

}  // namespace kith::app
