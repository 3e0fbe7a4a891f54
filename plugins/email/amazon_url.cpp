// SPDX-License-Identifier: Apache-2.0
#include "amazon_url.hpp"

#include <algorithm>
#include <vector>

namespace kith::email {
namespace {

constexpr std::size_t kMaxUrl = 2048;
constexpr std::string_view kScheme = "https://";

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool consistsOf(std::string_view text, bool (*allowed)(char)) {
    return std::all_of(text.begin(), text.end(), allowed);
}

/// `us-east-1`, `us-gov-west-1`: two letters, words, a number. The shape matters: `s3`, `s3-us-west-2` and
/// the like in its place are buckets that anybody can own.
bool isRegion(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('-', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    if (parts.size() < 3 || parts.size() > 5 || parts.front().size() != 2) return false;
    const auto number = parts.back();
    parts.pop_back();
    return !number.empty() && number.size() <= 2 && consistsOf(number, isDigit) &&
           std::all_of(parts.begin(), parts.end(),
                       [](std::string_view part) { return !part.empty() && consistsOf(part, isLower); });
}

/// The region in the name of a host of Amazon SNS; empty if it is none.
std::string_view regionOfHost(std::string_view host) {
    constexpr std::string_view name = "sns.";
    if (!host.starts_with(name)) return {};
    for (const std::string_view domain : {".amazonaws.com.cn", ".amazonaws.com"}) {
        if (host.size() > name.size() + domain.size() && host.ends_with(domain)) {
            const auto region = host.substr(name.size(), host.size() - name.size() - domain.size());
            return isRegion(region) ? region : std::string_view{};
        }
    }
    return {};
}

/// The fourth part of `arn:aws:sns:us-east-1:123456789012:topic`; empty if there is none.
std::string_view regionOfTopic(std::string_view arn) {
    for (int part = 0; part < 3; ++part) {
        const auto colon = arn.find(':');
        if (colon == std::string_view::npos) return {};
        arn.remove_prefix(colon + 1);
    }
    return arn.substr(0, arn.find(':'));
}

bool isUrlCharacter(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z') ||
           std::string_view("/?&=%_.~:+-").find(c) != std::string_view::npos;
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::string percentDecoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0;
        out += escape ? static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])) : text[i];
        if (escape) i += 2;
    }
    return out;
}

/// The one value of a parameter; nothing if it is missing or occurs twice.
std::optional<std::string> parameter(std::string_view query, std::string_view name) {
    std::optional<std::string> value;
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        const auto equals = pair.find('=');
        if (percentDecoded(pair.substr(0, equals)) != name) continue;
        if (value) return std::nullopt;
        value = equals == std::string_view::npos ? std::string{} : percentDecoded(pair.substr(equals + 1));
    }
    return value;
}

}  // namespace

std::optional<AmazonUrl> parseAmazonUrl(std::string_view url) {
    if (url.size() > kMaxUrl || !url.starts_with(kScheme) || !consistsOf(url, isUrlCharacter))
        return std::nullopt;
    const auto rest = url.substr(kScheme.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto host = rest.substr(0, slash);
    const auto region = regionOfHost(host);
    if (region.empty()) return std::nullopt;
    const auto question = std::min(rest.find('?'), rest.size());
    if (question < slash) return std::nullopt;
    return AmazonUrl{std::string(url), std::string(host), std::string(region),
                     std::string(rest.substr(slash, question - slash)),
                     std::string(rest.substr(std::min(question + 1, rest.size())))};
}

std::optional<AmazonUrl> parseCertificateUrl(std::string_view url, std::string_view topicArn) {
    auto parsed = parseAmazonUrl(url);
    if (!parsed || parsed->region != regionOfTopic(topicArn)) return std::nullopt;
    if (url.find('?') != std::string_view::npos || !parsed->path.ends_with(".pem")) return std::nullopt;
    const auto name = std::string_view(parsed->path).substr(1, parsed->path.size() - 5);
    if (name.empty() || name.find_first_of("/.%&=:~+") != std::string_view::npos) return std::nullopt;
    return parsed;
}

std::optional<AmazonUrl> parseConfirmationUrl(std::string_view url, std::string_view topicArn) {
    auto parsed = parseAmazonUrl(url);
    if (!parsed || parsed->path != "/") return std::nullopt;
    if (parameter(parsed->query, "Action") != "ConfirmSubscription") return std::nullopt;
    if (parameter(parsed->query, "TopicArn") != topicArn || !parameter(parsed->query, "Token"))
        return std::nullopt;
    return parsed;
}

}  // namespace kith::email
