// SPDX-License-Identifier: Apache-2.0
#include "core/http/trusted_proxies.hpp"

#include <charconv>

#include "core/base/error.hpp"

namespace kith::http {
namespace {

using Poco::Net::IPAddress;

constexpr unsigned kRatePrefix = 64;

unsigned width(const IPAddress& address) {
    return address.family() == Poco::Net::AddressFamily::IPv4 ? 32 : 128;
}

std::string_view trim(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// Without the zone of a link-local address, which Poco refuses to mask.
std::string withoutZone(const std::string& text) {
    return text.substr(0, text.find('%'));
}

/// An IPv4 address that came through an IPv6 socket is meant as what it is.
IPAddress unmapped(const IPAddress& address) {
    return address.isIPv4Mapped() ? IPAddress(address.toString().substr(sizeof("::ffff:") - 1)) : address;
}

std::pair<IPAddress, unsigned> parseNetwork(const std::string& text) {
    const auto slash = std::min(text.find('/'), text.size());
    IPAddress address;
    bool valid = IPAddress::tryParse(text.substr(0, slash), address);
    unsigned prefix = width(address);
    if (valid && slash < text.size()) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, prefix);
        valid = error == std::errc{} && stop == end && prefix <= width(address);
    }
    if (valid) return {address, prefix};
    throw base::Error(base::ErrorCode::Configuration,
                      "A trusted proxy is an address or a network, which " + text + " is not.");
}

}  // namespace

TrustedProxies::TrustedProxies(std::span<const std::string> networks) {
    for (const auto& network : networks) networks_.push_back(parseNetwork(network));
}

bool TrustedProxies::trusts(const IPAddress& address) const {
    for (const auto& [network, prefix] : networks_) {
        if (network.family() != address.family()) continue;
        const IPAddress mask(prefix, network.family());
        if ((address & mask) == (network & mask)) return true;
    }
    return false;
}

void TrustedProxies::apply(Request& request, const std::string& peer, bool secure) const {
    request.client = peer;
    request.tls = secure;
    IPAddress address;
    if (networks_.empty() || !IPAddress::tryParse(withoutZone(peer), address) || !trusts(unmapped(address)))
        return;
    if (const auto protocol = request.headers.find("X-Forwarded-Proto")) request.tls = *protocol == "https";
    std::string chain;
    for (const auto& [name, value] : request.headers) {
        if (equalsIgnoringCase(name, "X-Forwarded-For")) chain += (chain.empty() ? "" : ",") + value;
    }
    std::string_view rest = chain;
    while (!rest.empty()) {
        const auto comma = rest.rfind(',');
        const auto last = trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        if (!IPAddress::tryParse(withoutZone(std::string(last)), address)) return;
        address = unmapped(address);
        request.client = address.toString();
        if (!trusts(address) || comma == std::string_view::npos) return;
        rest = rest.substr(0, comma);
    }
}

std::string rateName(const std::string& address) {
    IPAddress parsed;
    if (!IPAddress::tryParse(withoutZone(address), parsed)) return address;
    parsed = unmapped(parsed);
    if (parsed.family() == Poco::Net::AddressFamily::IPv4) return parsed.toString();
    return (parsed & IPAddress(kRatePrefix, parsed.family())).toString();
}

}  // namespace kith::http
