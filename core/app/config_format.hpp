// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::app {

/// An address to listen on.
struct ListenAddress {
    std::string host;  ///< An IPv4 or IPv6 address without brackets, or a name.
    std::uint16_t port = 0;
};

/// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`.
[[nodiscard]] std::optional<ListenAddress> parseListenAddress(std::string_view text);

// The formats that the schema names. Each gives nothing for well-formed text, else what is expected instead.
[[nodiscard]] std::optional<std::string_view> listenAddress(std::string_view text);
[[nodiscard]] std::optional<std::string_view> baseUrl(std::string_view text);
[[nodiscard]] std::optional<std::string_view> databaseUrl(std::string_view text);
[[nodiscard]] std::optional<std::string_view> network(std::string_view text);
[[nodiscard]] std::optional<std::string_view> pluginName(std::string_view text);
[[nodiscard]] std::optional<std::string_view> plainName(std::string_view text);
[[nodiscard]] std::optional<std::string_view> fieldKey(std::string_view text);
[[nodiscard]] std::optional<std::string_view> categoryKey(std::string_view text);
[[nodiscard]] std::optional<std::string_view> segmentKey(std::string_view text);
[[nodiscard]] std::optional<std::string_view> blockedValue(std::string_view text);
[[nodiscard]] std::optional<std::string_view> tokenKey(std::string_view text);

}  // namespace kith::app
