// SPDX-License-Identifier: Apache-2.0
#include "core/http/ip_address.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace kith::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

std::optional<IpAddress> IpAddress::parse(const std::string& text) {
    const auto bare = text.substr(0, text.find('%'));
    IpAddress address;
    if (::inet_pton(AF_INET, bare.c_str(), address.bytes_.data()) == 1) {
        address.v4_ = true;
        return address;
    }
    if (::inet_pton(AF_INET6, bare.c_str(), address.bytes_.data()) != 1) return std::nullopt;
    if (!std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), address.bytes_.begin())) return address;
    IpAddress unmapped;
    unmapped.v4_ = true;
    std::copy(address.bytes_.begin() + kMappedPrefix.size(), address.bytes_.end(), unmapped.bytes_.begin());
    return unmapped;
}

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    ::inet_ntop(v4_ ? AF_INET : AF_INET6, bytes_.data(), buffer.data(), buffer.size());
    return buffer.data();
}

IpAddress IpAddress::network(unsigned prefix) const {
    auto network = *this;
    for (unsigned bit = prefix; bit < bits(); ++bit) {
        auto& byte = network.bytes_[bit / 8];
        byte = static_cast<std::uint8_t>(byte & ~(0x80U >> (bit % 8)));
    }
    return network;
}

}  // namespace kith::http
