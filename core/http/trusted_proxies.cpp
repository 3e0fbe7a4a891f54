// SPDX-License-Identifier: Apache-2.0
#include "core/http/trusted_proxies.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/error.hpp"

namespace kith::http {
namespace {

constexpr unsigned kRatePrefix = 64;

std::string_view trim(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

std::string joined(const Headers& headers, std::string_view wanted) {
    std::string list;
    for (const auto& [name, value] : headers) {
        if (equalsIgnoringCase(name, wanted)) list += (list.empty() ? "" : ",") + value;
    }
    return list;
}

}  // namespace

TrustedProxies::TrustedProxies(std::span<const std::string> networks) {
    for (const auto& network : networks) networks_.push_back(parse(network));
}

TrustedProxies::Network TrustedProxies::parse(const std::string& text) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto address = IpAddress::parse(text.substr(0, slash));
    unsigned prefix = address ? address->bits() : 0;
    bool valid = address.has_value();
    if (valid && slash < text.size()) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, prefix);
        valid = error == std::errc{} && stop == end && prefix <= address->bits();
    }
    if (valid) return {address->network(prefix), prefix};
    throw base::Error(base::ErrorCode::Configuration,
                      "A trusted proxy is an address or a network, which \"" + text + "\" is not.");
}

bool TrustedProxies::trusts(const IpAddress& address) const {
    return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
        return address.isV4() == network.address.isV4() && address.network(network.prefix) == network.address;
    });
}

void TrustedProxies::apply(Request& request, const std::string& peer, bool secure) const {
    request.client = peer;
    request.tls = secure;
    if (networks_.empty()) return;
    auto address = IpAddress::parse(peer);
    if (!address || !trusts(*address)) return;
    if (const auto protocol = request.headers.find("X-Forwarded-Proto")) request.tls = *protocol == "https";
    const auto chain = joined(request.headers, "X-Forwarded-For");
    std::string_view rest = chain;
    while (!rest.empty()) {
        const auto comma = rest.rfind(',');
        const auto last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
        address = IpAddress::parse(std::string(trim(last)));
        if (!address) return;
        request.client = address->text();
        if (!trusts(*address) || comma == std::string_view::npos) return;
        rest = rest.substr(0, comma);
    }
}

std::string rateName(const std::string& address) {
    const auto parsed = IpAddress::parse(address);
    if (!parsed) return address;
    return parsed->isV4() ? parsed->text() : parsed->network(kRatePrefix).text();
}

}  // namespace kith::http
