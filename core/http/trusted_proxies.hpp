// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/IPAddress.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

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
    [[nodiscard]] bool trusts(const Poco::Net::IPAddress& address) const;

    std::vector<std::pair<Poco::Net::IPAddress, unsigned>> networks_;
};

/// Under which name an address is counted: IPv6 by its first 64 bits, because whoever has one has them all.
[[nodiscard]] std::string rateName(const std::string& address);

}  // namespace kith::http
