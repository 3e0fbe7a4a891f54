// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace kith::http {

/// An IPv4 or IPv6 address without a zone. An IPv4 address that came through an IPv6 socket
/// (`::ffff:192.0.2.1`) is the IPv4 address.
class IpAddress {
public:
    /// Nothing if the text is no address in full; a zone (`%eth0`) is dropped.
    [[nodiscard]] static std::optional<IpAddress> parse(const std::string& text);

    /// Of a socket; nothing if it speaks neither protocol.
    [[nodiscard]] static std::optional<IpAddress> of(const sockaddr& address);

    [[nodiscard]] std::string text() const;
    /// Whether it is one of the public internet: no loopback, private, link-local, shared, multicast,
    /// documentation or reserved address (the registries of RFC 6890), nor one that carries such an IPv4
    /// address.
    [[nodiscard]] bool isPublic() const;
    [[nodiscard]] bool isV4() const noexcept { return v4_; }
    [[nodiscard]] unsigned bits() const noexcept { return v4_ ? 32 : 128; }
    /// The address with all but its first `prefix` bits zero; `prefix` is at most bits().
    [[nodiscard]] IpAddress network(unsigned prefix) const;

    friend bool operator==(const IpAddress&, const IpAddress&) = default;

private:
    [[nodiscard]] bool isIn(const char* network, unsigned prefix) const;
    /// The IPv4 address that stands from that byte on.
    [[nodiscard]] IpAddress embedded(std::size_t from) const;

    bool v4_ = false;
    /// IPv4 uses the first four.
    std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace kith::http
