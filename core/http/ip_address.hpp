// SPDX-License-Identifier: Apache-2.0
#pragma once

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

    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool isV4() const noexcept { return v4_; }
    [[nodiscard]] unsigned bits() const noexcept { return v4_ ? 32 : 128; }
    /// The address with all but its first `prefix` bits zero; `prefix` is at most bits().
    [[nodiscard]] IpAddress network(unsigned prefix) const;

    friend bool operator==(const IpAddress&, const IpAddress&) = default;

private:
    bool v4_ = false;
    /// IPv4 uses the first four.
    std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace kith::http
