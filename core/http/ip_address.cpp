// SPDX-License-Identifier: Apache-2.0
#include "core/http/ip_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace kith::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

struct Network {
    const char* address;
    unsigned prefix;
};
constexpr std::array<Network, 14> kSpecialV4{{{"0.0.0.0", 8},
                                              {"10.0.0.0", 8},
                                              {"100.64.0.0", 10},
                                              {"127.0.0.0", 8},
                                              {"169.254.0.0", 16},
                                              {"172.16.0.0", 12},
                                              {"192.0.0.0", 24},
                                              {"192.0.2.0", 24},
                                              {"192.88.99.0", 24},
                                              {"192.168.0.0", 16},
                                              {"198.18.0.0", 15},
                                              {"198.51.100.0", 24},
                                              {"203.0.113.0", 24},
                                              {"224.0.0.0", 3}}};
/// What is public of IPv6 is within 2000::/3.
constexpr std::array<Network, 4> kSpecialV6{
    {{"2001::", 23}, {"2001:db8::", 32}, {"3fff::", 20}, {"5f00::", 16}}};

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

std::optional<IpAddress> IpAddress::of(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    const void* bytes = nullptr;
    if (address.sa_family == AF_INET) {
        bytes = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
    } else if (address.sa_family == AF_INET6) {
        bytes = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    }
    if (bytes == nullptr || ::inet_ntop(address.sa_family, bytes, buffer.data(),
                                        static_cast<socklen_t>(buffer.size())) == nullptr)
        return std::nullopt;
    return parse(buffer.data());
}

bool IpAddress::isIn(const char* network, unsigned prefix) const {
    const auto other = parse(network);
    return other->v4_ == v4_ && this->network(prefix) == *other;
}

IpAddress IpAddress::embedded(std::size_t from) const {
    IpAddress inner;
    inner.v4_ = true;
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(from), 4, inner.bytes_.begin());
    return inner;
}

bool IpAddress::isPublic() const {
    const auto isIn = [this](const Network& each) { return this->isIn(each.address, each.prefix); };
    if (v4_) return std::none_of(kSpecialV4.begin(), kSpecialV4.end(), isIn);
    if (isIn({"64:ff9b::", 96})) return embedded(12).isPublic();
    if (isIn({"2002::", 16})) return embedded(2).isPublic();
    return isIn({"2000::", 3}) && std::none_of(kSpecialV6.begin(), kSpecialV6.end(), isIn);
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
