// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/http/ip_address.hpp"
#include "core/http/request.hpp"

namespace kith::http {

/// The proxies in front of the server, whose word about the client is taken.
class TrustedProxies {
public:
    /// Addresses (`10.0.0.1`, `::1`) or networks (`10.0.0.0/8`). Throws Error(Configuration).
    explicit TrustedProxies(std::span<const std::string> networks);

    /// Sets the request's client and tls. X-Forwarded-For is read from its end, where the nearest proxy
    /// wrote, up to the first address that is no trusted proxy: what stands before it can be made up.
    void apply(Request& request, const std::string& peer, bool secure) const;

private:
    struct Network {
        IpAddress address;
        unsigned prefix;
    };

    static Network parse(const std::string& text);
    [[nodiscard]] bool trusts(const IpAddress& address) const;

    std::vector<Network> networks_;
};

/// Under which name an address is counted: IPv6 by its first 64 bits, because whoever has one has them all.
[[nodiscard]] std::string rateName(const std::string& address);

}  // namespace kith::http
