// SPDX-License-Identifier: Apache-2.0
#include "identifier.hpp"

#include <algorithm>
#include <string>

namespace kith::push {
namespace {

constexpr std::size_t kMaxBytes = 512;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool isPrintable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

kith::sdk::Outcome<std::string> OpaqueSource::normalize(std::string_view given) const {
    const auto value = trimmed(given);
    if (value.size() < minimum_ || value.size() > kMaxBytes || !isPrintable(value)) {
        return kith::sdk::Rejection{"not_a_token", "A token has " + std::to_string(minimum_) +
                                                       " to 512 printable ASCII characters and no spaces."};
    }
    return std::string(value);
}

kith::sdk::Outcome<std::string> WebPushSource::normalize(std::string_view given) const {
    constexpr std::string_view scheme = "https://";
    const auto value = trimmed(given);
    const auto hostEnd = value.find_first_of("/?#", scheme.size());
    const bool url = value.starts_with(scheme) && value.size() <= kMaxBytes && isPrintable(value) &&
                     hostEnd != std::string_view::npos && hostEnd > scheme.size() && value[hostEnd] == '/';
    const auto host = url ? value.substr(scheme.size(), hostEnd - scheme.size()) : std::string_view{};
    if (host.empty() || host.find('@') != std::string_view::npos || value.size() == hostEnd + 1) {
        return kith::sdk::Rejection{"not_an_endpoint",
                                    "A Web Push endpoint is an https URL with a path, at most 512 bytes."};
    }
    std::string normalised(value);
    std::transform(normalised.begin(), normalised.begin() + static_cast<std::ptrdiff_t>(hostEnd),
                   normalised.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return normalised;
}

}  // namespace kith::push
