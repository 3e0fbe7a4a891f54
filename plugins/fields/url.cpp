// SPDX-License-Identifier: Apache-2.0
#include "url.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include <arpa/inet.h>
#include <idn2.h>
#include <kith/sdk/text.hpp>

#include "text.hpp"

namespace kith::fields {
namespace {

/// Bytes of a host as it is given; many letters of a U-label take four.
constexpr std::size_t kMaxGivenHost = 1'024;
constexpr std::size_t kMaxDomain = 253;
constexpr std::size_t kMaxLabel = 63;
constexpr unsigned kMaxPort = 65'535;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789ABCDEFabcdef";

bool isAscii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}
char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
bool consistsOf(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == std::string_view::npos;
}

/// A name of DNS by RFC 1123, section 2.1, as RFC 3986, section 3.2.2, asks of hosts. One that ends in a
/// number would be taken for an IPv4 address by some.
bool isHostName(std::string_view host) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (host.empty() || host.size() > kMaxDomain) return false;
    std::string_view label;
    for (std::size_t begin = 0; begin <= host.size(); begin += label.size() + 1) {
        label = host.substr(begin, std::min(host.find('.', begin), host.size()) - begin);
        if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-')
            return false;
        if (!consistsOf(label, allowed)) return false;
    }
    return !consistsOf(label, kDigits) && !label.starts_with("0x");
}

/// An address as inet_ntop writes it, in its only form; empty if it is none.
std::string address(int family, const std::string& text) {
    unsigned char bytes[sizeof(in6_addr)];
    char out[INET6_ADDRSTRLEN];
    if (inet_pton(family, text.c_str(), bytes) != 1) return {};
    return inet_ntop(family, bytes, out, sizeof out) == nullptr ? std::string{} : std::string(out);
}

std::string toAscii(const std::string& host) {
    char* raw = nullptr;
    const int result = idn2_to_ascii_8z(host.c_str(), &raw, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, void (*)(void*)> owned(raw, idn2_free);
    return result == IDN2_OK && raw != nullptr ? std::string(raw) : std::string{};
}

/// The host in its normal form; empty if it is none.
std::string normalHost(std::string_view text) {
    if (text.size() > kMaxGivenHost) return {};
    std::string host(text);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        const auto six = address(AF_INET6, host.substr(1, host.size() - 2));
        return six.empty() ? six : '[' + six + ']';
    }
    // What is ASCII stays as it stands in DNS, A-labels that IDNA 2008 would not make today included.
    if (!std::all_of(host.begin(), host.end(), isAscii)) host = toAscii(host);
    std::transform(host.begin(), host.end(), host.begin(), lowered);
    if (host.size() > 1 && host.back() == '.') host.pop_back();
    return isHostName(host) ? host : address(AF_INET, host);
}

/// Nothing, or a colon and a number that TCP has (section 3.2.3).
bool isPort(std::string_view text) {
    if (text.empty()) return true;
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port <= kMaxPort;
}

/// Path, query and fragment (sections 3.3 to 3.5), with what is beyond ASCII percent-encoded; nothing if a
/// character stands there that only its percent-encoding may stand for.
std::optional<std::string> normalRest(std::string_view text) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    bool inFragment = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (!isAscii(c)) {
            const auto byte = static_cast<unsigned char>(c);
            out.append({'%', hex[byte >> 4U], hex[byte & 15U]});
            continue;
        }
        const bool isEncoded =
            c == '%' && at + 2 < text.size() && consistsOf(text.substr(at + 1, 2), kHexDigits);
        const bool opensFragment = c == '#' && !inFragment;
        if (!isEncoded && !opensFragment && plain.find(c) == std::string_view::npos) return std::nullopt;
        inFragment = inFragment || opensFragment;
        out += c;
    }
    return out;
}

}  // namespace

std::optional<std::string> normalUrl(std::string_view text) {
    constexpr std::string_view separator = "://";
    if (kith::sdk::hasControl(text) || trimmed(text) != text) return std::nullopt;
    const auto colon = text.find(separator);
    if (colon == std::string_view::npos) return std::nullopt;
    std::string scheme(text.substr(0, colon));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), lowered);
    if (scheme != "http" && scheme != "https") return std::nullopt;

    const auto behind = text.substr(colon + separator.size());
    const auto authority = behind.substr(0, behind.find_first_of("/?#"));
    // Colons in brackets are those of an IPv6 address.
    const auto bracket = authority.rfind(']');
    const auto port =
        std::min(authority.find(':', bracket == std::string_view::npos ? 0 : bracket), authority.size());
    const auto host = normalHost(authority.substr(0, port));
    const auto rest = normalRest(behind.substr(authority.size()));
    if (host.empty() || !isPort(authority.substr(port)) || !rest) return std::nullopt;
    return scheme.append(separator).append(host).append(authority.substr(port)).append(*rest);
}

}  // namespace kith::fields
